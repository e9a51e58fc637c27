using System.Data.Common;
using System.Net;
using Meida.Files.Data;
using Meida.Files.Tests.Images;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Meida.Files.Tests.Api;

/// <summary>The database commits an upload, and its answer does not arrive.</summary>
[Collection(FilesApi.Collection)]
public sealed class LostCommitTests(FilesApi api)
{
    [Fact]
    public async Task An_upload_whose_commit_was_not_acknowledged_is_kept_announced_once_and_told_as_new()
    {
        var ticket = api.Ticket();
        await using var files = await api.Another(Losing(new NpgsqlException("Lost.", new IOException())));

        using var form = FilesApi.Form(Pictures.Jpeg(seed: 1), Pictures.Png(seed: 2));
        var upload = await files.As("agent").PostAsync(FilesApi.ImagesOf(ticket.TicketId), form);

        Assert.Equal(HttpStatusCode.Created, upload.StatusCode);
        var items = (await upload.Json()).GetProperty("items");
        Assert.Equal([false, false], items.EnumerateArray().Select(item => item.GetProperty("duplicate").GetBoolean()));
        Assert.Equal(2, api.Tickets.Recorded(ticket.TicketId).Count());
        await IsKept(ticket.TicketId, items[0].GetProperty("url").GetString()!, images: 2);
    }

    [Fact]
    public async Task An_upload_that_failed_after_its_commit_keeps_its_objects_and_is_there_when_it_is_sent_again()
    {
        var ticket = api.Ticket();
        await using var files = await api.Another(Losing(new IOException("Lost.")));
        var picture = Pictures.Jpeg(seed: 3);

        using var form = FilesApi.Form(picture);
        var upload = await files.As("agent").PostAsync(FilesApi.ImagesOf(ticket.TicketId), form);
        var again = (await api.Upload(ticket.TicketId, picture))[0];

        Assert.Equal(HttpStatusCode.InternalServerError, upload.StatusCode);
        Assert.True(again.GetProperty("duplicate").GetBoolean());
        await IsKept(ticket.TicketId, again.GetProperty("url").GetString()!, images: 1);
    }

    private async Task IsKept(Guid ticketId, string url, int images)
    {
        Assert.Equal(HttpStatusCode.OK, (await api.As("agent").GetAsync(new Uri(url, UriKind.Relative))).StatusCode);
        Assert.Equal(2 * images, api.StoredFiles(ticketId).Count);
        await using var db = api.OpenDatabase();
        Assert.Equal(images, await db.Images.CountAsync(image => image.TicketId == ticketId));
        await Eventually.Is(() => api.Tickets.Announced(ticketId).Count() >= images);
        Assert.Equal(images, api.Tickets.Announced(ticketId).Count());
    }

    private static Action<IServiceCollection> Losing(Exception fault) =>
        services => services.AddSingleton<IInterceptor>(new LostAcknowledgement(fault));

    /// <summary>Lets the first transaction of an upload commit and fails all the same.</summary>
    private sealed class LostAcknowledgement(Exception fault) : DbTransactionInterceptor
    {
        private int _lost;

        public override Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
            eventData.Context!.ChangeTracker.Entries<TicketImage>().Any() && Interlocked.Exchange(ref _lost, 1) == 0
                ? Task.FromException(fault)
                : Task.CompletedTask;
    }
}
