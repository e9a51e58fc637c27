using System.Net;
using Meida.EndToEnd.Running;
using Meida.Testing;

namespace Meida.EndToEnd.Operations;

[Collection(SystemCollection.Name)]
public sealed class OneTraceTests(RunningSystem system)
{
    [Fact]
    public async Task A_booking_is_one_trace_from_the_click_to_the_services_that_hear_of_it()
    {
        const string traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
        using var customer = Client.Anonymous(system.Gateway);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/public/booking")
        {
            Content = System.Net.Http.Json.JsonContent.Create(Samples.Booking()),
        };
        request.Headers.Add("traceparent", $"00-{traceId}-00f067aa0ba902b7-01");
        var number = (string)(await customer.Send(request)).Is(HttpStatusCode.Created).Json["ticketNo"]!;

        await Eventually.Is(() =>
        {
            var services = system.Telemetry.ServicesOf(traceId, ["gateway", "booking", "tickets", "technicians", "files"]);
            Assert.Superset(new HashSet<string> { "gateway", "booking", "tickets", "files" }, services.ToHashSet());
            // An operator has the number of a ticket, not the id of a trace.
            Assert.Superset(new HashSet<string> { "booking", "tickets", "files" }, system.Telemetry.ServicesWith("meida.ticket_no", number, services).ToHashSet());
            return Task.CompletedTask;
        });
    }
}
