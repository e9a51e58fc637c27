using Meida.Booking.Domain;

namespace Meida.Booking.Manage;

/// <summary>The booking whose link was used; every route below the link has one.</summary>
internal sealed record OwnBooking(RepairBooking Booking);

internal static class OwnBookingRoutes
{
    /// <summary>Opens the link in the path before anything else is done.</summary>
    public static RouteGroupBuilder ForOwnTicket(this RouteGroupBuilder routes)
    {
        routes.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            var (booking, refusal) = await http.RequestServices.GetRequiredService<LinkGuard>()
                .Open(http.GetRouteValue("token") as string ?? "", http, http.RequestAborted);
            if (refusal is not null)
                return refusal;

            http.Features.Set(new OwnBooking(booking!));
            return await next(context);
        });
        return routes;
    }

    public static RepairBooking OwnBooking(this HttpContext http) => http.Features.Get<OwnBooking>()!.Booking;
}
