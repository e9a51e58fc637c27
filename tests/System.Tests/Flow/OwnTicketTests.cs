using System.Net;
using System.Text;
using Meida.EndToEnd.Running;
using Meida.Testing;

namespace Meida.EndToEnd.Flow;

/// <summary>The customer's own side, through the gateway: her link from booking to rating, her product from the registry to the list.</summary>
[Collection(SystemCollection.Name)]
public sealed class OwnTicketTests(RunningSystem system)
{
    [Fact]
    public async Task A_customer_moves_urges_and_rates_by_her_link_alone()
    {
        using var customer = Client.Anonymous(system.Gateway);
        using var agent = await Client.SignIn(system.Gateway, "agent");
        using var ops = await Client.SignIn(system.Gateway, "ops");
        var serial = $"SN-{Guid.NewGuid():N}"[..16];
        using (var put = new HttpRequestMessage(HttpMethod.Put, $"/api/products/{serial}") { Content = new StringContent(
            """{"model":"JZT-7B13","category":"集成灶","purchasedOn":"2026-01-01","warrantyMonths":240}""", Encoding.UTF8, "application/json") })
            (await ops.Send(put)).Is(HttpStatusCode.OK);
        Assert.Equal("IN_WARRANTY", (string)(await customer.Get($"/api/public/products/{serial}")).Is(HttpStatusCode.OK).Json["coverage"]!);

        var (date, time) = Day(30, "09:30");
        var booked = (await customer.Post("/api/public/booking", Booking(date, time, serial))).Is(HttpStatusCode.Created).Json;
        var (id, own) = ((string)booked["ticketId"]!, ((string)booked["manageUrl"]!).Replace("/booking/t/", "/api/public/tickets/", StringComparison.Ordinal));
        Assert.Contains("<div id=\"app\">", (await customer.Get((string)booked["manageUrl"]!)).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);

        // She is faster than any message.
        var first = (await customer.Get(own)).Is(HttpStatusCode.OK).Json;
        Assert.Equal(("BOOKED", serial, "IN_WARRANTY", "JZT-7B13", true), (
            (string)first["status"]!, (string)first["serialNumber"]!, (string)first["coverage"]!, (string)first["productModel"]!, (bool)first["can"]!["reschedule"]!));

        var to = Day(31, "08:00");
        var moved = (await customer.Post($"{own}/reschedule", new { appointmentDate = to.Date, appointmentTime = to.Time }, idempotencyKey: "move")).Is(HttpStatusCode.OK);
        Assert.Equal((to.Date, "08:00"), ((string)moved.Json["appointmentDate"]!, (string)moved.Json["appointmentTime"]!));
        Assert.True((await customer.Post($"{own}/reschedule", new { appointmentDate = to.Date, appointmentTime = to.Time }, idempotencyKey: "move")).Is(HttpStatusCode.OK).Replayed);
        var calendar = (await customer.Get($"{own}/calendar.ics")).Is(HttpStatusCode.OK);
        Assert.Equal("text/calendar", calendar.ContentType);
        Assert.Contains("SEQUENCE:2", calendar.Text, StringComparison.Ordinal);

        (await customer.Post($"{own}/rating", new { score = 5 })).Is(HttpStatusCode.Conflict, "illegal-transition");
        (await customer.Post($"{own}/urge")).Is(HttpStatusCode.OK);
        Assert.InRange((await customer.Post($"{own}/urge")).Is(HttpStatusCode.TooManyRequests, "too-many-requests").RetryAfter!.Value, TimeSpan.FromHours(3.9), TimeSpan.FromHours(4));
        Assert.Contains((await agent.Get("/api/tickets?urged=true&coverage=IN_WARRANTY&q=" + serial)).Is(HttpStatusCode.OK).Json["items"]!.AsArray(), t => (string)t!["id"]! == id);

        (await agent.Post($"/api/tickets/{id}/confirm")).Is(HttpStatusCode.OK);
        Assert.Equal("CONFIRMED", (string)(await customer.Get(own)).Is(HttpStatusCode.OK).Json["status"]!);
        (await ops.Post($"/api/tickets/{id}/assign", new { })).Is(HttpStatusCode.OK);
        using var admin = await Client.SignIn(system.Gateway, "admin");
        (await admin.Post($"/api/tickets/{id}/start")).Is(HttpStatusCode.OK);
        (await customer.Post($"{own}/reschedule", new { appointmentDate = to.Date, appointmentTime = "17:00" })).Is(HttpStatusCode.Conflict, "illegal-transition");
        (await admin.Upload($"/api/tickets/{id}/images", ("r.png", Samples.Receipt(77)))).Is(HttpStatusCode.Created);
        (await admin.Post($"/api/tickets/{id}/complete")).Is(HttpStatusCode.OK);

        var rated = (await customer.Post($"{own}/rating", new { score = 5, comment = "师傅很准时" })).Is(HttpStatusCode.OK).Json;
        Assert.Equal((5, "师傅很准时", false), ((int)rated["rating"]!["score"]!, (string)rated["rating"]!["comment"]!, (bool)rated["can"]!["rate"]!));
        (await customer.Post($"{own}/rating", new { score = 1 })).Is(HttpStatusCode.Conflict, "already-rated");
        var ticket = (await agent.Get($"/api/tickets/{id}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(
            ["BOOKED", "RESCHEDULED", "URGED", "CONFIRMED", "ASSIGNED", "STARTED", "RECEIPT_UPLOADED", "COMPLETED", "RATED"],
            ticket["events"]!.AsArray().Select(entry => (string)entry!["action"]!));
        await Eventually.Is(async () =>
        {
            var history = (await agent.Get($"/api/products/{serial}")).Is(HttpStatusCode.OK).Json["tickets"]!.AsArray();
            Assert.Equal((id, "COMPLETED"), ((string)history.Single()!["ticketId"]!, (string)history.Single()!["status"]!));
        });
    }

    [Fact]
    public async Task The_link_of_an_agents_booking_cancels_and_a_guess_finds_nothing()
    {
        using var customer = Client.Anonymous(system.Gateway);
        using var agent = await Client.SignIn(system.Gateway, "agent");
        var (date, time) = Day(32, "10:00");
        var created = (await agent.Post("/api/tickets", Booking(date, time, "sn-unknown-1"))).Is(HttpStatusCode.Created).Json;
        var (id, url) = ((string)created["id"]!, (string)created["manageUrl"]!);
        Assert.Equal("UNKNOWN", (string)created["coverage"]!);
        var own = url.Replace("/booking/t/", "/api/public/tickets/", StringComparison.Ordinal);
        await Eventually.Is(async () => (await customer.Get(own)).Status == HttpStatusCode.OK);

        (await customer.Post($"{own}/cancel", new { })).Is(HttpStatusCode.OK);
        (await customer.Post($"{own}/cancel", new { })).Is(HttpStatusCode.Conflict, "illegal-transition");
        Assert.Equal("CANCELED", (string)(await agent.Get($"/api/tickets/{id}")).Is(HttpStatusCode.OK).Json["status"]!);
        Assert.Contains("STATUS:CANCELLED", (await customer.Get($"{own}/calendar.ics")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        (await customer.Get("/api/public/tickets/" + new string('x', 32))).Is(HttpStatusCode.NotFound, "not-found");
    }

    private static (string Date, string Time) Day(int ahead, string time) =>
        (DateOnly.FromDateTime(DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)).Date).AddDays(ahead).ToString("yyyy-MM-dd", null), time);

    private static object Booking(string date, string time, string serialNumber) => new
    {
        customerName = "苏晴",
        customerPhone = "13700137000",
        address = "杭州市西湖区文三路 88 号",
        appointmentDate = date,
        appointmentTime = time,
        issueDesc = "点火后自动熄灭",
        serialNumber,
    };
}
