using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Access;
using Meida.Tickets.Assignment;
using Meida.Tickets.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Tickets.Features;

/// <summary>The new appointment.</summary>
/// <param name="AppointmentDate"><c>YYYY-MM-DD</c>, today to 60 days ahead.</param>
/// <param name="AppointmentTime"><c>HH:mm</c>, a bookable start time.</param>
internal sealed record RescheduleTicketRequest(string? AppointmentDate, string? AppointmentTime);

/// <summary>Moves the appointment; an assignment under way was for the former slot and ends.</summary>
internal static class RescheduleTicket
{
    public static async Task<Ok<TicketResponse>> Handle(
        string id, RescheduleTicketRequest request, TicketDesk desk, TicketsDbContext db, AssignmentStarter assignments, TimeProvider clock,
        HttpContext http, CancellationToken cancel)
    {
        var errors = new FieldErrors().AddRange(
            AppointmentSlots.Check(request.AppointmentDate, request.AppointmentTime, clock, out var date, out var time));
        if (errors.Any)
            throw errors.ToException();

        var ticket = await desk.Load(id, http, cancel);
        var before = ticket.Version;
        ticket.Reschedule(date, time, http.Actor(), clock.GetUtcNow());
        if (ticket.Version != before)
            await assignments.Overtake(ticket, cancel);
        return await db.SaveAndShow(ticket, http, cancel);
    }
}
