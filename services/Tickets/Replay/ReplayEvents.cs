using Meida.Tickets.Access;
using Meida.Tickets.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Tickets.Replay;

/// <summary>A subscriber's queue, and a range of time or a ticket.</summary>
/// <param name="Queue">A queue that exists: <c>ext.&lt;system&gt;.&lt;name&gt;</c>.</param>
/// <param name="From">A date (from its start) or an instant.</param>
/// <param name="To">A date (to its end) or an instant, itself not part of the range.</param>
/// <param name="Ticket">A ticket's id or number, in place of a range.</param>
internal sealed record ReplayRequest(string? Queue, string? From, string? To, string? Ticket);

/// <summary>An administrator, or an operator, fills the gap of a subscriber.</summary>
internal static class ReplayEvents
{
    public static async Task<Ok<ReplayResponse>> Handle(ReplayRequest request, Replayer replayer, HttpContext http, CancellationToken cancel)
    {
        var order = ReplayOrder.Read(request.Queue, request.From, request.To, request.Ticket);
        return TypedResults.Ok(await replayer.Send(order, http.Actor(), Replayer.MaxOverHttp, cancel));
    }

    public static async Task<Ok<ReplayResponse>> HandleForOperator(ReplayRequest request, Replayer replayer, CancellationToken cancel)
    {
        var order = ReplayOrder.Read(request.Queue, request.From, request.To, request.Ticket);
        return TypedResults.Ok(await replayer.Send(order, ActorInfo.System with { Name = "operator" }, Replayer.MaxOverHttp, cancel));
    }
}
