using System.Security.Cryptography;
using Meida.Files.Storage;

namespace Meida.Files.Tests.Storage;

/// <summary>What every store must do; the same facts run against each of them.</summary>
public abstract class ReceiptStoreContract
{
    private readonly string _folder = $"contract-{Guid.NewGuid():N}";

    private protected abstract IReceiptStore Store { get; }

    [Fact]
    public async Task What_was_put_is_read_back_byte_for_byte()
    {
        var bytes = RandomNumberGenerator.GetBytes(300_000);

        await Store.Put(Key("a.jpg"), bytes, "image/jpeg", CancellationToken.None);

        Assert.Equal(bytes, await Read(Key("a.jpg"), 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(99_999)]
    public async Task Reading_may_start_anywhere(int offset)
    {
        var bytes = RandomNumberGenerator.GetBytes(100_000);
        await Store.Put(Key("b.jpg"), bytes, "image/jpeg", CancellationToken.None);

        Assert.Equal(bytes[offset..], await Read(Key("b.jpg"), offset));
    }

    [Fact]
    public async Task An_object_of_the_largest_size_fits()
    {
        var bytes = RandomNumberGenerator.GetBytes(8 * 1024 * 1024);

        await Store.Put(Key("large.png"), bytes, "image/png", CancellationToken.None);

        Assert.Equal(SHA256.HashData(bytes), SHA256.HashData((await Read(Key("large.png"), 0))!));
    }

    [Fact]
    public async Task What_was_never_put_is_null()
    {
        Assert.Null(await Read(Key("never.jpg"), 0));
        Assert.Null(await Read(Key("never.jpg"), 5));
    }

    [Fact]
    public async Task What_was_deleted_is_gone_and_may_be_deleted_again()
    {
        await Store.Put(Key("c.jpg"), new byte[] { 1, 2, 3 }, "image/jpeg", CancellationToken.None);

        await Store.Delete(Key("c.jpg"), CancellationToken.None);
        await Store.Delete(Key("c.jpg"), CancellationToken.None);

        Assert.Null(await Read(Key("c.jpg"), 0));
    }

    [Fact]
    public async Task Many_may_write_at_once()
    {
        var objects = Enumerable.Range(0, 40).ToDictionary(i => Key($"many/{i}.jpg"), _ => RandomNumberGenerator.GetBytes(20_000));

        await Task.WhenAll(objects.Select(o => Store.Put(o.Key, o.Value, "image/jpeg", CancellationToken.None)));

        foreach (var (key, bytes) in objects)
            Assert.Equal(bytes, await Read(key, 0));
    }

    [Fact]
    public async Task A_healthy_store_passes_its_check() => await Store.Check(CancellationToken.None);

    private string Key(string name) => $"{_folder}/{name}";

    private async Task<byte[]?> Read(string key, long offset)
    {
        await using var stream = await Store.Open(key, offset, CancellationToken.None);
        if (stream is null)
            return null;
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
