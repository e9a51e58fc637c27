using Meida.Booking.Data;
using Meida.Booking.Domain;
using Meida.Booking.Notices;
using Meida.Booking.Products;
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
/// <param name="ManageUrl">The customer's own page of the ticket. Whoever has the address may move and cancel.</param>
internal sealed record SubmittedBooking(Guid TicketId, string TicketNo, TicketStatus Status, string ManageUrl)
{
    /// <summary>Does not name the link.</summary>
    public override string ToString() => TicketNo;
}

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
        BookingRequest request, BookingDbContext db, KnownCenters centers, SlotCapacity capacity, BookingWriter writer, TimeProvider clock, CancellationToken cancel)
    {
        var errors = new FieldErrors().AddRange(BookingRules.Check(request, clock, out var details));
        if (details is null)
            return errors.ToProblem();

        var (centerId, unknownCenter) = await CenterChoice.Choose(centers, db, details.CenterId, details.Address, cancel);
        if (unknownCenter is not null)
            return errors.Add(unknownCenter).ToProblem();

        if (await capacity.IsFull(db, centerId, details.AppointmentDate, details.AppointmentTime, clock.GetUtcNow(), cancel))
            return SlotCapacity.Full();

        for (var draw = 1; ; draw++)
        {
            try
            {
                var (booking, token) = await writer.Write(details, centerId, cancel);
                return TypedResults.Created(
                    $"/api/tickets/{booking.TicketId}",
                    new SubmittedBooking(booking.TicketId, booking.TicketNo, TicketStatus.Booked, ManageToken.Url(token)));
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
    BookingDbContext db, Outbox outbox, NoticePlan notices, PersonalData personalData, TicketNumberSource numbers, TimeProvider clock)
{
    public async Task<(BookingSubmitted Booking, string Token)> Write(BookingDetails details, Guid? centerId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var sealedDetails = personalData.Seal(
            new SealedDetails(details.CustomerName, details.Phone.Value, details.Address, details.IssueDesc));
        var product = await db.FindProduct(details.SerialNumber, cancel);
        var message = new BookingSubmitted(
            Guid.CreateVersion7(now), numbers(), centerId, details.AppointmentDate, details.AppointmentTime,
            details.ProductModel ?? product?.Model, sealedDetails, now, details.SerialNumber, product?.ToMessage());
        var token = ManageToken.New();

        var booking = RepairBooking.From(message, personalData.PhoneHash(details.Phone));
        db.Bookings.Add(booking);
        var first = booking.FirstProgress();
        db.Progress.Add(first);
        db.ManageLinks.Add(new ManageLink { TokenHash = ManageToken.Hash(token), TicketId = booking.Id, CreatedAt = now });
        notices.Book(booking, first, token);
        outbox.Publish(db, message);
        await db.SaveChangesAsync(cancel);
        return (message, token);
    }
}
