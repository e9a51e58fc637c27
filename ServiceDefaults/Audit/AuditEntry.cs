using System.Text.Json;
using Meida.ServiceDefaults.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.ServiceDefaults.Audit;

/// <summary>Who did, or tried, what to what, when and from where: the row of every <c>audit_logs</c>. Rows are only ever added.</summary>
public sealed class AuditEntry
{
    /// <summary>The result of a command that was carried out; otherwise the slug of the refusal.</summary>
    public const string Done = "done";

    /// <summary>Ordered by time, as far as one process goes.</summary>
    public required Guid Id { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The account; null for the product itself and for who is not signed in.</summary>
    public Guid? ActorUserId { get; init; }

    /// <summary>The user name; empty for nobody we know, for a name that does not exist may be a password typed into the wrong field.</summary>
    public required string ActorName { get; init; }

    /// <summary>The role in which it was done.</summary>
    public required string ActorRole { get; init; }

    /// <summary>What happened, or the command that was refused.</summary>
    public required string Action { get; init; }

    /// <summary>The ticket that it was done to, where there is one.</summary>
    public Guid? TicketId { get; init; }

    /// <summary>Its number.</summary>
    public string? TicketNo { get; init; }

    /// <summary>The account that it was done to, where there is one.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>The caller's network address, where there is a caller.</summary>
    public string? ClientAddress { get; init; }

    /// <summary><see cref="Done"/>, or the slug of the refusal.</summary>
    public required string Result { get; init; }

    /// <summary>A JSON object; names of things and fields, never a customer's data.</summary>
    public required string DetailsJson { get; init; }

    /// <summary>Details as the column takes them.</summary>
    /// <param name="details">The object; null for none.</param>
    public static string Json(object? details) => details is null ? "{}" : JsonSerializer.Serialize(details, JsonConventions.Options);
}

/// <summary>What an audit log speaks of.</summary>
public enum AuditSubject
{
    /// <summary>Tickets, or things that tickets need.</summary>
    Ticket,

    /// <summary>Accounts.</summary>
    Account,
}

/// <summary>The table <c>audit_logs</c>.</summary>
public static class AuditTable
{
    /// <summary>Maps the table with the indexes that every one has.</summary>
    /// <param name="entry">The entity.</param>
    /// <param name="subject">What it speaks of; the other's columns are not there.</param>
    /// <param name="actorName">The longest user name.</param>
    /// <param name="actorRole">The longest role.</param>
    public static void IsAuditLog(this EntityTypeBuilder<AuditEntry> entry, AuditSubject subject, int actorName, int actorRole)
    {
        ArgumentNullException.ThrowIfNull(entry);
        entry.ToTable("audit_logs");
        entry.Property(x => x.Id).ValueGeneratedNever();
        entry.Property(x => x.ActorName).HasMaxLength(actorName);
        entry.Property(x => x.ActorRole).HasMaxLength(actorRole);
        entry.Property(x => x.Action).HasMaxLength(30);
        entry.Property(x => x.ClientAddress).HasMaxLength(45);
        entry.Property(x => x.Result).HasMaxLength(50);
        entry.Property(x => x.DetailsJson).HasColumnType("jsonb");
        entry.HasIndex(x => new { x.At, x.Id }).HasDatabaseName("ix_audit_logs_at");
        entry.HasIndex(x => new { x.ActorName, x.At }).HasDatabaseName("ix_audit_logs_actor");
        if (subject == AuditSubject.Ticket)
        {
            entry.Property(x => x.TicketNo).HasMaxLength(10);
            entry.Ignore(x => x.AccountId);
            return;
        }

        entry.Ignore(x => x.TicketId);
        entry.Ignore(x => x.TicketNo);
        entry.HasIndex(x => new { x.AccountId, x.At }).HasDatabaseName("ix_audit_logs_account");
    }
}
