using System.Text.Json;
using Meida.Files.Access;
using Meida.ServiceDefaults.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Files.Audit;

/// <summary>Who did, or tried, what to which ticket's images, when and from where. Rows are only ever added.</summary>
internal sealed class AuditEntry
{
    /// <summary>The result of a command that was carried out; otherwise the slug of the refusal.</summary>
    public const string Done = "done";

    private static readonly JsonSerializerOptions JsonOptions = JsonSettings();

    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? ActorUserId { get; init; }

    public required string ActorName { get; init; }

    public required string ActorRole { get; init; }

    /// <summary>What happened, or the command that was refused.</summary>
    public required string Action { get; init; }

    public Guid? TicketId { get; init; }

    public string? TicketNo { get; init; }

    public string? ClientAddress { get; init; }

    public required string Result { get; init; }

    public required string DetailsJson { get; init; }

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
        DetailsJson = details is null ? "{}" : JsonSerializer.Serialize(details, JsonOptions),
    };

    private static JsonSerializerOptions JsonSettings()
    {
        var options = new JsonSerializerOptions();
        JsonConventions.Apply(options);
        return options;
    }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("audit_logs");
        entry.Property(x => x.Id).ValueGeneratedNever();
        entry.Property(x => x.ActorName).HasMaxLength(256);
        entry.Property(x => x.ActorRole).HasMaxLength(32);
        entry.Property(x => x.Action).HasMaxLength(30);
        entry.Property(x => x.TicketNo).HasMaxLength(10);
        entry.Property(x => x.ClientAddress).HasMaxLength(45);
        entry.Property(x => x.Result).HasMaxLength(50);
        entry.Property(x => x.DetailsJson).HasColumnType("jsonb");
        entry.HasIndex(x => new { x.At, x.Id }).HasDatabaseName("ix_audit_logs_at");
        entry.HasIndex(x => new { x.TicketId, x.At }).HasDatabaseName("ix_audit_logs_ticket");
        entry.HasIndex(x => new { x.ActorName, x.At }).HasDatabaseName("ix_audit_logs_actor");
    }
}
