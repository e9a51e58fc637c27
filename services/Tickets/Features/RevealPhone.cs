using Meida.ServiceDefaults.Http;
using Meida.SharedKernel;
using Meida.Tickets.Access;
using Meida.Tickets.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Tickets.Features;

/// <summary>The customer's number, to call.</summary>
internal sealed record RevealedPhone(string CustomerPhone)
{
    /// <summary>Names no personal data.</summary>
    public override string ToString() => nameof(RevealedPhone);
}

/// <summary>Shows the customer's number. Every look is an event and an audit row.</summary>
internal static class RevealPhone
{
    public static async Task<Ok<RevealedPhone>> Handle(
        string id, TicketDesk desk, TicketsDbContext db, PersonalData personalData, TimeProvider clock, HttpContext http,
        CancellationToken cancel)
    {
        var ticket = await desk.Load(id, http, cancel);
        ticket.RequireCustomer();
        ticket.RecordPhoneRevealed(http.Actor(), clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        http.Response.SetVersion(ticket.Version);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new RevealedPhone(personalData.Open(ticket.CustomerPhoneEncrypted)));
    }
}
