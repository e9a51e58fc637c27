using Meida.Booking.Data;
using Meida.ServiceDefaults.Idempotency;

namespace Meida.Booking.Features;

/// <summary>The routes of the service: all of them are for customers, who do not sign in.</summary>
internal static class BookingEndpoints
{
    public static void MapBookingEndpoints(this IEndpointRouteBuilder app)
    {
        var customers = app.MapGroup("/api/public").WithTags("Booking").AllowAnonymous();

        customers.MapPost("/booking", SubmitBooking.Handle).WithIdempotency<BookingDbContext>(sealsAnswer: true)
            .WithName(nameof(SubmitBooking)).WithSummary("Book a repair")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        customers.MapPost("/booking/lookup", LookUpBooking.Handle)
            .WithName(nameof(LookUpBooking)).WithSummary("Look a booking up by its number and phone")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        customers.MapGet("/regions", ListRegions.Handle).Produces<RegionList>()
            .WithName(nameof(ListRegions)).WithSummary("Provinces, cities and districts");
        customers.MapGet("/centers", ListCenters.Handle)
            .WithName(nameof(ListCenters)).WithSummary("Service centers");
        customers.MapGet("/slots", ListSlots.Handle)
            .WithName(nameof(ListSlots)).WithSummary("Slots of a day and how many bookings each still takes")
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }
}
