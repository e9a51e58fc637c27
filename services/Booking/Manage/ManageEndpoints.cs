using Meida.Booking.Features;
using Meida.Booking.Notices;

namespace Meida.Booking.Manage;

/// <summary>What a customer does with the link of her ticket. The token is all she needs, and all that is asked.</summary>
internal static class ManageEndpoints
{
    public static void MapManageEndpoints(this IEndpointRouteBuilder app)
    {
        var own = app.MapGroup("/api/public/tickets/{token}").WithTags("Own ticket").AllowAnonymous().ForOwnTicket();
        own.MapGet("", GetOwnTicket.Handle).Described(nameof(GetOwnTicket), "The ticket behind a customer's link", 404, 429);
        own.MapGet("/calendar.ics", GetOwnCalendar.Handle).Described(nameof(GetOwnCalendar), "The appointment for a calendar, RFC 5545", 404, 429)
            .Produces<string>(200, "text/calendar");
        own.MapPost("/reschedule", RescheduleOwnTicket.Handle)
            .Described(nameof(RescheduleOwnTicket), "Move the appointment, until two hours before it", 400, 404, 409, 422, 429);
        own.MapPost("/cancel", CancelOwnTicket.Handle)
            .Described(nameof(CancelOwnTicket), "Cancel, until two hours before the appointment", 400, 404, 409, 422, 429);
        own.MapPost("/urge", UrgeOwnTicket.Handle).Described(nameof(UrgeOwnTicket), "Ask for it to go faster, once in four hours", 404, 409, 422, 429);
        own.MapPost("/notices", ChooseNotices.Handle)
            .Described(nameof(ChooseNotices), "Say whether to be told of what happens", 400, 404, 429);
        own.MapPost("/rating", RateOwnTicket.Handle)
            .Described(nameof(RateOwnTicket), "Say how it was, once, within 30 days of completion", 400, 404, 409, 422, 429);
    }
}
