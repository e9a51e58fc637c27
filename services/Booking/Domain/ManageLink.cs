namespace Meida.Booking.Domain;

/// <summary>A link with which a customer manages her own ticket without signing in.</summary>
internal sealed class ManageLink
{
    /// <summary>A link ends so long after its ticket did.</summary>
    public static readonly TimeSpan Afterlife = TimeSpan.FromDays(30);

    public required string TokenHash { get; init; }

    public required Guid TicketId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
