using Meida.Files.Access;
using Meida.ServiceDefaults.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Files.Audit;

/// <summary>Makes the rows of Files' audit log: who did, or tried, what to which ticket's images.</summary>
internal static class AuditEntries
{
    extension(AuditEntry)
    {
        public static AuditEntry Of(Actor by, DateTimeOffset at, string action, Guid? ticketId, string? ticketNo, string result, object? details = null) => new()
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
            DetailsJson = AuditEntry.Json(details),
        };
    }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.IsAuditLog(AuditSubject.Ticket, actorName: 256, actorRole: 32);
        entry.HasIndex(x => new { x.TicketId, x.At }).HasDatabaseName("ix_audit_logs_ticket");
    }
}
