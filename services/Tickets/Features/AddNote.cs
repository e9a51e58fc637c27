using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Access;
using Meida.Tickets.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Tickets.Features;

/// <summary>What colleagues should know.</summary>
/// <param name="Text">1-2000 characters.</param>
internal sealed record AddNoteRequest(string? Text)
{
    /// <summary>Names no personal data.</summary>
    public override string ToString() => nameof(AddNoteRequest);
}

/// <summary>Somebody writes something down for colleagues; customers never see it.</summary>
internal static class AddNote
{
    public static async Task<Created<TicketEventResponse>> Handle(
        string id, AddNoteRequest request, TicketDesk desk, TicketsDbContext db, TimeProvider clock, HttpContext http, CancellationToken cancel)
    {
        if (RequestText.Check("text", request.Text, 1, 2000, multiline: true, out var text) is { } wrong)
            throw new FieldErrors().Add(wrong).ToException();

        var ticket = await desk.Load(id, http, cancel);
        ticket.RequireCustomer();
        ticket.Note(text, http.Actor(), clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        http.Response.SetVersion(ticket.Version);
        return TypedResults.Created($"/api/tickets/{ticket.Id}/events", TicketEventResponse.Of(ticket.Events[^1]));
    }
}
