using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Booking.Manage;

/// <summary>The ticket behind a customer's link.</summary>
internal static class GetOwnTicket
{
    public static async Task<Results<Ok<OwnTicket>, ProblemHttpResult>> Handle(
        string token, OwnTickets tickets, HttpContext http, CancellationToken cancel)
    {
        var booking = http.OwnBooking();
        var (ticket, isCurrent) = await tickets.Look(booking, cancel);
        return ticket is null
            ? Problems.NotFound("There is no such ticket, or its link has ended.")
            : TypedResults.Ok(await tickets.Show(booking, ticket, isCurrent, cancel));
    }
}
