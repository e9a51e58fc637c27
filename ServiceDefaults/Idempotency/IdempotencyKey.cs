using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;

namespace Meida.ServiceDefaults.Idempotency;

/// <summary>A key a client chose for a command, and what the command answered.</summary>
public sealed class IdempotencyKey
{
    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    /// <summary>Who used the key on which command: the account's id (or <c>anonymous</c>), the method and the path.</summary>
    public required string Scope { get; init; }

    /// <summary>1-128 visible ASCII characters.</summary>
    public required string Key { get; init; }

    /// <summary>Keyed fingerprint of the body, white space and the order of members aside.</summary>
    public required string RequestHash { get; init; }

    /// <summary>The status answered; null while the command is under way.</summary>
    public int? StatusCode { get; set; }

    /// <summary>The body answered.</summary>
    public string? Body { get; set; }

    /// <summary>The content type answered.</summary>
    public string? ContentType { get; set; }

    /// <summary>The <c>Location</c> answered.</summary>
    public string? Location { get; set; }

    /// <summary>The <c>ETag</c> answered.</summary>
    public string? ETag { get; set; }

    /// <summary>When, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    // What a release before kept is JSON as it is.
    internal IdempotencyKey Opened(PersonalData? sealing)
    {
        if (sealing is not null && Body is { Length: > 0 } body && body[0] != '{')
            Body = sealing.Open(body);
        return this;
    }
}

/// <summary>The table of idempotency keys.</summary>
public static class IdempotencyModel
{
    /// <summary>Adds the table <c>idempotency_keys</c> to a service's model.</summary>
    /// <param name="modelBuilder">The service's model.</param>
    public static ModelBuilder AddIdempotencyKeys(this ModelBuilder modelBuilder) => modelBuilder.Entity<IdempotencyKey>(key =>
    {
        key.ToTable("idempotency_keys");
        key.HasKey(row => new { row.Scope, row.Key });
        key.Property(row => row.Scope).HasMaxLength(300);
        key.Property(row => row.Key).HasMaxLength(128);
        key.Property(row => row.RequestHash).HasMaxLength(64);
        key.Property(row => row.ETag).HasColumnName("etag");
        key.HasIndex(row => row.CreatedAt);
    });
}
