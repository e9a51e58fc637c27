using System.Net;
using Meida.Contracts.Tickets;
using Meida.Files.Tests.Images;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;

namespace Meida.Files.Tests.Api;

[Collection(FilesApi.Collection)]
public sealed class TicketErasureTests(FilesApi api)
{
    [Fact]
    public async Task All_pictures_of_an_erased_ticket_are_gone_and_those_of_others_stay()
    {
        var (ticket, other) = (api.Ticket(), api.Ticket());
        var items = await api.Upload(ticket.TicketId, Pictures.Jpeg(seed: 1), Pictures.Png(seed: 2));
        await api.Upload(other.TicketId, Pictures.Jpeg(seed: 1));
        api.Tickets.Set(ticket with { Status = "COMPLETED" });

        var erased = await api.Tickets.Erase(ticket.TicketId);

        Assert.Equal((ticket.TicketId, 2), (erased.TicketId, erased.Images));
        Assert.Empty(api.StoredFiles(ticket.TicketId));
        Assert.Equal(2, api.StoredFiles(other.TicketId).Count);
        foreach (var item in items.EnumerateArray())
            Assert.Equal(HttpStatusCode.NotFound, (await api.As("agent").GetAsync(new Uri(item.GetProperty("url").GetString()!, UriKind.Relative))).StatusCode);
        await using var db = api.OpenDatabase();
        Assert.False(await db.Images.AnyAsync(image => image.TicketId == ticket.TicketId));
        Assert.Equal(1, await db.Images.CountAsync(image => image.TicketId == other.TicketId));
        await Eventually.Is(() => api.Tickets.Erased(ticket.TicketId).Any());
    }

    [Fact]
    public async Task Asked_again_there_is_nothing_left_and_it_is_said_again()
    {
        var ticket = api.Ticket();
        await api.Upload(ticket.TicketId, Pictures.Jpeg());

        await api.Tickets.Publish(new TicketErasureRequested(ticket.TicketId));
        await Eventually.Is(() => api.Tickets.Erased(ticket.TicketId).Any());
        var again = await api.Tickets.Erase(ticket.TicketId);

        Assert.Equal(0, again.Images);
        await Eventually.Is(() => api.Tickets.Erased(ticket.TicketId).Count() == 2);
        Assert.Equal([1, 0], api.Tickets.Erased(ticket.TicketId).Select(erased => erased.Images));
        await using var db = api.OpenDatabase();
        Assert.Equal(1, await db.AuditLogs.CountAsync(entry => entry.TicketId == ticket.TicketId && entry.Action == "RECEIPTS_ERASED"));
    }

    [Fact]
    public async Task An_upload_that_is_under_way_does_not_outlive_the_erasure()
    {
        var ticket = api.Ticket();
        using var slow = new SlowUpload(Pictures.Jpeg(seed: 1), Pictures.Jpeg(seed: 2));
        var upload = api.As("agent").PostAsync(FilesApi.ImagesOf(ticket.TicketId), slow);
        await Eventually.Is(() => api.StoredFiles(ticket.TicketId).Count == 2);

        await api.Tickets.Erase(ticket.TicketId);
        slow.GoOn();

        Assert.Equal((503, "service-unavailable"), await (await upload).Refusal());
        Assert.Empty(api.StoredFiles(ticket.TicketId));
        await using var db = api.OpenDatabase();
        Assert.False(await db.Images.AnyAsync(image => image.TicketId == ticket.TicketId));
    }
}
