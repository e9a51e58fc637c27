using Meida.ServiceDefaults.Audit;
using Meida.SharedKernel;
using Meida.Tickets.Domain;

namespace Meida.Tickets.Audit;

/// <summary>Makes the rows of Tickets' audit log.</summary>
internal static class AuditEntries
{
    extension(AuditEntry)
    {
        public static AuditEntry Of(TicketEvent happened, string ticketNo) => AuditEntry.Of(
            new ActorInfo(happened.ActorUserId, happened.ActorName, happened.ActorRole, happened.ClientAddress), happened.At,
            EnumText.Of(happened.Action), happened.TicketId, ticketNo, AuditEntry.Done,
            // A reason and a note are free text in which people write names and numbers; they stay with the ticket.
            happened.Action is TicketAction.Canceled or TicketAction.Returned or TicketAction.Noted ? "{}" : happened.DetailsJson);

        public static AuditEntry Of(
            ActorInfo by, DateTimeOffset at, string action, Guid? ticketId, string? ticketNo, string result, string detailsJson = "{}") => new()
            {
                Id = Guid.CreateVersion7(at),
                At = at,
                ActorUserId = by.UserId,
                ActorName = by.Name,
                ActorRole = by.Role,
                Action = action,
                TicketId = ticketId,
                TicketNo = ticketNo,
                ClientAddress = by.ClientAddress,
                Result = result,
                DetailsJson = detailsJson,
            };
    }
}
