using Meida.Files.Storage;

namespace Meida.Files.Tests.Storage;

public sealed class DiskReceiptStoreTests : ReceiptStoreContract, IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("meida-receipts-");

    public DiskReceiptStoreTests() => Store = new DiskReceiptStore(_root.FullName);

    private protected override IReceiptStore Store { get; }

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [InlineData("../outside.jpg")]
    [InlineData("tickets/../../outside.jpg")]
    [InlineData("/etc/outside.jpg")]
    [InlineData("tickets//a.jpg")]
    [InlineData("tickets/./a.jpg")]
    [InlineData(".hidden")]
    [InlineData("tickets/a\0.jpg")]
    [InlineData("tickets\\..\\a.jpg")]
    [InlineData("")]
    public async Task A_key_cannot_lead_out_of_the_store(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Put(key, new byte[] { 1 }, "image/jpeg", CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Open(key, 0, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Delete(key, CancellationToken.None));
    }

    [Fact]
    public async Task A_write_that_is_interrupted_leaves_nothing()
    {
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.Put("tickets/a.jpg", new byte[1000], "image/jpeg", canceled.Token));

        Assert.Empty(_root.EnumerateFiles("*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task What_a_crash_left_of_a_write_is_deleted_with_its_key()
    {
        Directory.CreateDirectory(Path.Combine(_root.FullName, "tickets"));
        await File.WriteAllBytesAsync(Path.Combine(_root.FullName, "tickets/a.jpg.part"), [1]);

        await Store.Delete("tickets/a.jpg", CancellationToken.None);

        Assert.Empty(_root.EnumerateFiles("*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_key_is_never_overwritten()
    {
        await Store.Put("tickets/a.jpg", new byte[] { 1 }, "image/jpeg", CancellationToken.None);

        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => Store.Put("tickets/a.jpg", new byte[] { 2 }, "image/jpeg", CancellationToken.None));

        Assert.Equal([1], await File.ReadAllBytesAsync(Path.Combine(_root.FullName, "tickets/a.jpg")));
    }

    [Fact]
    public async Task Files_are_readable_by_their_owner_only()
    {
        await Store.Put("tickets/a.jpg", new byte[] { 1 }, "image/jpeg", CancellationToken.None);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(Path.Combine(_root.FullName, "tickets/a.jpg")).UnixFileMode);
    }

    [Fact]
    public async Task A_root_that_cannot_be_used_is_an_outage()
    {
        var file = Path.Combine(_root.FullName, "file");
        await File.WriteAllTextAsync(file, "not a folder");
        var broken = new DiskReceiptStore(Path.Combine(file, "uploads"));

        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => broken.Put("tickets/a.jpg", new byte[] { 1 }, "image/jpeg", CancellationToken.None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => broken.Check(CancellationToken.None));
    }
}
