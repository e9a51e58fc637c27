using Meida.Files.Images;
using Meida.Files.Storage;

namespace Meida.Files.Tests.Storage;

public sealed class ObjectKeysTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 30, 0, 123, TimeSpan.Zero);
    private readonly ObjectKeys _keys = new("tickets");

    [Fact]
    public void A_key_is_the_ticket_a_random_part_the_time_and_the_kind()
    {
        var ticket = Guid.CreateVersion7();

        var key = _keys.New(ticket, ImageFormat.Jpeg, Now);

        Assert.Matches($@"^tickets/{ticket:D}/[0-9a-f]{{24}}_20261123093000123\.jpg$", key);
        Assert.NotEqual(key, _keys.New(ticket, ImageFormat.Jpeg, Now));
        Assert.StartsWith(_keys.FolderOf(ticket), key, StringComparison.Ordinal);
        Assert.Equal(key[..^4] + "_thumb.webp", ObjectKeys.Thumbnail(key));
    }

    [Theory]
    [InlineData("../tickets")]
    [InlineData("tick ets")]
    [InlineData("/")]
    public void A_folder_that_is_no_plain_name_is_refused_at_the_start(string folder) =>
        Assert.Contains("TICKET_RECEIPT_DIR", Assert.Throws<InvalidOperationException>(() => new ObjectKeys(folder)).Message, StringComparison.Ordinal);
}
