using System.Net;
using Meida.EndToEnd.Running;
using Meida.Testing;

namespace Meida.EndToEnd.Api;

/// <summary>One audit log of the whole product.</summary>
[Collection(SystemCollection.Name)]
public sealed class AuditLogTests(RunningSystem system)
{
    [Fact]
    public async Task What_happened_to_a_ticket_in_any_service_and_who_signed_in_is_one_list()
    {
        var started = DateTimeOffset.UtcNow.AddSeconds(-5).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
        using var admin = await Client.SignIn(system.Gateway, "admin");
        using var ops = await Client.SignIn(system.Gateway, "ops");
        var booked = (await admin.Post("/api/public/booking", Samples.Booking())).Is(HttpStatusCode.Created).Json;
        var (id, number) = ((string)booked["ticketId"]!, (string)booked["ticketNo"]!);
        await Eventually.Is(async () => (await admin.Get($"/api/tickets/{id}")).Is(HttpStatusCode.OK), TimeSpan.FromSeconds(60));
        (await ops.Post("/api/technicians", new { })).Is(HttpStatusCode.BadRequest, "validation");
        await Eventually.Is(
            async () => (await admin.Upload($"/api/tickets/{id}/images", ("receipt.png", Samples.Receipt(3)))).Is(HttpStatusCode.Conflict, "illegal-transition"),
            TimeSpan.FromSeconds(60));

        (await ops.Get("/api/audit-logs")).Is(HttpStatusCode.Forbidden, "forbidden");
        foreach (var key in (string[])[id, number])
        {
            var ofTicket = await Lines(admin, $"ticketId={key}");
            Assert.Contains(("tickets", "BOOKED", "customer", "done"), ofTicket);
            Assert.Contains(("files", "UPLOAD_RECEIPT", "admin", "illegal-transition"), ofTicket);
            Assert.DoesNotContain(ofTicket, line => line.Service is "technicians" or "gateway");
        }
        Assert.Contains(("technicians", "ADD_TECHNICIAN", "ops", "validation"), await Lines(admin, $"actor=ops&action=add_technician&from={started}"));
        await Eventually.Is(async () => Assert.Contains(("gateway", "SIGNED_IN", "ops", "done"), await Lines(admin, $"actor=ops&from={started}")));
        Assert.Equal(
            (await Lines(admin, $"from={started}&pageSize=100")).Select(line => line.Service).Distinct().Order(),
            ["files", "gateway", "technicians", "tickets"]);
    }

    private static async Task<List<(string Service, string Action, string Actor, string Result)>> Lines(Client admin, string query) =>
        [.. (await admin.Get($"/api/audit-logs?{query}")).Is(HttpStatusCode.OK).Json["items"]!.AsArray()
            .Select(line => ((string)line!["service"]!, (string)line["action"]!, (string)line["actor"]!, (string)line["result"]!))];
}
