using MassTransit;
using Meida.Contracts.Booking;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Files.Access;

/// <summary>Asks Booking, which knows the customers' links and counts wrong ones. Only the link's hash leaves this process.</summary>
internal sealed class OwnLinks(IRequestClient<OpenOwnLink> booking, ILogger<OwnLinks> log)
{
    private static readonly RequestTimeout Patience = RequestTimeout.After(s: 4);

    /// <summary>The ticket behind a link, or the refusal.</summary>
    /// <exception cref="ProblemException">503: Booking does not answer.</exception>
    public async Task<(Guid TicketId, ProblemHttpResult? Refusal)> Open(string token, HttpContext http, CancellationToken ct)
    {
        var answer = await Ask(new OpenOwnLink(ManageToken.Hash(token), http.ClientNetwork()), ct);
        if (answer.WaitSeconds is { } seconds)
        {
            http.Response.RetryAfter(TimeSpan.FromSeconds(seconds));
            return (default, Problems.Create(429, "too-many-attempts", "Too many wrong links from this address; try again later."));
        }

        return answer.TicketId is { } id ? (id, null) : (default, Problems.NotFound("There is no such ticket, or its link has ended."));
    }

    private async Task<OwnLinkOpened> Ask(OpenOwnLink question, CancellationToken ct)
    {
        try
        {
            return (await booking.GetResponse<OwnLinkOpened>(question, ct, Patience)).Message;
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("Booking did not say whose a link is: {Reason}", fault.Message);
            throw new ProblemException(503, "service-unavailable", "The ticket cannot be looked up for the moment; try again.");
        }
    }
}
