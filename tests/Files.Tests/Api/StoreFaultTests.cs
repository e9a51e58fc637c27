using System.Net;
using Meida.Files.Images;
using Meida.Files.Storage;
using Meida.Files.Tests.Images;
using Meida.Testing;
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
    public async Task What_a_crash_left_without_an_image_is_swept_after_an_hour_and_nothing_else()
    {
        var ticket = api.Ticket();
        await api.Upload(ticket.TicketId, Pictures.Jpeg(), Pictures.Png());
        var store = api.Services.GetRequiredService<IReceiptStore>();
        var orphan = api.Services.GetRequiredService<ObjectKeys>().New(ticket.TicketId, ImageFormat.Jpeg, DateTimeOffset.UtcNow);
        var foreign = $"tickets/{ticket.TicketId}/notes.txt";
        await using (var db = api.OpenDatabase())
        {
            // Of a process that is no more.
            db.LooseObjects.Add(new LooseObject { Key = orphan, Since = DateTimeOffset.UtcNow });
            await db.SaveChangesAsync();
        }

        foreach (var key in new[] { orphan, ObjectKeys.Thumbnail(orphan), foreign })
            await store.Put(key, new byte[] { 1 }, "image/jpeg", CancellationToken.None);
        await File.WriteAllBytesAsync(Path.Combine(api.UploadRoot, orphan + ".part"), [1]);

        await Sweep(DateTimeOffset.UtcNow);
        Assert.Equal(4 + 4, api.StoredFiles(ticket.TicketId).Count);
        Assert.NotEqual(0, await Sweep(DateTimeOffset.UtcNow.AddHours(2)));

        Assert.Equal(4 + 1, api.StoredFiles(ticket.TicketId).Count);
        Assert.True(File.Exists(Path.Combine(api.UploadRoot, foreign)));
        Assert.Equal(0, await Sweep(DateTimeOffset.UtcNow.AddHours(2)));
    }

    [Fact]
    public async Task An_upload_that_takes_hours_keeps_its_bytes()
    {
        var ticket = api.Ticket();
        using var slow = new SlowUpload(Pictures.Jpeg(seed: 1), Pictures.Jpeg(seed: 2));
        var upload = api.As("agent").PostAsync(FilesApi.ImagesOf(ticket.TicketId), slow);
        await Eventually.Is(() => api.StoredFiles(ticket.TicketId).Count == 2);

        // Two hours later its own process sweeps, then says that it goes on, then another one sweeps.
        await using (var db = api.OpenDatabase())
            await db.LooseObjects.ExecuteUpdateAsync(loose => loose.SetProperty(x => x.Since, DateTimeOffset.UtcNow.AddHours(-2)));
        var own = api.Services.GetRequiredService<LooseObjects>();
        await own.Sweep(CancellationToken.None);
        await own.Renew(CancellationToken.None);
        await Sweep(DateTimeOffset.UtcNow);
        slow.GoOn();

        var answer = await upload;
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        foreach (var item in (await answer.Json()).GetProperty("items").EnumerateArray())
            Assert.Equal(HttpStatusCode.OK, (await api.As("agent").GetAsync(new Uri(item.GetProperty("url").GetString()!, UriKind.Relative))).StatusCode);
        await Sweep(DateTimeOffset.UtcNow.AddHours(2));
        Assert.Equal(4, api.StoredFiles(ticket.TicketId).Count);
    }

    [Fact]
    public async Task An_upload_whose_bytes_were_given_up_is_refused_and_never_has_a_row_without_them()
    {
        var ticket = api.Ticket();
        using var slow = new SlowUpload(Pictures.Jpeg(seed: 1), Pictures.Jpeg(seed: 2));
        var upload = api.As("agent").PostAsync(FilesApi.ImagesOf(ticket.TicketId), slow);
        await Eventually.Is(() => api.StoredFiles(ticket.TicketId).Count == 2);

        await Sweep(DateTimeOffset.UtcNow.AddHours(2));
        slow.GoOn();

        Assert.Equal((503, "service-unavailable"), await (await upload).Refusal());
        Assert.Empty(api.StoredFiles(ticket.TicketId));
        await using var db = api.OpenDatabase();
        Assert.False(await db.Images.AnyAsync(image => image.TicketId == ticket.TicketId));
    }

    /// <summary>The sweep of another process of the service, which has nothing in hand.</summary>
    private Task<int> Sweep(DateTimeOffset at) => new LooseObjects(
        api.Services.GetRequiredService<IServiceScopeFactory>(), api.Services.GetRequiredService<IReceiptStore>(),
        new FakeTimeProvider(at), NullLogger<LooseObjects>.Instance).Sweep(CancellationToken.None);
}
