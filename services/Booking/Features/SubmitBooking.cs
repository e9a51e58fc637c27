using Meida.Booking.Data;
using Meida.Booking.Domain;
using Meida.Contracts.Booking;
using Meida.Messaging;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Meida.Booking.Features;

/// <summary>What a customer gets for a booking.</summary>
/// <param name="TicketId">The id the ticket will have.</param>
/// <param name="TicketNo">The number to look the ticket up by.</param>
/// <param name="Status">Always BOOKED.</param>
internal sealed record SubmittedBooking(Guid TicketId, string TicketNo, TicketStatus Status);

/// <summary>Draws the number of the next ticket.</summary>
internal delegate string TicketNumberSource();

/// <summary>
/// A customer books a repair. The booking and its announcement are one transaction: the answer 201 means that the ticket
/// will appear exactly once, whatever fails afterwards.
/// </summary>
internal static class SubmitBooking
{
    // Two draws of 39 random bits meet about never; five in a row are a broken source.
    private const int MaxDraws = 5;

    public static async Task<Results<Created<SubmittedBooking>, ProblemHttpResult>> Handle(
        BookingRequest request, BookingDbContext db, SlotCapacity capacity, BookingWriter writer, TimeProvider clock, CancellationToken cancel)
    {
        var errors = new FieldErrors().AddRange(BookingRules.Check(request, clock, out var details));
        if (details is null)
            return errors.ToProblem();

        var (centerId, unknownCenter) = await CenterChoice.Choose(db, details.CenterId, details.Address, cancel);
        if (unknownCenter is not null)
            return errors.Add(unknownCenter).ToProblem();

        if (await capacity.IsFull(db, centerId, details.AppointmentDate, details.AppointmentTime, cancel))
            return Problems.Create(StatusCodes.Status409Conflict, "slot-full", "This slot is fully booked; choose another one.");

        for (var draw = 1; ; draw++)
        {
            try
            {
                var booking = await writer.Write(details, centerId, cancel);
                return TypedResults.Created(
                    $"/api/tickets/{booking.TicketId}", new SubmittedBooking(booking.TicketId, booking.TicketNo, TicketStatus.Booked));
            }
            catch (DbUpdateException fault) when (draw < MaxDraws && IsTakenNumber(fault))
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    private static bool IsTakenNumber(DbUpdateException fault) =>
        fault.InnerException is PostgresException { ConstraintName: RepairBookingConfiguration.UniqueTicketNo };
}

/// <summary>Saves a booking together with its announcement.</summary>
internal sealed class BookingWriter(
    BookingDbContext db, Outbox outbox, PersonalData personalData, TicketNumberSource numbers, TimeProvider clock)
{
    public async Task<BookingSubmitted> Write(BookingDetails details, Guid? centerId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var sealedDetails = personalData.Seal(
            new SealedDetails(details.CustomerName, details.Phone.Value, details.Address, details.IssueDesc));
        var message = new BookingSubmitted(
            Guid.CreateVersion7(now), numbers(), centerId, details.AppointmentDate, details.AppointmentTime,
            details.ProductModel, sealedDetails, now);

        var booking = RepairBooking.From(message, personalData.PhoneHash(details.Phone));
        db.Bookings.Add(booking);
        db.Progress.Add(booking.FirstProgress());
        outbox.Publish(db, message);
        await db.SaveChangesAsync(cancel);
        return message;
    }
}
