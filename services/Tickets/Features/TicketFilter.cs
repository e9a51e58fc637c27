using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Domain;

namespace Meida.Tickets.Features;

/// <summary>The filters of a list, as they stand in the query. Empty ones count as left out.</summary>
/// <param name="Status">One or more; repeated or separated by commas.</param>
/// <param name="TechnicianId">A technician's id, or <c>unassigned</c>.</param>
/// <param name="CenterId">A service center's id.</param>
/// <param name="From">The first appointment date.</param>
/// <param name="To">The last appointment date.</param>
/// <param name="Q">Part of the number, name, address, fault or masked phone; at most 100 characters.</param>
internal sealed record TicketFilterQuery(string[]? Status, string? TechnicianId, string? CenterId, string? From, string? To, string? Q);

/// <summary>Which tickets are wanted.</summary>
internal sealed record TicketFilter(
    IReadOnlyList<TicketStatus> Statuses, Guid? TechnicianId, bool Unassigned, Guid? CenterId, DateOnly? From, DateOnly? To, string? Text,
    Guid? Reach)
{
    private const int LongestText = 100;

    /// <summary>Reads the filters; <paramref name="reach"/> limits them to one technician's tickets.</summary>
    public static TicketFilter Read(TicketFilterQuery query, Guid? reach, FieldErrors errors)
    {
        var unassigned = string.Equals(query.TechnicianId?.Trim(), "unassigned", StringComparison.OrdinalIgnoreCase);
        var from = ReadDate("from", query.From, errors);
        var to = ReadDate("to", query.To, errors);
        if (from > to)
            errors.Add("to", "range", "Must not be before 'from'.");

        return new(
            ReadStatuses(query.Status, errors), unassigned ? null : ReadId("technicianId", query.TechnicianId, errors), unassigned,
            ReadId("centerId", query.CenterId, errors), from, to, ReadText(query.Q, errors), reach);
    }

    public static List<TicketStatus> ReadStatuses(string[]? texts, FieldErrors errors)
    {
        var statuses = new List<TicketStatus>();
        foreach (var text in (texts ?? []).SelectMany(text => text.Split(',')).Where(text => !string.IsNullOrWhiteSpace(text)))
        {
            if (!EnumText.TryParse<TicketStatus>(text, out var status))
                errors.Add("status", "unknown", "Must be BOOKED, CONFIRMED, ASSIGNED, IN_PROGRESS, COMPLETED or CANCELED.");
            else if (!statuses.Contains(status))
                statuses.Add(status);
        }

        return statuses;
    }

    public static Guid? ReadId(string field, string? text, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (Guid.TryParseExact(text.Trim(), "D", out var id))
            return id;
        errors.Add(field, "format", "Must be an id.");
        return null;
    }

    public static DateOnly? ReadDate(string field, string? text, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (AppointmentSlots.TryParseDate(text, out var date))
            return date;
        errors.Add(field, "format", "Must be a date like 2026-11-23.");
        return null;
    }

    private static string? ReadText(string? text, FieldErrors errors)
    {
        var trimmed = RequestText.Trim(text);
        if (trimmed.Length == 0)
            return null;
        if (RequestText.LengthInCharacters(trimmed) > LongestText)
            errors.Add("q", "length", $"Must be at most {LongestText} characters.");
        return trimmed;
    }
}
