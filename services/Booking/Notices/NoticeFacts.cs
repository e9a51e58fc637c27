using Meida.Booking.Domain;
using Meida.SharedKernel;

namespace Meida.Booking.Notices;

/// <summary>Something that a customer is to be told.</summary>
/// <param name="Kind">What.</param>
/// <param name="Version">The version of the ticket from which it is so.</param>
/// <param name="At">When it happened.</param>
/// <param name="DueAt">When it is to be told.</param>
/// <param name="IsSuperseded">Whether a later change made it pointless.</param>
internal sealed record NoticeFact(NoticeKind Kind, int Version, DateTimeOffset At, DateTimeOffset DueAt, bool IsSuperseded);

/// <summary>Reads from the steps of a ticket, which come in any order, what its customer is to be told.</summary>
internal static class NoticeFacts
{
    private static readonly TimeOnly ReminderTime = new(18, 0);

    public static IReadOnlyList<NoticeFact> Of(IEnumerable<TicketProgress> steps)
    {
        var facts = new List<NoticeFact>();
        (DateOnly Date, TimeOnly Time)? appointment = null;
        foreach (var step in steps.OrderBy(step => step.Version))
        {
            var isFirst = appointment is null;
            var moves = step is { AppointmentDate: { } date, AppointmentTime: { } time } && appointment != (date, time);
            if (moves)
            {
                appointment = (step.AppointmentDate!.Value, step.AppointmentTime!.Value);
                Supersede(NoticeKind.Reminder);
                Supersede(NoticeKind.Moved);
            }

            switch (step.Status)
            {
                case TicketStatus.Booked:
                    Add(NoticeKind.Booked);
                    break;
                case TicketStatus.Confirmed:
                    Supersede(NoticeKind.Assigned);
                    if (!step.IsReturn)
                        Add(NoticeKind.Confirmed);
                    break;
                case TicketStatus.Assigned:
                    Supersede(NoticeKind.Assigned);
                    Add(NoticeKind.Assigned);
                    break;
                case TicketStatus.InProgress:
                    Supersede(NoticeKind.Reminder);
                    Add(NoticeKind.OnTheWay);
                    break;
                case TicketStatus.Completed:
                    Supersede(NoticeKind.Reminder);
                    Supersede(NoticeKind.OnTheWay);
                    Add(NoticeKind.Completed);
                    break;
                case TicketStatus.Canceled:
                    facts = [.. facts.Select(fact => fact with { IsSuperseded = true })];
                    Add(NoticeKind.Canceled);
                    break;
                case null when moves && !isFirst:
                    Add(NoticeKind.Moved);
                    break;
            }

            if (moves && step.Status is not (TicketStatus.Completed or TicketStatus.Canceled))
                facts.Add(new(NoticeKind.Reminder, step.Version, step.At, AppointmentSlots.StartsAt(appointment!.Value.Date.AddDays(-1), ReminderTime), false));

            void Add(NoticeKind kind) => facts.Add(new(kind, step.Version, step.At, step.At, false));
        }

        return facts;

        void Supersede(NoticeKind kind) => facts = [.. facts.Select(fact => fact.Kind == kind ? fact with { IsSuperseded = true } : fact)];
    }
}
