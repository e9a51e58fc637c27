using System.Security.Claims;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Assignment;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Meida.Tickets.Intake;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Access;

/// <summary>Finds the ticket that a path names, as far as the caller's reach goes.</summary>
internal sealed class TicketDesk(TicketsDbContext db, LateBookings bookings)
{
    /// <summary>The ticket's id.</summary>
    /// <exception cref="ProblemException">404: there is none, or it is somebody else's.</exception>
    public async Task<Guid> Find(string key, ClaimsPrincipal user, CancellationToken cancel)
    {
        if (TicketKey.TryParse(key, out var id, out var number))
        {
            var reach = user.TechnicianScope();
            if (await Look(id, number, reach, cancel) is { } found)
                return found;

            // A ticket whose booking is still under way has no technician.
            if (reach is null && await bookings.Fetch(id, number, cancel) && await Look(id, number, reach, cancel) is { } opened)
                return opened;
        }

        throw new ProblemException(StatusCodes.Status404NotFound, "not-found", "There is no such ticket.");
    }

    /// <summary>The ticket for a command, in the version the caller names.</summary>
    /// <exception cref="ProblemException">400: the version is unreadable; 404: no such ticket; 412: it has another version.</exception>
    public async Task<Ticket> Load(string key, HttpContext http, CancellationToken cancel)
    {
        var expected = IfMatch.Read(http.Request);
        var id = await Find(key, http.User, cancel);
        return Expect(expected, await db.Tickets.SingleAsync(ticket => ticket.Id == id, cancel));
    }

    /// <summary>The same, with the row locked until the transaction ends.</summary>
    public async Task<Ticket> Lock(string key, HttpContext http, CancellationToken cancel)
    {
        var expected = IfMatch.Read(http.Request);
        var id = await Find(key, http.User, cancel);
        return Expect(expected, (await db.LockTicket(id, cancel))!);
    }

    private static Ticket Expect(int? version, Ticket ticket) => version is null || version == ticket.Version
        ? ticket
        : throw new ProblemException(
            StatusCodes.Status412PreconditionFailed, "version-conflict", "The ticket was changed by someone else.",
            ("currentVersion", ticket.Version));

    private Task<Guid?> Look(Guid? id, string? number, Guid? reach, CancellationToken cancel) =>
        db.Tickets.Named(id, number, reach).Select(ticket => (Guid?)ticket.Id).SingleOrDefaultAsync(cancel);
}

internal static class TicketReach
{
    /// <summary>The ticket with this id, or without one with this number, as far as the reach goes.</summary>
    public static IQueryable<Ticket> Named(this IQueryable<Ticket> tickets, Guid? id, string? number, Guid? reach) => tickets
        .Where(ticket => id != null ? ticket.Id == id : ticket.TicketNo == number)
        .Where(ticket => reach == null || ticket.TechnicianId == reach);
}
