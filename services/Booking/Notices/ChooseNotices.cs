using Meida.Booking.Data;
using Meida.Booking.Manage;
using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Notices;

/// <summary>Whether a customer wants to be told of what happens to her ticket.</summary>
/// <param name="Wanted">Yes or no.</param>
internal sealed record NoticeChoice(bool? Wanted);

/// <summary>The customer wants no more notices, or wants them again.</summary>
internal static class ChooseNotices
{
    public static async Task<Results<Ok<NoticeChoice>, ProblemHttpResult>> Handle(
        string token, NoticeChoice request, BookingDbContext db, NoticePlan notices, HttpContext http, CancellationToken cancel)
    {
        if (request.Wanted is not { } wanted)
            return new FieldErrors().Add("wanted", "required", "Required.").ToProblem();

        var id = http.OwnBooking().Id;
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await db.LockTicket(id, cancel);
            var booking = await db.Bookings.SingleAsync(b => b.Id == id, cancel);
            booking.WantNotices(wanted);
            if (wanted)
                await notices.Resume(booking, cancel);
            else
                await notices.End(id, cancel);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        });
        return TypedResults.Ok(request);
    }
}
