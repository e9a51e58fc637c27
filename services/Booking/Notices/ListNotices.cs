using System.Security.Claims;
using MassTransit;
using Meida.Booking.Data;
using Meida.Contracts.Tickets;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Notices;

/// <summary>Something a customer was, or will be, told.</summary>
/// <param name="Kind">What.</param>
/// <param name="Channel">Which way: file, sms or smtp.</param>
/// <param name="At">When it was sent, withdrawn or given up; of a pending one, when it is next to be tried.</param>
/// <param name="State">What has become of it.</param>
/// <param name="Tries">How often it was tried.</param>
internal sealed record NoticeEntry(NoticeKind Kind, string Channel, DateTimeOffset At, NoticeState State, int Tries);

/// <summary>What a ticket's customer was told.</summary>
internal static class ListNotices
{
    private static readonly RequestTimeout Patience = RequestTimeout.After(s: 4);

    public static async Task<Results<Ok<IReadOnlyList<NoticeEntry>>, ProblemHttpResult>> Handle(
        string id, ClaimsPrincipal user, BookingDbContext db, NoticeSettings settings, IRequestClient<GetTicketAccess> tickets,
        ILogger<NoticeEntry> log, CancellationToken cancel)
    {
        if (!TicketKey.TryParse(id, out var key, out var number))
            return Unknown();

        var scope = user.TechnicianScope();
        var known = await db.Bookings.Where(b => key != null ? b.Id == key : b.TicketNo == number)
            .Select(b => new { b.Id, b.TechnicianId }).SingleOrDefaultAsync(cancel);
        var ticketId = known?.Id;
        // Whose a ticket is may have changed, and an agent's ticket is on its way here: its owner tells, as long as it answers.
        if (scope is not null || known is null)
        {
            var (answers, ticket) = await Ask(tickets, new GetTicketAccess(key, number), log, cancel);
            if (!answers && (known is null || known.TechnicianId != scope))
                throw new ProblemException(503, "service-unavailable", "The ticket cannot be looked up for the moment; try again.");
            if (answers && (ticket is null || (scope is not null && ticket.TechnicianId != scope)))
                return Unknown();
            ticketId ??= ticket!.TicketId;
        }

        var notices = await db.Notices.AsNoTracking().Where(n => n.TicketId == ticketId).OrderBy(n => n.Version).ThenBy(n => n.Kind).ToListAsync(cancel);
        return TypedResults.Ok<IReadOnlyList<NoticeEntry>>(
            [.. notices.Select(n => new NoticeEntry(n.Kind, n.Channel, n.EndedAt ?? settings.NotBefore(n.DueAt), n.State, n.Tries))]);
    }

    private static async Task<(bool Answers, TicketAccessState? Ticket)> Ask(
        IRequestClient<GetTicketAccess> tickets, GetTicketAccess question, ILogger log, CancellationToken cancel)
    {
        try
        {
            return (true, (await tickets.GetResponse<TicketAccessAnswer>(question, cancel, Patience)).Message.Ticket);
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning("Tickets did not say who may reach a ticket: {Reason}", fault.Message);
            return (false, null);
        }
    }

    private static ProblemHttpResult Unknown() => Problems.NotFound("There is no such ticket.");
}
