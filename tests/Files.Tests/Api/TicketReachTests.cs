using System.Net;
using Meida.Contracts.Tickets;
using Meida.Files.Tests.Images;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;

namespace Meida.Files.Tests.Api;

/// <summary>A projection may say yes; only the owner may say no.</summary>
[Collection(FilesApi.Collection)]
public sealed class TicketReachTests(FilesApi api)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_late_projection_refuses_nobody()
    {
        var technician = Guid.NewGuid();
        var ticket = api.Ticket("IN_PROGRESS", technician);
        await Heard(new TicketBooked(ticket.TicketId, ticket.TicketNo, 1, Now, null, new(2026, 11, 24), new(9, 0), null), "BOOKED");

        Assert.Equal(HttpStatusCode.Created, await Upload(ticket.TicketId, "technician", technician));
        Assert.Equal(HttpStatusCode.OK, (await api.As("technician", technician).GetAsync(FilesApi.ImagesOf(ticket.TicketId))).StatusCode);
    }

    [Fact]
    public async Task A_ticket_nobody_has_heard_of_does_not_exist()
    {
        Assert.Equal(HttpStatusCode.NotFound, await Upload(Guid.CreateVersion7(), "agent"));
        foreach (var id in new[] { Guid.CreateVersion7().ToString(), "TK00000000", "TKIIIIIIII", "no-id" })
        {
            var answer = await api.As("agent").GetAsync(new Uri($"/api/tickets/{id}/images", UriKind.Relative));
            Assert.Equal((404, "not-found"), await answer.Refusal());
        }
    }

    [Fact]
    public async Task A_technician_who_lost_the_ticket_is_out_at_once()
    {
        var (former, present) = (Guid.NewGuid(), Guid.NewGuid());
        var ticket = api.Ticket("ASSIGNED", former);
        await Heard(Assigned(ticket, 3, former), "ASSIGNED");
        api.Tickets.Set(ticket with { Version = 4, TechnicianId = present });

        Assert.Equal(HttpStatusCode.NotFound, await Upload(ticket.TicketId, "technician", former));
        Assert.Equal(HttpStatusCode.Created, await Upload(ticket.TicketId, "technician", present));
    }

    [Fact]
    public async Task While_tickets_is_down_what_was_heard_may_say_yes_and_nothing_says_no()
    {
        var technician = Guid.NewGuid();
        var (open, done, unheard) = (api.Ticket("ASSIGNED", technician), api.Ticket("COMPLETED", technician), api.Ticket());
        await Heard(Assigned(open, 3, technician), "ASSIGNED");
        await Heard(new TicketCompleted(done.TicketId, done.TicketNo, 5, Now, technician), "COMPLETED");
        api.Tickets.IsDown = true;
        try
        {
            Assert.Equal(HttpStatusCode.Created, await Upload(open.TicketId, "technician", technician));
            Assert.Equal(HttpStatusCode.OK, (await api.As("agent").GetAsync(FilesApi.ImagesOf(done.TicketId))).StatusCode);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await Upload(open.TicketId, "technician", Guid.NewGuid()));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await Upload(done.TicketId, "agent"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await Upload(unheard.TicketId, "agent"));
            var answer = await api.As("agent").GetAsync(FilesApi.ImagesOf(unheard.TicketId));
            Assert.Equal((503, "service-unavailable"), await answer.Refusal());
            Assert.NotNull(answer.Headers.RetryAfter);
        }
        finally
        {
            api.Tickets.IsDown = false;
        }
    }

    [Fact]
    public async Task Events_in_any_order_lead_to_the_same_projection()
    {
        var (former, present) = (Guid.NewGuid(), Guid.NewGuid());
        var ticket = api.Ticket();
        await Heard(new TicketStarted(ticket.TicketId, ticket.TicketNo, 5, Now), "IN_PROGRESS");
        await Heard(Assigned(ticket, 4, present), "IN_PROGRESS", technician: present);
        await Heard(Assigned(ticket, 3, former), "IN_PROGRESS", technician: present, settles: true);
        await Heard(new TicketConfirmed(ticket.TicketId, ticket.TicketNo, 2, Now), "IN_PROGRESS", technician: present, settles: true);
        await Heard(new TicketCanceled(ticket.TicketId, ticket.TicketNo, 6, Now, present), "CANCELED", technician: present);
    }

    private static TicketAssigned Assigned(TicketAccessState ticket, int version, Guid technician) => new(
        ticket.TicketId, ticket.TicketNo, version, Now, Guid.NewGuid(), technician, null, null, new(2026, 11, 24), new(9, 0));

    private async Task<HttpStatusCode> Upload(Guid ticketId, string role, Guid? technicianId = null)
    {
        using var form = FilesApi.Form(Pictures.Png(16, 16, seed: Random.Shared.Next()));
        return (await api.As(role, technicianId).PostAsync(FilesApi.ImagesOf(ticketId), form)).StatusCode;
    }

    /// <summary>Publishes an event and waits until the projection is as expected (and the event has been handled).</summary>
    private async Task Heard<T>(T message, string status, Guid? technician = null, bool settles = false) where T : class, Contracts.ITicketEvent
    {
        await using var db = api.OpenDatabase();
        var handled = await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from inbox_message").SingleAsync();
        await api.Tickets.Publish(message);
        await Eventually.Is(async () =>
        {
            var known = await db.TicketAccess.AsNoTracking().SingleOrDefaultAsync(t => t.TicketId == message.TicketId);
            var now = await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from inbox_message").SingleAsync();
            return now > handled && known?.Status == status && (technician is null || known.TechnicianId == technician);
        }, $"{typeof(T).Name} {(settles ? "changed" : "did not lead to")} {status}.");
    }
}
