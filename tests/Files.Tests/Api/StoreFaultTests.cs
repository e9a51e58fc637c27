using System.Net;
using Meida.Files.Images;
using Meida.Files.Storage;
using Meida.Files.Tests.Images;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Meida.Files.Tests.Api;

/// <summary>The store is away, or holds what no row knows.</summary>
[Collection(FilesApi.Collection)]
public sealed class StoreFaultTests(FilesApi api)
{
    public static TheoryData<string, string> BrokenStores => new()
    {
        { "ConnectionStrings:storage", "Endpoint=http://127.0.0.1:9;AccessKey=a;SecretKey=b;Bucket=receipts" },
        { "UPLOAD_ROOT", "/dev/null/uploads" },
    };

    [Theory]
    [MemberData(nameof(BrokenStores))]
    public async Task Without_its_store_the_service_takes_nothing_and_says_when_to_come_back(string setting, string value)
    {
        var ticket = api.Ticket();
        var earlier = (await api.Upload(ticket.TicketId, Pictures.Png(8, 8, 1)))[0].GetProperty("url").GetString()!;
        await using var broken = await api.Another((setting, value));

        using var form = FilesApi.Form(Pictures.Jpeg(seed: 2));
        var upload = await broken.As("agent").PostAsync(FilesApi.ImagesOf(ticket.TicketId), form);
        var download = await broken.As("agent").GetAsync(new Uri(earlier, UriKind.Relative));
        var list = await broken.As("agent").GetAsync(FilesApi.ImagesOf(ticket.TicketId));
        var health = await broken.Anonymous().GetAsync(new Uri("/health", UriKind.Relative));

        foreach (var answer in new[] { upload, download })
        {
            Assert.Equal((503, "service-unavailable"), await answer.Refusal());
            Assert.NotNull(answer.Headers.RetryAfter);
            Assert.Null(answer.Headers.ETag);
        }

        Assert.Equal(HttpStatusCode.OK, list.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        await using var db = api.OpenDatabase();
        Assert.Equal(1, await db.Images.CountAsync(image => image.TicketId == ticket.TicketId));
    }

    [Fact]
    public async Task Old_objects_without_a_row_are_swept_and_nothing_else()
    {
        var ticket = api.Ticket();
        await api.Upload(ticket.TicketId, Pictures.Jpeg(), Pictures.Png());
        var store = api.Services.GetRequiredService<IReceiptStore>();
        var keys = api.Services.GetRequiredService<ObjectKeys>();
        var now = DateTimeOffset.UtcNow;
        var orphan = keys.New(ticket.TicketId, ImageFormat.Jpeg, now);
        string[] orphans = [orphan, ObjectKeys.Thumbnail(orphan), keys.New(Guid.CreateVersion7(), ImageFormat.Png, now)];
        string[] foreign = [$"tickets/{ticket.TicketId}/notes.txt", "other/" + orphan];
        foreach (var key in orphans.Concat(foreign))
            await store.Put(key, new byte[] { 1 }, "image/jpeg", CancellationToken.None);
        var unfinished = Path.Combine(api.UploadRoot, orphan + ".part");
        await File.WriteAllBytesAsync(unfinished, [1]);

        Assert.Equal(0, await Sweep(store, now));
        Assert.Equal(4, await Sweep(store, now.AddHours(2)));

        Assert.False(File.Exists(unfinished));
        foreach (var key in orphans)
            Assert.False(File.Exists(Path.Combine(api.UploadRoot, key)));
        foreach (var key in foreign)
            Assert.True(File.Exists(Path.Combine(api.UploadRoot, key)));
        Assert.Equal(4, api.StoredFiles(ticket.TicketId).Count(file => !file.EndsWith(".txt", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_store_that_the_database_knows_nothing_of_is_left_alone()
    {
        var folder = Directory.CreateTempSubdirectory("meida-foreign-");
        try
        {
            var store = new DiskReceiptStore(folder.FullName);
            var keys = api.Services.GetRequiredService<ObjectKeys>();
            for (var i = 0; i < 101; i++)
                await store.Put(keys.New(Guid.CreateVersion7(), ImageFormat.Jpeg, DateTimeOffset.UtcNow), new byte[] { 1 }, "image/jpeg", CancellationToken.None);

            Assert.Equal(0, await Sweep(store, DateTimeOffset.UtcNow.AddHours(2)));

            Assert.Equal(101, folder.EnumerateFiles("*", SearchOption.AllDirectories).Count());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private Task<int> Sweep(IReceiptStore store, DateTimeOffset at) => new OrphanSweep(
        api.Services.GetRequiredService<IServiceScopeFactory>(), store, api.Services.GetRequiredService<ObjectKeys>(),
        new FakeTimeProvider(at), NullLogger<OrphanSweep>.Instance).Sweep(CancellationToken.None);
}
