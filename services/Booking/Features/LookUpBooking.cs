using Meida.Booking.Data;
using Meida.Booking.Domain;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Features;

/// <summary>What a customer asks with.</summary>
/// <param name="TicketNo">The number, in any case.</param>
/// <param name="CustomerPhone">The phone the booking was made with.</param>
internal sealed record LookUpRequest(string? TicketNo, string? CustomerPhone)
{
    /// <summary>Names no personal data.</summary>
    public override string ToString() => nameof(LookUpRequest);
}

/// <summary>What a customer learns of the ticket.</summary>
/// <param name="TicketNo">The number.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="AppointmentDate">The day.</param>
/// <param name="AppointmentTime">The start of the arrival window.</param>
/// <param name="TechnicianName">Who comes, when somebody is assigned.</param>
/// <param name="Timeline">Every change of the status, oldest first.</param>
internal sealed record BookingStatus(
    string TicketNo, TicketStatus Status, DateOnly AppointmentDate, TimeOnly AppointmentTime, string? TechnicianName,
    IReadOnlyList<TimelineEntry> Timeline);

/// <summary>One change of a ticket's status.</summary>
/// <param name="Status">The status reached.</param>
/// <param name="At">When.</param>
internal sealed record TimelineEntry(TicketStatus Status, DateTimeOffset At);

/// <summary>A customer looks the ticket up by its number and the phone it was booked with.</summary>
internal static class LookUpBooking
{
    public static async Task<Results<Ok<BookingStatus>, ProblemHttpResult>> Handle(
        LookUpRequest request, BookingDbContext db, LookUpGuard guard, PersonalData personalData, HttpContext http, CancellationToken cancel)
    {
        var errors = new FieldErrors()
            .Add(RequestText.Check("ticketNo", request.TicketNo, 1, 100, multiline: false, out var ticketNo))
            .Add(RequestText.Check("customerPhone", request.CustomerPhone, 1, 100, multiline: false, out var customerPhone));
        if (errors.Any)
            return errors.ToProblem();

        if (!TicketNumber.TryParse(ticketNo, out var number))
            return Unknown();

        return await db.Database.CreateExecutionStrategy().ExecuteAsync<Results<Ok<BookingStatus>, ProblemHttpResult>>(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            if (await guard.Enter(number, http, cancel) is { } refusal)
                return refusal;

            var booking = await Find(number, customerPhone, db, personalData, cancel);
            if (booking is null)
                await guard.Miss(number, http, cancel);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return booking is null ? Unknown() : TypedResults.Ok(await Show(booking, db, personalData, cancel));
        });
    }

    private static async Task<RepairBooking?> Find(
        string number, string customerPhone, BookingDbContext db, PersonalData personalData, CancellationToken cancel)
    {
        if (!PhoneNumber.TryParse(customerPhone, out var phone))
            return null;

        var phoneHashes = personalData.PhoneHashes(phone);
        return await db.Bookings.AsNoTracking().SingleOrDefaultAsync(b => b.TicketNo == number && phoneHashes.Contains(b.CustomerPhoneHash), cancel);
    }

    private static async Task<BookingStatus> Show(RepairBooking booking, BookingDbContext db, PersonalData personalData, CancellationToken cancel)
    {
        var steps = await db.Progress.AsNoTracking().Where(p => p.TicketId == booking.Id).OrderBy(p => p.Version).ToListAsync(cancel);
        var sealedName = await db.Technicians.Where(t => t.Id == booking.TechnicianId).Select(t => t.SealedName).SingleOrDefaultAsync(cancel);
        return new BookingStatus(
            booking.TicketNo, booking.Status, booking.AppointmentDate, booking.AppointmentTime,
            sealedName is null ? null : personalData.Open(sealedName), Timeline(steps));
    }

    // A wrong phone answers as an unknown number does: whoever guesses numbers learns nothing.
    private static ProblemHttpResult Unknown() => Problems.NotFound("There is no booking with this number and telephone.");

    // A second technician is no second status.
    internal static List<TimelineEntry> Timeline(List<TicketProgress> steps)
    {
        var timeline = new List<TimelineEntry>();
        foreach (var step in steps)
        {
            if (step.Status is { } status && (timeline.Count == 0 || timeline[^1].Status != status))
                timeline.Add(new(status, step.At));
        }

        return timeline;
    }
}
