namespace Meida.Booking.Features;

internal static class EndpointDescription
{
    /// <summary>Names a route in the OpenAPI document, with the refusals it may answer.</summary>
    public static RouteHandlerBuilder Described(this RouteHandlerBuilder endpoint, string name, string summary, params int[] refusals)
    {
        endpoint.WithName(name).WithSummary(summary);
        foreach (var status in refusals)
            endpoint.ProducesProblem(status);
        return endpoint;
    }
}
