using MassTransit;
using Meida.Contracts.Booking;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Data;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Intake;

/// <summary>
/// Asks Booking before somebody is told that there is no such ticket: whoever acts on the answer to a booking may be
/// faster than the message that carries it.
/// </summary>
internal sealed class LateBookings(IServiceScopeFactory scopes, ILogger<LateBookings> log)
{
    // A busy machine takes its time over the first question; usually the answer is there in some milliseconds.
    private static readonly RequestTimeout Patience = RequestTimeout.After(s: 4);

    /// <summary>Opens the ticket when there is a booking for it.</summary>
    /// <returns>Whether the ticket is there now.</returns>
    /// <exception cref="ProblemException">503: Booking cannot be asked, and only Booking may say no.</exception>
    public async Task<bool> Fetch(Guid? ticketId, string? ticketNo, CancellationToken cancel)
    {
        // Booking draws ids of version 7 only.
        if (ticketId is { Version: not 7 })
            return false;

        // A scope of its own: what is opened here stays, whatever becomes of the request.
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            var client = scope.ServiceProvider.GetRequiredService<IRequestClient<FindBooking>>();
            var answer = await client.GetResponse<BookingLookup>(new FindBooking(ticketId, ticketNo), cancel, Patience);
            return answer.Message.Booking is { } booking && await Open(scope.ServiceProvider, booking, cancel);
        }
        catch (Exception fault) when (fault is RequestException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            log.LogWarning("Booking could not be asked for a ticket: {Reason}", fault.Message);
            if (await IsThere(scope.ServiceProvider, ticketId, ticketNo, cancel))
                return true;

            throw new ProblemException(
                StatusCodes.Status503ServiceUnavailable, "service-unavailable", "Whether there is such a ticket cannot be told for the moment; try again.");
        }
    }

    // The message may have come while the answer did not.
    private static Task<bool> IsThere(IServiceProvider services, Guid? ticketId, string? ticketNo, CancellationToken cancel) =>
        services.GetRequiredService<TicketsDbContext>().Tickets
            .AnyAsync(ticket => ticketId != null ? ticket.Id == ticketId : ticket.TicketNo == ticketNo, cancel);

    private static async Task<bool> Open(IServiceProvider services, BookingSubmitted booking, CancellationToken cancel)
    {
        var db = services.GetRequiredService<TicketsDbContext>();
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await services.GetRequiredService<TicketIntake>().Open(booking, cancel);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return true;
        });
    }
}
