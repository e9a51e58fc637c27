using System.Net;
using Meida.Contracts.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Tests.Features;

[Collection(nameof(TicketsService))]
public sealed class LifecycleTests(TicketsService service)
{
    [Fact]
    public async Task A_booking_becomes_a_ticket_that_is_confirmed_assigned_started_and_completed()
    {
        var id = await service.Booked();
        var technician = service.Others.Hire("张师傅");
        service.Others.Offer(id, technician);

        Assert.Equal("CONFIRMED", (await service.Agent.Done($"/api/tickets/{id}/confirm")).Status());
        var assigned = await service.Ops.Done($"/api/tickets/{id}/assign", new { });
        Assert.Equal(("ASSIGNED", technician.ToString(), "张师傅"), (
            assigned.Status(), assigned.GetProperty("technicianId").GetString(), assigned.GetProperty("technicianName").GetString()));
        Assert.Equal("IN_PROGRESS", (await service.Agent.Done($"/api/tickets/{id}/start")).Status());
        service.Others.AddReceipt(id);
        var completed = await service.Ops.Done($"/api/tickets/{id}/complete");

        Assert.Equal(("COMPLETED", 5, 1), (completed.Status(), completed.Version(), completed.GetProperty("receiptCount").GetInt32()));
        Assert.Equal(["BOOKED", "CONFIRMED", "ASSIGNED", "STARTED", "RECEIPT_UPLOADED", "COMPLETED"], completed.Actions());
        Assert.NotEqual(default, completed.GetProperty("completedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task The_same_booking_delivered_again_and_again_opens_one_ticket()
    {
        var booking = service.Booking();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => service.Publish(booking)));
        await service.Publish(booking, Guid.NewGuid(), times: 3);
        // The queue is in order enough: when a later booking is there, the earlier ones were handled.
        await service.Booked();

        await Meida.Testing.Eventually.Is(() => service.Db(db => db.Tickets.AnyAsync(t => t.Id == booking.TicketId)));
        Assert.Equal(1, await service.Db(db => db.Events.CountAsync(e => e.TicketId == booking.TicketId)));
    }

    [Fact]
    public async Task A_ticket_is_there_before_the_message_of_its_booking()
    {
        var booking = service.Booking();
        service.Others.Knows(booking);

        var ticket = await service.Agent.Read($"/api/tickets/{booking.TicketNo.ToLowerInvariant()}");
        Assert.Equal(("BOOKED", booking.TicketId.ToString()), (ticket.Status(), ticket.GetProperty("id").GetString()));

        await service.Publish(booking);
        await service.Booked();
        Assert.Equal(1, await service.Db(db => db.Events.CountAsync(e => e.TicketId == booking.TicketId)));
    }

    [Fact]
    public async Task Files_learns_of_a_ticket_before_the_message_of_its_booking()
    {
        var booking = service.Booking();
        service.Others.Knows(booking);

        var answer = await service.Ask<GetTicketAccess, TicketAccessAnswer>(new GetTicketAccess(booking.TicketId, null));

        Assert.Equal((booking.TicketNo, "BOOKED"), (answer.Ticket!.TicketNo, answer.Ticket.Status));
        Assert.Null((await service.Ask<GetTicketAccess, TicketAccessAnswer>(new GetTicketAccess(Guid.CreateVersion7(), null))).Ticket);
    }

    [Theory]
    [InlineData("0192f0c1-0000-7000-8000-000000000000")]
    [InlineData("TKZZZZZZZZ")]
    [InlineData("nothing")]
    [InlineData("00000000")]
    public async Task What_names_no_ticket_is_not_found(string id)
    {
        using var answer = await service.Admin.GetAsync(new Uri($"/api/tickets/{id}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("not-found", await service.Admin.Command($"/api/tickets/{id}/confirm").Refusal(HttpStatusCode.NotFound));
    }
}
