using MassTransit;
using Meida.Contracts.Booking;
using Meida.ServiceDefaults.Audit;
using Meida.SharedKernel;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Audit;

/// <summary>Somebody guessed at the telephone of a ticket: Booking closed its look-up for a while.</summary>
internal sealed class LookUpLockedConsumer(TicketsDbContext db, PersonalData personalData) : IConsumer<LookUpLocked>
{
    public async Task Consume(ConsumeContext<LookUpLocked> context)
    {
        var locked = context.Message;
        var ticketId = await db.Tickets.Where(t => t.TicketNo == locked.TicketNo).Select(t => (Guid?)t.Id).SingleOrDefaultAsync(context.CancellationToken);
        var address = personalData.Open(locked.SealedClientAddress);
        db.AuditLogs.Add(AuditEntry.Of(
            ActorInfo.Customer with { ClientAddress = address.Length > 0 ? address : null }, locked.OccurredAt, "LOOK_UP", ticketId, locked.TicketNo,
            "too-many-attempts", TicketEvent.Details(new { locked.Misses })));
    }
}
