using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Idempotency;
using Meida.Tickets.Access;
using Meida.Tickets.Data;
using Meida.Tickets.Receipts;
using Meida.Tickets.Replay;
using Meida.Tickets.Visits;

namespace Meida.Tickets.Features;

/// <summary>Every route of the service with the permission it asks for.</summary>
internal static class TicketEndpoints
{
    public static void MapTicketEndpoints(this IEndpointRouteBuilder app)
    {
        var tickets = app.MapGroup("/api/tickets").WithTags("Tickets").RequireAuthorization(Permissions.TicketsRead)
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403);
        tickets.MapGet("", ListTickets.Handle).Named(nameof(ListTickets), "Tickets by filter, newest appointment first");
        tickets.MapGet("/stats", GetStats.Handle).Named(nameof(GetStats), "Counts by status, day and technician; hours to completion");
        tickets.MapGet("/export", ExportTickets.Handle).Named(nameof(ExportTickets), "The list as CSV").Produces<string>(200, "text/csv");
        tickets.MapGet("/stream", StreamTickets.Handle).Named(nameof(StreamTickets), "Changes as server-sent events; Last-Event-ID resumes")
            .Produces<string>(200, "text/event-stream");
        tickets.MapGet("/{id}", GetTicket.Handle).AuditsForeignReaders().Named(nameof(GetTicket), "A ticket with its history and images").ProducesProblem(404);
        tickets.MapGet("/{id}/events", ListTicketEvents.Handle).AuditsForeignReaders().Named(nameof(ListTicketEvents), "A ticket's history, oldest first").ProducesProblem(404);
        tickets.MapGet("/{id}/assignment", GetAssignment.Handle).AuditsForeignReaders().Named(nameof(GetAssignment), "The latest assignment and what was weighed").ProducesProblem(404);

        var commands = tickets.MapGroup("").AddEndpointFilterFactory(Filter)
            .ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesProblem(422);
        commands.MapPost("", CreateTicket.Handle).Command("CREATE", Permissions.TicketsWrite, sealsAnswer: true)
            .Named(nameof(CreateTicket), "Book for a caller");
        commands.MapPatch("/{id}", EditTicket.Handle).Command("EDIT", Permissions.TicketsWrite)
            .Named(nameof(EditTicket), "Correct what was written down");
        commands.MapPost("/{id}/confirm", ConfirmTicket.Handle).TakesNoFields().Command("CONFIRM", Permissions.TicketsWrite)
            .Named(nameof(ConfirmTicket), "Confirm the appointment");
        commands.MapPost("/{id}/reschedule", RescheduleTicket.Handle).Command("RESCHEDULE", Permissions.TicketsWrite)
            .Named(nameof(RescheduleTicket), "Move the appointment");
        commands.MapPost("/{id}/start", StartTicket.Handle).TakesNoFields().Command("START", Permissions.TicketsStart)
            .Named(nameof(StartTicket), "Begin the work");
        commands.MapPost("/{id}/complete", CompleteTicket.Handle).AsksForReceipts().LooksAtCode().Command("COMPLETE", Permissions.TicketsComplete)
            .Named(nameof(CompleteTicket), "Complete the work, with what was done and what it costs; needs a receipt").ProducesProblem(429);
        commands.MapPost("/{id}/cancel", CancelTicket.Handle).Command("CANCEL", Permissions.TicketsWrite)
            .Named(nameof(CancelTicket), "Cancel, with a reason");
        commands.MapPost("/{id}/return", ReturnTicket.Handle).Command("RETURN", Permissions.TicketsAssign)
            .Named(nameof(ReturnTicket), "Take from the technician, with a reason");
        commands.MapPost("/{id}/erase", EraseTicket.Handle).TakesNoFields().Command("ERASE", Permissions.PrivacyErase)
            .Named(nameof(EraseTicket), "Remove all that names the customer");
        commands.MapPost("/{id}/notes", AddNote.Handle).Command("NOTE", Permissions.TicketsStart)
            .Named(nameof(AddNote), "Write something down for colleagues");
        commands.MapPost("/{id}/priority", PrioritizeTicket.Handle).Command("PRIORITIZE", Permissions.TicketsPlan)
            .Named(nameof(PrioritizeTicket), "Say how much it presses");
        commands.MapPost("/{id}/follow-up", FollowUpTicket.Handle).Command("FOLLOW_UP", Permissions.TicketsWrite, sealsAnswer: true)
            .Named(nameof(FollowUpTicket), "A second visit, as a confirmed ticket of its own");
        commands.MapPost("/by-phone", FindByPhone.Handle).RequireAuthorization(Permissions.TicketsWrite).WithMetadata(new AuditedCommand("FIND_BY_PHONE"))
            .Named(nameof(FindByPhone), "A caller's tickets, newest first");
        commands.MapPost("/{id}/reveal-phone", RevealPhone.Handle).TakesNoFields().Command("REVEAL_PHONE", Permissions.TicketsStart, answersAnew: true)
            .Named(nameof(RevealPhone), "Show the customer's number; every look is written down");
        // Keeps its key itself: the start and the answer are two transactions.
        commands.MapPost("/{id}/assign", AssignTicket.Handle).RequireAuthorization(Permissions.TicketsAssign).WithMetadata(new AuditedCommand("ASSIGN"))
            .Named(nameof(AssignTicket), "Give to a technician, or let the policy choose").Produces<TicketResponse>(200).Produces<PendingAssignment>(202);

        app.MapGet("/api/my-jobs", ListMyJobs.Handle).Named(nameof(ListMyJobs), "The signed-in technician's tickets").WithTags("Tickets")
            .RequireAuthorization(Permissions.Technician).ProducesProblem(400).ProducesProblem(401).ProducesProblem(403);
        app.MapPost("/api/admin/replays", ReplayEvents.Handle).RequireAuthorization(Permissions.Operations).WithMetadata(new AuditedCommand("REPLAY"))
            .AddEndpointFilterFactory(Filter).WithTags("Operations")
            .Named(nameof(ReplayEvents), "Send public events once more, to one subscriber's queue")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);
    }

    private static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name, string summary) =>
        endpoint.WithName(name).WithSummary(summary);

    private static RouteHandlerBuilder Command(this RouteHandlerBuilder endpoint, string action, string permission, bool answersAnew = false, bool sealsAnswer = false) =>
        endpoint.RequireAuthorization(permission).WithMetadata(new AuditedCommand(action)).WithIdempotency<TicketsDbContext>(answersAnew, sealsAnswer);

    private static EndpointFilterDelegate Filter(EndpointFilterFactoryContext context, EndpointFilterDelegate next)
    {
        var filter = ActivatorUtilities.CreateInstance<CommandFilter>(context.ApplicationServices);
        return invocation => filter.InvokeAsync(invocation, next);
    }
}
