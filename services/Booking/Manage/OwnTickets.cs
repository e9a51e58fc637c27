using System.Globalization;
using MassTransit;
using Meida.Booking.Data;
using Meida.Booking.Domain;
using Meida.Booking.Features;
using Meida.Booking.Products;
using Meida.Contracts.Tickets;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Idempotency;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Manage;

/// <summary>Puts a customer's questions to Tickets, the only judge of a ticket, and its answers into words for her.</summary>
internal sealed class OwnTickets(BookingDbContext db, IRequestClient<GetTicketForCustomer> tickets, PersonalData personalData, ILogger<OwnTickets> log)
{
    /// <summary>How long a command waits for Tickets; afterwards nobody knows, and the same key asks again.</summary>
    public static readonly RequestTimeout Patience = RequestTimeout.After(s: 5);

    private static readonly RequestTimeout ReadingPatience = RequestTimeout.After(s: 2);

    /// <summary>The ticket as Tickets has it; as it was last heard of while Tickets does not answer; null when it shows nobody any more.</summary>
    public async Task<(CustomerTicketState? State, bool IsCurrent)> Look(RepairBooking booking, CancellationToken cancel)
    {
        try
        {
            var answer = await tickets.GetResponse<CustomerTicketAnswer>(new GetTicketForCustomer(booking.Id), cancel, ReadingPatience);
            return (answer.Message.Ticket, true);
        }
        catch (Exception fault) when (fault is RequestException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            log.LogWarning("Tickets could not be asked for {TicketNo}: {Reason}", booking.TicketNo, fault.Message);
            return (await LastHeard(booking, cancel), false);
        }
    }

    /// <summary>What every command carries.</summary>
    public async Task<CustomerCall> Call(HttpContext http)
    {
        var key = await IdempotencyFilter.Read(http);
        return new(personalData.Seal(http.ClientAddress() ?? ""), key?.Key, key?.RequestHash);
    }

    /// <summary>Takes in what Tickets did, before its announcement comes, and answers.</summary>
    public async Task<Results<Ok<OwnTicket>, ProblemHttpResult>> Answer(
        RepairBooking booking, CustomerTicketAnswer answer, HttpContext http, CancellationToken cancel)
    {
        if (answer.Ticket is not { } ticket)
            return Problems.NotFound("There is no such ticket, or its link has ended.");
        if (answer.Changed)
            await Follow(booking.Id, ticket, cancel);
        if (answer.Refusal is { } slug)
            return Refusal(slug, answer, http);

        if (answer.Replayed)
            http.Response.Headers[IdempotencyFilter.ReplayedHeader] = "true";
        return TypedResults.Ok(await Show(booking, ticket, isCurrent: true, cancel));
    }

    public async Task<OwnTicket> Show(RepairBooking booking, CustomerTicketState ticket, bool isCurrent, CancellationToken cancel)
    {
        var sealedName = await db.Technicians.Where(t => t.Id == ticket.TechnicianId).Select(t => t.SealedName).SingleOrDefaultAsync(cancel);
        var rating = ticket.Rating is { } given
            ? new OwnTicketRating(given.Score, given.SealedComment is { } comment ? personalData.Open(comment) : null, given.At)
            : null;
        return new(
            booking.TicketNo, Status(ticket.Status), ticket.AppointmentDate, ticket.AppointmentTime, booking.CenterId,
            sealedName is null ? null : personalData.Open(sealedName), MaskedAddress.Of(personalData.OpenDetails(booking.SealedDetails).Address),
            ticket.ProductModel, ticket.SerialNumber, Enum.Parse<Coverage>(ticket.Coverage.Replace("_", "", StringComparison.Ordinal), true),
            VerificationCode: null, [.. ticket.Timeline.Select(step => new TimelineEntry(Status(step.Status), step.At))],
            new(ticket.CanReschedule, ticket.CanCancel, ticket.CanUrge, ticket.CanRate), ticket.UrgedAt, rating, isCurrent);
    }

    private static TicketStatus Status(string text) => Enum.Parse<TicketStatus>(text.Replace("_", "", StringComparison.Ordinal), true);

    // The step of a change that this service asked for. Its announcement has the same version and finds it done.
    private async Task Follow(Guid ticketId, CustomerTicketState ticket, CancellationToken cancel) =>
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await db.LockTicket(ticketId, cancel);
            await db.SlotHolds.Where(h => h.TicketId == ticketId).ExecuteDeleteAsync(cancel);
            var known = await db.Progress.Where(p => p.TicketId == ticketId).ToListAsync(cancel);
            if (known.All(p => p.Version != ticket.Version))
            {
                var step = new TicketProgress
                {
                    TicketId = ticketId,
                    Version = ticket.Version,
                    Status = Status(ticket.Status) == TicketStatus.Canceled ? TicketStatus.Canceled : null,
                    AppointmentDate = ticket.AppointmentDate,
                    AppointmentTime = ticket.AppointmentTime,
                    At = ticket.UpdatedAt,
                };
                db.Progress.Add(step);
                var booking = await db.Bookings.SingleAsync(b => b.Id == ticketId, cancel);
                booking.Follow([.. known, step]);
            }

            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        });

    private async Task<CustomerTicketState> LastHeard(RepairBooking booking, CancellationToken cancel)
    {
        var steps = await db.Progress.AsNoTracking().Where(p => p.TicketId == booking.Id).OrderBy(p => p.Version).ToListAsync(cancel);
        var product = await db.FindProduct(booking.SerialNumber, cancel);
        return new(
            booking.Id, steps.Count == 0 ? 1 : steps[^1].Version, booking.Status.ToString(), booking.AppointmentDate, booking.AppointmentTime,
            booking.TechnicianId, booking.ProductModel, booking.SerialNumber,
            (product?.CoverageOn(booking.AppointmentDate) ?? Coverage.Unknown).ToString(), steps.Count == 0 ? booking.CreatedAt : steps.Max(s => s.At),
            UrgedAt: null, Rating: null, [.. LookUpBooking.Timeline(steps).Select(entry => new CustomerTicketStep(entry.Status.ToString(), entry.At))],
            CanReschedule: false, CanCancel: false, CanUrge: false, CanRate: false);
    }

    private static ProblemHttpResult Refusal(string slug, CustomerTicketAnswer answer, HttpContext http)
    {
        switch (slug)
        {
            case "too-many-requests":
                var wait = answer.RetryAt is { } at ? at - http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() : TimeSpan.Zero;
                http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return Problems.Create(StatusCodes.Status429TooManyRequests, slug, "You asked not long ago; we have seen it.");
            case "idempotency-key-reused":
                return Problems.Create(StatusCodes.Status422UnprocessableEntity, slug, "This key was used with another body.");
            case "too-late":
                return Problems.Create(StatusCodes.Status409Conflict, slug, "It is too late for this; please call us.");
            case "already-rated":
                return Problems.Create(StatusCodes.Status409Conflict, slug, "You have said already how it was.");
            default:
                return Problems.Create(
                    StatusCodes.Status409Conflict, slug, "The ticket as it is now does not allow this.", ("currentStatus", answer.Ticket?.Status));
        }
    }
}
