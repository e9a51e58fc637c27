using System.Net;
using System.Text.Json;
using Meida.Files.Tests.Images;
using Meida.ServiceDefaults.Access;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;

namespace Meida.Files.Tests.Api;

[Collection(FilesApi.Collection)]
public sealed class DeleteImageTests(FilesApi api)
{
    [Theory]
    [InlineData("ASSIGNED")]
    [InlineData("IN_PROGRESS")]
    public async Task An_image_of_a_ticket_in_work_is_gone_with_its_bytes_and_tickets_hears_of_it(string status)
    {
        var ticket = api.Ticket(status);
        var items = await api.Upload(ticket.TicketId, Pictures.Jpeg(seed: 1), Pictures.Png(seed: 2));
        var id = items[0].GetProperty("imageId").GetGuid();

        using var answer = await Delete(id, "203.0.113.9");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(2, api.StoredFiles(ticket.TicketId).Count);
        foreach (var form in new[] { "", "?size=thumb" })
            Assert.Equal(HttpStatusCode.NotFound, (await api.As("agent").GetAsync(new Uri($"/api/files/ticket-receipt/{id}{form}", UriKind.Relative))).StatusCode);
        Assert.Equal(1, (await (await api.As("agent").GetAsync(FilesApi.ImagesOf(ticket.TicketId))).Json()).GetProperty("total").GetInt32());

        var withdrawn = Assert.Single(api.Tickets.Withdrawn(ticket.TicketId));
        Assert.Equal((id, "RECEIPT", "agent", "agent", "203.0.113.9"), (withdrawn.ImageId, withdrawn.Type, withdrawn.RemovedBy, withdrawn.RemoverRole, withdrawn.ClientAddress));
        Assert.NotNull(withdrawn.RemovedById);
        await Eventually.Is(() => api.Tickets.Removed(ticket.TicketId).Any());
        Assert.Equal(withdrawn, Assert.Single(api.Tickets.Removed(ticket.TicketId)));

        await using var db = api.OpenDatabase();
        Assert.False(await db.Images.AnyAsync(image => image.Id == id));
        Assert.False(await db.LooseObjects.AnyAsync(loose => loose.Key.Contains(ticket.TicketId.ToString())));
        var audit = await db.AuditLogs.SingleAsync(entry => entry.TicketId == ticket.TicketId && entry.Action == "RECEIPT_REMOVED");
        Assert.Equal(("done", "agent", "203.0.113.9", ticket.TicketNo), (audit.Result, audit.ActorName, audit.ClientAddress, audit.TicketNo));
        Assert.Equal(id, JsonDocument.Parse(audit.DetailsJson).RootElement.GetProperty("imageId").GetGuid());
    }

    [Theory]
    [InlineData("COMPLETED")]
    [InlineData("CANCELED")]
    [InlineData("CONFIRMED")]
    public async Task An_image_of_a_ticket_that_is_not_in_work_stays(string status)
    {
        var ticket = api.Ticket();
        var id = (await api.Upload(ticket.TicketId, Pictures.Jpeg()))[0].GetProperty("imageId").GetGuid();
        api.Tickets.Set(ticket with { Status = status, Version = 9 });

        using var answer = await Delete(id);

        Assert.Equal((409, "illegal-transition"), await answer.Refusal());
        await Stays(ticket.TicketId, id);
        await using var db = api.OpenDatabase();
        Assert.Equal("illegal-transition", (await db.AuditLogs.SingleAsync(entry => entry.TicketId == ticket.TicketId && entry.Action == "DELETE_RECEIPT")).Result);
    }

    [Fact]
    public async Task The_owner_has_the_last_word_when_the_ticket_is_completed_at_the_same_moment()
    {
        var ticket = api.Ticket();
        var id = (await api.Upload(ticket.TicketId, Pictures.Jpeg()))[0].GetProperty("imageId").GetGuid();
        api.Tickets.KeepReceipts(ticket.TicketId);

        using var answer = await Delete(id);

        Assert.Equal((409, "illegal-transition"), await answer.Refusal());
        await Stays(ticket.TicketId, id);
    }

    [Fact]
    public async Task While_tickets_is_down_nothing_is_deleted()
    {
        var ticket = api.Ticket();
        var id = (await api.Upload(ticket.TicketId, Pictures.Jpeg()))[0].GetProperty("imageId").GetGuid();
        api.Tickets.IsDown = true;
        try
        {
            using var answer = await Delete(id);
            Assert.Equal((503, "service-unavailable"), await answer.Refusal());
        }
        finally
        {
            api.Tickets.IsDown = false;
        }

        await Stays(ticket.TicketId, id);
    }

    [Fact]
    public async Task A_technician_deletes_from_own_tickets_only_and_the_try_is_written_down()
    {
        var technician = Guid.NewGuid();
        var ticket = api.Ticket(technicianId: technician);
        var id = (await api.Upload(ticket.TicketId, Pictures.Jpeg()))[0].GetProperty("imageId").GetGuid();

        using var foreign = await api.As("technician", Guid.NewGuid()).DeleteAsync(Url(id));
        Assert.Equal((404, "not-found"), await foreign.Refusal());
        await Stays(ticket.TicketId, id);
        using var own = await api.As("technician", technician).DeleteAsync(Url(id));
        Assert.Equal(HttpStatusCode.NoContent, own.StatusCode);
        using var again = await api.As("technician", technician).DeleteAsync(Url(id));
        Assert.Equal((404, "not-found"), await again.Refusal());

        await using var db = api.OpenDatabase();
        Assert.Equal(["not-found"], await db.AuditLogs.Where(entry => entry.TicketId == ticket.TicketId && entry.Action == "DELETE_RECEIPT").Select(entry => entry.Result).ToListAsync());
    }

    [Theory]
    [InlineData("0192f0c1-0000-7000-8000-000000000000")]
    [InlineData("nothing")]
    public async Task What_names_no_image_is_not_found(string id)
    {
        using var answer = await api.As("agent").DeleteAsync(new Uri($"/api/files/ticket-receipt/{id}", UriKind.Relative));

        Assert.Equal((404, "not-found"), await answer.Refusal());
    }

    [Fact]
    public async Task The_same_bytes_may_be_uploaded_again_afterwards()
    {
        var ticket = api.Ticket();
        var picture = Pictures.Jpeg(seed: 5);
        var first = (await api.Upload(ticket.TicketId, picture))[0].GetProperty("imageId").GetGuid();
        (await Delete(first)).Dispose();

        var again = (await api.Upload(ticket.TicketId, picture))[0];

        Assert.False(again.GetProperty("duplicate").GetBoolean());
        Assert.NotEqual(first, again.GetProperty("imageId").GetGuid());
        Assert.Equal(HttpStatusCode.OK, (await api.As("agent").GetAsync(new Uri(again.GetProperty("url").GetString()!, UriKind.Relative))).StatusCode);
    }

    private static Uri Url(Guid id) => new($"/api/files/ticket-receipt/{id}", UriKind.Relative);

    private async Task<HttpResponseMessage> Delete(Guid id, string? from = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, Url(id));
        if (from is not null)
            request.Headers.Add(ClientAddressProof.Header, TestTokens.AddressProof(from));
        return await api.As("agent").SendAsync(request);
    }

    private async Task Stays(Guid ticketId, Guid id)
    {
        Assert.Equal(HttpStatusCode.OK, (await api.As("agent").GetAsync(Url(id))).StatusCode);
        Assert.Equal(2, api.StoredFiles(ticketId).Count);
        Assert.Empty(api.Tickets.Removed(ticketId));
    }
}
