using Meida.ServiceDefaults.Idempotency;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Access;
using Meida.Tickets.Assignment;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Meida.Tickets.Features;

/// <summary>Who is to have the ticket.</summary>
/// <param name="TechnicianId">The technician; left out, the policy chooses.</param>
/// <param name="AppointmentDate"><c>YYYY-MM-DD</c>: the visit moves to this day; it stays when both are left out.</param>
/// <param name="AppointmentTime"><c>HH:mm</c>: and to this start.</param>
internal sealed record AssignTicketRequest(string? TechnicianId, string? AppointmentDate = null, string? AppointmentTime = null);

/// <summary>The answer while an assignment is under way.</summary>
internal sealed record PendingAssignment(PendingAssignment.Progress Assignment)
{
    /// <summary>Which assignment, and how far it is.</summary>
    internal sealed record Progress(Guid Id, string State);
}

/// <summary>
/// Starts an assignment and waits some seconds for its end. The start is one transaction with the idempotency key, the
/// wait is outside of any; whoever comes meanwhile with the same wish waits for the same assignment.
/// </summary>
internal static class AssignTicket
{
    public static async Task<IResult> Handle(
        string id, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] AssignTicketRequest? request, TicketDesk desk,
        TicketsDbContext db, AssignmentStarter assignments, IOptions<AssignmentOptions> options, TimeProvider clock, HttpContext http,
        CancellationToken cancel)
    {
        var wish = Read(request, clock);
        var key = await IdempotencyFilter.Read(http);
        var start = await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            var begun = await Begin(id, wish, key, desk, db, assignments, options.Value, clock, http, cancel);
            await transaction.CommitAsync(cancel);
            return begun;
        });
        if (start.Replay is { } replay)
            return replay;

        var saga = await db.WaitForEnd(start.AssignmentId, options.Value.AnswerWithin, cancel);
        if (key is not null && start.IsRepetition && await Kept(db, key, cancel) is { } kept)
            return IdempotencyFilter.Replay(kept, key);

        return await Answer(start, saga, key, db, http, cancel);
    }

    private static async Task<Begun> Begin(
        string id, AssignmentWish wish, IdempotencyKey? key, TicketDesk desk, TicketsDbContext db, AssignmentStarter assignments,
        AssignmentOptions options, TimeProvider clock, HttpContext http, CancellationToken cancel)
    {
        if (key is not null && await IdempotencyFilter.Claim(db, key, cancel) is { } earlier)
        {
            // Without an answer the first is still waiting, or its process has ended: the assignment goes on either way.
            return earlier.RequestHash == key.RequestHash && earlier.StatusCode is null && Guid.TryParse(earlier.Body, out var running)
                ? new(running, IsRepetition: true)
                : new(Guid.Empty, Replay: IdempotencyFilter.Replay(earlier, key));
        }

        var ticket = await desk.Lock(id, http, cancel);
        ticket.Require(TicketCommand.Assign);
        var assignment = await UnderWay(ticket, wish, db, cancel)
            ?? await JustDone(ticket, wish, db, options, clock, cancel)
            ?? Start(ticket, wish, assignments, http);
        await db.SaveChangesAsync(cancel);
        if (key is not null)
        {
            var text = assignment.ToString();
            await Row(db, key).ExecuteUpdateAsync(row => row.SetProperty(kept => kept.Body, text), cancel);
        }

        return new(assignment);
    }

    private static Guid Start(Ticket ticket, AssignmentWish wish, AssignmentStarter assignments, HttpContext http) =>
        wish.TechnicianId is null && ticket.CenterId is null
            ? throw new ProblemException(
                StatusCodes.Status409Conflict, AssignmentFailure.NoTechnicianAvailable,
                "No service center serves this address: set one, or name a technician.", ("reason", AssignmentFailure.NoCenter))
            : assignments.Start(ticket, wish, http.Actor()).CorrelationId;

    private static async Task<Guid?> UnderWay(Ticket ticket, AssignmentWish wish, TicketsDbContext db, CancellationToken cancel)
    {
        if (await db.LiveAssignment(ticket.Id, cancel) is not { } live)
            return null;

        return live.Fulfils(wish, ticket)
            ? live.CorrelationId
            : throw new ProblemException(
                StatusCodes.Status409Conflict, "assignment-in-progress", "Another assignment of this ticket is under way.",
                ("assignmentId", live.CorrelationId));
    }

    // The technician has the ticket already, or several people pressed the same button: one assignment for all of them.
    private static async Task<Guid?> JustDone(
        Ticket ticket, AssignmentWish wish, TicketsDbContext db, AssignmentOptions options, TimeProvider clock, CancellationToken cancel)
    {
        if (ticket.AssignmentId is not { } current || wish.Moves(ticket))
            return null;

        if (wish.TechnicianId is { } wanted)
            return wanted == ticket.TechnicianId ? current : null;

        var since = clock.GetUtcNow() - options.SameWishWithin;
        return await db.Assignments.AnyAsync(
            saga => saga.CorrelationId == current && saga.WantedTechnicianId == null && saga.EndedAt > since, cancel) ? current : null;
    }

    private static async Task<IResult> Answer(
        Begun start, AssignmentState? saga, IdempotencyKey? key, TicketsDbContext db, HttpContext http, CancellationToken cancel)
    {
        if (saga is { IsLive: false, Reason: not null })
        {
            // A refusal changed nothing and leaves its key unused.
            if (key is not null)
                await Row(db, key).Where(row => row.StatusCode == null).ExecuteDeleteAsync(cancel);
            throw await Refusal(saga, db, cancel);
        }

        IResult result = saga is { IsLive: true }
            ? TypedResults.Accepted(
                $"/api/tickets/{saga.TicketId}/assignment",
                new PendingAssignment(new(saga.CorrelationId, AssignmentResponse.StateName(saga))))
            : TypedResults.Ok(await db.Show(saga?.TicketId ?? await TicketOf(db, start.AssignmentId, cancel), http, cancel));
        if (key is null)
            return result;

        if (start.IsRepetition)
            http.Response.Headers[IdempotencyFilter.ReplayedHeader] = "true";
        var answer = await CapturedAnswer.Of(http, result);
        await answer.Keep(db, key, cancel);
        return answer;
    }

    private static async Task<ProblemException> Refusal(AssignmentState saga, TicketsDbContext db, CancellationToken cancel)
    {
        (string, object?)[] facts = [("assignmentId", saga.CorrelationId), ("reason", saga.RefusedFor ?? saga.Reason)];
        switch (saga.Reason)
        {
            case AssignmentFailure.NoTechnicianAvailable:
                return new(StatusCodes.Status409Conflict, saga.Reason, "No technician is free in this slot.", facts);
            case AssignmentFailure.TechnicianUnavailable:
                return new(StatusCodes.Status422UnprocessableEntity, saga.Reason, Why(saga.RefusedFor), facts);
            case AssignmentFailure.TechniciansUnreachable:
                return new(StatusCodes.Status503ServiceUnavailable, "service-unavailable", "Technicians does not answer for the moment; try again.", facts);
            default:
                var status = await db.Tickets.Where(t => t.Id == saga.TicketId).Select(t => t.Status).SingleAsync(cancel);
                return TicketTransitions.Next(status, TicketCommand.Assign) is null
                    ? new(StatusCodes.Status409Conflict, "illegal-transition", $"A ticket that is {EnumText.Of(status)} does not allow this.", facts)
                    : new(StatusCodes.Status409Conflict, "concurrent-change", "Someone else changed the ticket meanwhile; load it again.", facts);
        }
    }

    private static string Why(string? refusedFor) => refusedFor switch
    {
        "unknown" => "There is no such technician.",
        "inactive" => "The technician takes no new tickets.",
        "capacity" => "The technician has no room for another ticket that day.",
        "overlap" => "The technician has another visit at that time.",
        "absent" => "The technician is away at that time.",
        "hours" => "The technician does not work at that time.",
        _ => "The technician is unknown, inactive or busy at that time.",
    };

    private static AssignmentWish Read(AssignTicketRequest? request, TimeProvider clock)
    {
        var errors = new FieldErrors();
        var wish = new AssignmentWish();
        if (!string.IsNullOrWhiteSpace(request?.TechnicianId))
        {
            if (Guid.TryParseExact(request.TechnicianId, "D", out var id))
                wish = wish with { TechnicianId = id };
            else
                errors.Add("technicianId", "format", "Must be the id of a technician.");
        }

        if (!string.IsNullOrWhiteSpace(request?.AppointmentDate) || !string.IsNullOrWhiteSpace(request?.AppointmentTime))
        {
            errors.AddRange(AppointmentSlots.Check(request.AppointmentDate, request.AppointmentTime, clock, out var date, out var time));
            wish = wish with { Date = date, Time = time };
        }

        return errors.Any ? throw errors.ToException() : wish;
    }

    private static Task<Guid> TicketOf(TicketsDbContext db, Guid assignmentId, CancellationToken cancel) =>
        db.Tickets.Where(ticket => ticket.AssignmentId == assignmentId).Select(ticket => ticket.Id).SingleAsync(cancel);

    private static IQueryable<IdempotencyKey> Row(TicketsDbContext db, IdempotencyKey key) =>
        db.Set<IdempotencyKey>().Where(row => row.Scope == key.Scope && row.Key == key.Key);

    private static Task<IdempotencyKey?> Kept(TicketsDbContext db, IdempotencyKey key, CancellationToken cancel) =>
        Row(db, key).AsNoTracking().SingleOrDefaultAsync(row => row.StatusCode != null, cancel);

    private sealed record Begun(Guid AssignmentId, bool IsRepetition = false, IResult? Replay = null);
}
