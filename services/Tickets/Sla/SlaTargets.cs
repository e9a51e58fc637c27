using Meida.SharedKernel;
using Meida.Tickets.Domain;

namespace Meida.Tickets.Sla;

/// <summary>How many working hours a visit and the work may take, by priority. Section <c>Sla</c>: <c>Sla:URGENT:VisitHours</c>.</summary>
internal sealed class SlaTargets
{
    private readonly Dictionary<TicketPriority, (TimeSpan Visit, TimeSpan Completion)> _hours = new()
    {
        [TicketPriority.Low] = (TimeSpan.FromHours(4), TimeSpan.FromHours(40)),
        [TicketPriority.Normal] = (TimeSpan.FromHours(2), TimeSpan.FromHours(16)),
        [TicketPriority.High] = (TimeSpan.FromHours(2), TimeSpan.FromHours(8)),
        [TicketPriority.Urgent] = (TimeSpan.FromHours(1), TimeSpan.FromHours(4)),
    };

    /// <exception cref="InvalidOperationException">A setting is no number of hours; the message names it.</exception>
    public static SlaTargets From(IConfiguration configuration)
    {
        var targets = new SlaTargets();
        foreach (var priority in Enum.GetValues<TicketPriority>())
        {
            var (visit, completion) = targets._hours[priority];
            targets._hours[priority] = (Read(configuration, priority, "VisitHours") ?? visit, Read(configuration, priority, "CompleteHours") ?? completion);
        }

        return targets;
    }

    /// <summary>Counts from the appointment: until then the customer did not want anybody to come.</summary>
    public void Apply(Ticket ticket, WorkingCalendar calendar)
    {
        var appointment = AppointmentSlots.StartsAt(ticket.AppointmentDate, ticket.AppointmentTime);
        var start = appointment > ticket.CreatedAt ? appointment : ticket.CreatedAt;
        var (visit, completion) = _hours[ticket.Priority];
        ticket.Due(calendar.After(start, visit), calendar.After(start, completion));
    }

    private static TimeSpan? Read(IConfiguration configuration, TicketPriority priority, string name)
    {
        var setting = $"Sla:{EnumText.Of(priority)}:{name}";
        return configuration[setting] switch
        {
            null or "" => null,
            var text when double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var hours) && hours is > 0 and <= 2000 => TimeSpan.FromHours(hours),
            _ => throw new InvalidOperationException($"The setting {setting} must be a number of hours above 0, at most 2000."),
        };
    }
}
