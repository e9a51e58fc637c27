using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Assignment;

internal static class AssignmentQueries
{
    /// <summary>The ticket, tracked; nobody else changes it or starts an assignment until the transaction ends.</summary>
    public static Task<Ticket?> LockTicket(this TicketsDbContext db, Guid ticketId, CancellationToken cancel) =>
        db.Tickets.FromSql($"select * from tickets where id = {ticketId} for no key update").SingleOrDefaultAsync(cancel);

    /// <summary>The assignment of the ticket that is under way.</summary>
    public static Task<AssignmentState?> LiveAssignment(this TicketsDbContext db, Guid ticketId, CancellationToken cancel) =>
        db.Assignments.AsNoTracking().SingleOrDefaultAsync(saga => saga.TicketId == ticketId && saga.EndedAt == null, cancel);

    /// <summary>The assignment of the ticket that began last.</summary>
    public static Task<AssignmentState?> LatestAssignment(this TicketsDbContext db, Guid ticketId, CancellationToken cancel) =>
        db.Assignments.AsNoTracking().Where(saga => saga.TicketId == ticketId)
            .OrderByDescending(saga => saga.RequestedAt).ThenByDescending(saga => saga.CorrelationId).FirstOrDefaultAsync(cancel);

    /// <summary>Takes the ticket from a technician whose reservation was lost, unless it is under way or somebody else's by now.</summary>
    public static async Task ReturnLost(
        this TicketsDbContext db, Ticket ticket, Guid lostAssignmentId, string reason, DateTimeOffset at, CancellationToken cancel)
    {
        if (ticket.Status != TicketStatus.Assigned || ticket.AssignmentId != lostAssignmentId)
            return;

        var name = await db.Technicians.Where(card => card.Id == ticket.TechnicianId).Select(card => card.Name).SingleOrDefaultAsync(cancel);
        ticket.Return(reason, name, ActorInfo.System, at);
    }
}
