using Meida.Tickets.Replay;

namespace Meida.Tickets.Operations;

/// <summary>What operators ask about assignments and events, and tell them, behind the key of the service's operations.</summary>
internal static class AssignmentOperations
{
    public static void Map(IEndpointRouteBuilder operations)
    {
        operations.MapGet("/assignments", AssignmentReport.Handle);
        operations.MapPost("/assignments/redrive", RedriveAssignment.AllStuck);
        operations.MapPost("/assignments/{id:guid}/redrive", RedriveAssignment.One);
        operations.MapPost("/replays", ReplayEvents.HandleForOperator);
    }
}
