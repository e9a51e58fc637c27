using MassTransit;
using Meida.Contracts.Tickets;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Booking.Manage;

/// <summary>Why the customer cancels.</summary>
/// <param name="Reason">At most 500 characters, or nothing.</param>
internal sealed record CancelOwnTicketRequest(string? Reason)
{
    /// <summary>Names no personal data.</summary>
    public override string ToString() => nameof(CancelOwnTicketRequest);
}

/// <summary>The customer cancels.</summary>
internal static class CancelOwnTicket
{
    public static async Task<Results<Ok<OwnTicket>, ProblemHttpResult>> Handle(
        string token, CancelOwnTicketRequest? request, OwnTickets tickets, PersonalData personalData, IRequestClient<CancelForCustomer> judge,
        HttpContext http, CancellationToken cancel)
    {
        if (RequestText.CheckOptional("reason", request?.Reason, 500, multiline: true, out var reason) is { } wrong)
            return new FieldErrors().Add(wrong).ToProblem();

        var booking = http.OwnBooking();
        var wish = new CancelForCustomer(booking.Id, reason is null ? null : personalData.Seal(reason), await tickets.Call(http));
        var answer = await judge.GetResponse<CustomerTicketAnswer>(wish, cancel, OwnTickets.Patience);
        return await tickets.Answer(booking, answer.Message, http, cancel);
    }
}
