using System.Diagnostics;
using MassTransit;
using Meida.Booking.Data;
using Meida.Booking.Domain;
using Meida.Booking.Features;
using Meida.Booking.Products;
using Meida.Booking.Projections;
using Meida.Contracts.Tickets;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Idempotency;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Manage;

/// <summary>Puts a customer's questions to Tickets, the only judge of a ticket, and its answers into words for her.</summary>
internal sealed class OwnTickets(
    BookingDbContext db, TicketProgressKeeper progress, IRequestClient<GetTicketForCustomer> tickets, PersonalData personalData, ILogger<OwnTickets> log)
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
            booking.TicketNo, EnumText.Parse<TicketStatus>(ticket.Status), ticket.AppointmentDate, ticket.AppointmentTime, booking.CenterId,
            sealedName is null ? null : personalData.Open(sealedName), MaskedAddress.Of(personalData.OpenDetails(booking.SealedDetails).Address),
            ticket.ProductModel, ticket.SerialNumber, EnumText.Parse<Coverage>(ticket.Coverage),
            ticket.SealedVerificationCode is { } code ? personalData.Open(code) : null, [.. ticket.Timeline.Select(step => new TimelineEntry(EnumText.Parse<TicketStatus>(step.Status), step.At))],
            new(ticket.CanReschedule, ticket.CanCancel, ticket.CanUrge, ticket.CanRate), ticket.UrgedAt, rating, isCurrent,
            booking.NoticesWanted);
    }

    // The step of a change that this service asked for. Its announcement has the same version and finds it done.
    private async Task Follow(Guid ticketId, CustomerTicketState ticket, CancellationToken cancel) =>
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            var step = new TicketProgress
            {
                TicketId = ticketId,
                Version = ticket.Version,
                Status = ticket.Status == EnumText.Of(TicketStatus.Canceled) ? TicketStatus.Canceled : null,
                AppointmentDate = ticket.AppointmentDate,
                AppointmentTime = ticket.AppointmentTime,
                At = ticket.UpdatedAt,
            };
            await progress.Handle([new(step, Activity.Current)], cancel);
            await db.SlotHolds.Where(h => h.TicketId == ticketId).ExecuteDeleteAsync(cancel);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        });

    private async Task<CustomerTicketState> LastHeard(RepairBooking booking, CancellationToken cancel)
    {
        var steps = await db.Progress.AsNoTracking().Where(p => p.TicketId == booking.Id).OrderBy(p => p.Version).ToListAsync(cancel);
        var product = await db.FindProduct(booking.SerialNumber, cancel);
        return new(
            booking.Id, steps.Count == 0 ? 1 : steps[^1].Version, EnumText.Of(booking.Status), booking.AppointmentDate, booking.AppointmentTime,
            booking.TechnicianId, booking.ProductModel, booking.SerialNumber,
            EnumText.Of(product?.CoverageOn(booking.AppointmentDate) ?? Coverage.Unknown), steps.Count == 0 ? booking.CreatedAt : steps.Max(s => s.At),
            UrgedAt: null, Rating: null, [.. LookUpBooking.Timeline(steps).Select(entry => new CustomerTicketStep(EnumText.Of(entry.Status), entry.At))],
            CanReschedule: false, CanCancel: false, CanUrge: false, CanRate: false);
    }

    private static ProblemHttpResult Refusal(string slug, CustomerTicketAnswer answer, HttpContext http)
    {
        switch (slug)
        {
            case "too-many-requests":
                var wait = answer.RetryAt is { } at ? at - http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() : TimeSpan.Zero;
                http.Response.RetryAfter(wait);
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
