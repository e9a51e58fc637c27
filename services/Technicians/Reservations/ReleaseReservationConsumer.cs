using MassTransit;
using Meida.Contracts.Tickets;
using Meida.Technicians.Data;
using Meida.Technicians.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Reservations;

/// <summary>Gives a reservation back, even one that has not come yet.</summary>
internal sealed class ReleaseReservationConsumer(TechniciansDbContext db, TimeProvider clock) : IConsumer<ReleaseReservation>
{
    public async Task Consume(ConsumeContext<ReleaseReservation> context)
    {
        var ((assignmentId, ticketId), cancel) = (context.Message, context.CancellationToken);
        await db.LockTicket(ticketId, cancel);
        var reserved = await db.Assignments.SingleOrDefaultAsync(a => a.Id == assignmentId, cancel);
        if (reserved is not null)
            reserved.Release(clock.GetUtcNow());
        else if (!await db.EarlyReleases.AnyAsync(r => r.AssignmentId == assignmentId, cancel))
            db.EarlyReleases.Add(new EarlyRelease { AssignmentId = assignmentId, At = clock.GetUtcNow() });

        await db.SaveChangesAsync(cancel);
    }
}
