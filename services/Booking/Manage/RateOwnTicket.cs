using MassTransit;
using Meida.Contracts.Tickets;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Booking.Manage;

/// <summary>How it was.</summary>
/// <param name="Score">1-5.</param>
/// <param name="Comment">At most 500 characters, or nothing.</param>
internal sealed record RateOwnTicketRequest(int? Score, string? Comment)
{
    /// <summary>Names no personal data.</summary>
    public override string ToString() => nameof(RateOwnTicketRequest);
}

/// <summary>The customer says how it was.</summary>
internal static class RateOwnTicket
{
    public static async Task<Results<Ok<OwnTicket>, ProblemHttpResult>> Handle(
        string token, RateOwnTicketRequest request, OwnTickets tickets, PersonalData personalData, IRequestClient<RateForCustomer> judge,
        HttpContext http, CancellationToken cancel)
    {
        var errors = new FieldErrors().Add(RequestText.CheckOptional("comment", request.Comment, 500, multiline: true, out var comment));
        if (request.Score is null)
            errors.Add("score", "required", "Required.");
        else if (request.Score is < 1 or > 5)
            errors.Add("score", "range", "Must be a whole number from 1 to 5.");
        if (errors.Any)
            return errors.ToProblem();

        var booking = http.OwnBooking();
        var wish = new RateForCustomer(
            booking.Id, request.Score!.Value, comment is null ? null : personalData.Seal(comment), await tickets.Call(http));
        var answer = await judge.GetResponse<CustomerTicketAnswer>(wish, cancel, OwnTickets.Patience);
        return await tickets.Answer(booking, answer.Message, http, cancel);
    }
}
