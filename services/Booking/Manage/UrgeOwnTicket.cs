using MassTransit;
using Meida.Contracts.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Booking.Manage;

/// <summary>The customer asks for it to go faster.</summary>
internal static class UrgeOwnTicket
{
    public static async Task<Results<Ok<OwnTicket>, ProblemHttpResult>> Handle(
        string token, OwnTickets tickets, IRequestClient<UrgeForCustomer> judge, HttpContext http, CancellationToken cancel)
    {
        var booking = http.OwnBooking();
        var answer = await judge.GetResponse<CustomerTicketAnswer>(
            new UrgeForCustomer(booking.Id, await tickets.Call(http)), cancel, OwnTickets.Patience);
        return await tickets.Answer(booking, answer.Message, http, cancel);
    }
}
