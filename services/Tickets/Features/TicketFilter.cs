using System.Security.Claims;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Domain;

namespace Meida.Tickets.Features;

/// <summary>The filters of a list, as they stand in the query. Empty ones count as left out.</summary>
/// <param name="Status">One or more; repeated or separated by commas.</param>
/// <param name="TechnicianId">A technician's id, or <c>unassigned</c>.</param>
/// <param name="CenterId">A service center's id, or <c>none</c>.</param>
/// <param name="From">The first appointment date.</param>
/// <param name="To">The last appointment date.</param>
/// <param name="Q">
/// Words that must all be found, each in the number, name, address, fault, model, serial number or masked phone; or a whole phone number. At most 100
/// characters; case and width do not matter.
/// </param>
/// <param name="Urged"><c>true</c>: only those whose customer asked for it to go faster; <c>false</c>: only the others.</param>
/// <param name="Coverage">Whether the repair is covered by the product's warranty.</param>
/// <param name="Priority"><c>LOW</c>, <c>NORMAL</c>, <c>HIGH</c> or <c>URGENT</c>.</param>
/// <param name="Overdue"><c>true</c>: only those whose next target is past; <c>false</c>: only the others.</param>
internal sealed record TicketFilterQuery(
    string[]? Status, string? TechnicianId, string? CenterId, string? From, string? To, string? Q, string? Urged = null,
    string? Coverage = null, string? Priority = null, string? Overdue = null);

/// <summary>Which tickets are wanted.</summary>
internal sealed record TicketFilter(
    IReadOnlyList<TicketStatus> Statuses, Guid? TechnicianId, bool Unassigned, Guid? CenterId, bool NoCenter, DateOnly? From, DateOnly? To,
    IReadOnlyList<string> Words, string? PhoneHash, Guid? Reach, bool? Urged = null, Coverage? Coverage = null,
    TicketPriority? Priority = null, bool? Overdue = null)
{
    private const int LongestText = 100;

    /// <summary>Reads the filters of a signed-in account: a technician finds own tickets, by phone whoever may see a phone.</summary>
    public static TicketFilter Read(TicketFilterQuery query, ClaimsPrincipal user, PersonalData personalData, FieldErrors errors)
    {
        var filter = Read(query, user.TechnicianScope(), errors);
        return (filter.Reach is not null || user.HasClaim(TokenClaims.Permission, Permissions.TicketsWrite)) && PhoneNumber.TryParse(query.Q, out var phone)
            ? filter with { PhoneHash = personalData.PhoneHash(phone) }
            : filter;
    }

    /// <summary>Reads the filters; <paramref name="reach"/> limits them to one technician's tickets.</summary>
    public static TicketFilter Read(TicketFilterQuery query, Guid? reach, FieldErrors errors)
    {
        var noCenter = string.Equals(query.CenterId?.Trim(), "none", StringComparison.OrdinalIgnoreCase);
        var unassigned = string.Equals(query.TechnicianId?.Trim(), "unassigned", StringComparison.OrdinalIgnoreCase);
        var from = ReadDate("from", query.From, errors);
        var to = ReadDate("to", query.To, errors);
        if (from > to)
            errors.Add("to", "range", "Must not be before 'from'.");

        return new(
            ReadStatuses(query.Status, errors), unassigned ? null : ReadId("technicianId", query.TechnicianId, errors), unassigned,
            noCenter ? null : ReadId("centerId", query.CenterId, errors), noCenter, from, to, ReadWords(query.Q, errors), PhoneHash: null, reach,
            ReadFlag("urged", query.Urged, errors), ReadCoverage(query.Coverage, errors), ReadPriority(query.Priority, errors),
            ReadFlag("overdue", query.Overdue, errors));
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

    public static TicketPriority? ReadPriority(string? text, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (EnumText.TryParse<TicketPriority>(text, out var priority))
            return priority;
        errors.Add("priority", "unknown", "Must be LOW, NORMAL, HIGH or URGENT.");
        return null;
    }

    private static Coverage? ReadCoverage(string? text, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (EnumText.TryParse<Coverage>(text, out var coverage))
            return coverage;
        errors.Add("coverage", "unknown", "Must be IN_WARRANTY, EXTENDED, OUT_OF_WARRANTY or UNKNOWN.");
        return null;
    }

    private static bool? ReadFlag(string field, string? text, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (bool.TryParse(text.Trim(), out var flag))
            return flag;
        errors.Add(field, "format", "Must be true or false.");
        return null;
    }

    private static string[] ReadWords(string? text, FieldErrors errors)
    {
        var trimmed = RequestText.Trim(text);
        if (RequestText.LengthInCharacters(trimmed) > LongestText)
            errors.Add("q", "length", $"Must be at most {LongestText} characters.");
        return HalfWidth(trimmed).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    // As ticket_fold does it in the database.
    private static string HalfWidth(string text) => string.Create(text.Length, text, (span, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            span[i] = source[i] switch
            {
                >= '！' and <= '～' and var wide => (char)(wide - '！' + '!'),
                '\u3000' => ' ',
                var other => other,
            };
        }
    });
}
