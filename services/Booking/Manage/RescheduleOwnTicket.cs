using MassTransit;
using Meida.Booking.Data;
using Meida.Booking.Domain;
using Meida.Booking.Features;
using Meida.Contracts.Tickets;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Manage;

/// <summary>The new appointment.</summary>
/// <param name="AppointmentDate"><c>YYYY-MM-DD</c>, today to 60 days ahead.</param>
/// <param name="AppointmentTime"><c>HH:mm</c>, a bookable start time.</param>
internal sealed record RescheduleOwnTicketRequest(string? AppointmentDate, string? AppointmentTime);

/// <summary>
/// The customer moves her appointment. Where slots have a capacity a place in the new one is held first, in a transaction of its
/// own: no lock is kept while Tickets thinks, and nobody else takes the place meanwhile.
/// </summary>
internal static class RescheduleOwnTicket
{
    public static async Task<Results<Ok<OwnTicket>, ProblemHttpResult>> Handle(
        string token, RescheduleOwnTicketRequest request, OwnTickets tickets, BookingDbContext db, SlotCapacity capacity,
        IRequestClient<RescheduleForCustomer> judge, TimeProvider clock, HttpContext http, CancellationToken cancel)
    {
        var errors = new FieldErrors().AddRange(
            AppointmentSlots.Check(request.AppointmentDate, request.AppointmentTime, clock, out var date, out var time));
        if (errors.Any)
            return errors.ToProblem();

        var booking = http.OwnBooking();
        var call = await tickets.Call(http);
        var moves = (booking.AppointmentDate, booking.AppointmentTime) != (date, time);
        if (moves && capacity.PerSlot is not null && !await Hold(booking, date, time, db, capacity, clock, cancel))
            return SlotCapacity.Full();

        var answer = (await judge.GetResponse<CustomerTicketAnswer>(
            new RescheduleForCustomer(booking.Id, date, time, call), cancel, OwnTickets.Patience)).Message;
        if (moves && !answer.Changed)
            await db.SlotHolds.Where(h => h.TicketId == booking.Id).ExecuteDeleteAsync(cancel);
        return await tickets.Answer(booking, answer, http, cancel);
    }

    private static Task<bool> Hold(
        RepairBooking booking, DateOnly date, TimeOnly time, BookingDbContext db, SlotCapacity capacity, TimeProvider clock, CancellationToken cancel) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            var now = clock.GetUtcNow();
            // A place that was held for this ticket before is given back first.
            await db.SlotHolds.Where(h => h.TicketId == booking.Id || h.Until <= now).ExecuteDeleteAsync(cancel);
            if (await capacity.IsFull(db, booking.CenterId, date, time, now, cancel))
                return false;

            db.SlotHolds.Add(new SlotHold
            {
                TicketId = booking.Id,
                CenterId = booking.CenterId,
                AppointmentDate = date,
                AppointmentTime = time,
                Until = now + SlotHold.Lifetime,
            });
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return true;
        });
}
