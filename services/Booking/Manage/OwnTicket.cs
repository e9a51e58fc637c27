using Meida.Booking.Domain;
using Meida.Booking.Features;
using Meida.SharedKernel;

namespace Meida.Booking.Manage;

/// <summary>A ticket on its customer's own page.</summary>
/// <param name="TicketNo">The number.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="AppointmentDate">The day.</param>
/// <param name="AppointmentTime">The start of the arrival window.</param>
/// <param name="CenterId">The service center, to ask for free slots.</param>
/// <param name="TechnicianName">Who comes, when somebody is assigned.</param>
/// <param name="AddressMasked">The address without its house number.</param>
/// <param name="ProductModel">The appliance.</param>
/// <param name="SerialNumber">Its serial number, as it was said.</param>
/// <param name="Coverage">Whether the repair is covered, as of the day of the appointment.</param>
/// <param name="VerificationCode">What the technician asks for at the end of the visit; null when there is none.</param>
/// <param name="Timeline">Every change of the status, oldest first.</param>
/// <param name="Can">What may be done now.</param>
/// <param name="UrgedAt">When she last asked for it to go faster.</param>
/// <param name="Rating">What she thought of the work, when she said so.</param>
/// <param name="IsCurrent">False while Tickets does not answer: this is what was last heard, and nothing can be done.</param>
/// <param name="NoticesWanted">Whether she wants to be told of what happens.</param>
internal sealed record OwnTicket(
    string TicketNo, TicketStatus Status, DateOnly AppointmentDate, TimeOnly AppointmentTime, Guid? CenterId, string? TechnicianName,
    string AddressMasked, string? ProductModel, string? SerialNumber, Coverage Coverage, string? VerificationCode,
    IReadOnlyList<TimelineEntry> Timeline, OwnTicketActions Can, DateTimeOffset? UrgedAt, OwnTicketRating? Rating, bool IsCurrent, bool NoticesWanted)
{
    /// <summary>Names no personal data.</summary>
    public override string ToString() => TicketNo;
}

/// <summary>What a customer may do with her ticket now.</summary>
internal sealed record OwnTicketActions(bool Reschedule, bool Cancel, bool Urge, bool Rate)
{
    public static OwnTicketActions None { get; } = new(false, false, false, false);
}

/// <summary>What a customer thought of the work.</summary>
/// <param name="Score">1-5.</param>
/// <param name="Comment">In her words.</param>
/// <param name="At">When she said so.</param>
internal sealed record OwnTicketRating(int Score, string? Comment, DateTimeOffset At);

/// <summary>Shows where the technician goes to somebody who knows, and not where she lives to somebody who found the link.</summary>
internal static class MaskedAddress
{
    private const int MostShown = 20;

    public static string Of(string address)
    {
        // The number of a house, or of its street, is the first digit in a Chinese address.
        var digit = address.AsSpan().IndexOfAnyInRange('0', '9');
        var wide = address.AsSpan().IndexOfAnyInRange('０', '９');
        var end = Math.Min(digit < 0 ? int.MaxValue : digit, wide < 0 ? int.MaxValue : wide);
        end = Math.Min(end, Math.Min(address.Length * 2 / 3, MostShown));
        if (end > 0 && char.IsHighSurrogate(address[end - 1]))
            end--;
        return address.Length == 0 ? "" : address[..end].TrimEnd() + "***";
    }
}
