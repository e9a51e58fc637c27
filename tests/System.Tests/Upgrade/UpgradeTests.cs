using System.Net;
using System.Text.Json.Nodes;
using Meida.EndToEnd.Running;
using Meida.Testing;

namespace Meida.EndToEnd.Upgrade;

/// <summary>The services of today on what the former release left behind.</summary>
// A system of its own, beside the shared one: not while that one is under test.
[Collection(SystemCollection.Name)]
public sealed class UpgradeTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly RunningSystem _system = new() { Prepare = new FormerRelease("1.0.0").Restore, Settings = { ["MEIDA_STORAGE"] = "disk" } };

    public ValueTask InitializeAsync() => _system.InitializeAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task Tickets_of_the_former_release_and_new_ones_go_on_to_completion()
    {
        using var admin = await Client.SignIn(_system.Gateway, "admin");
        using var customer = Client.Anonymous(_system.Gateway);

        // One booking was in no message yet when the former release ended.
        JsonArray tickets = [];
        await Eventually.Is(async () =>
        {
            tickets = (await admin.Get("/api/tickets?pageSize=100")).Is(HttpStatusCode.OK).Json["items"]!.AsArray();
            Assert.Equal(
                ["ASSIGNED", "BOOKED", "BOOKED", "COMPLETED", "CONFIRMED", "IN_PROGRESS"],
                tickets.Select(ticket => (string)ticket!["status"]!).Order(StringComparer.Ordinal));
        }, Patience);

        // What the former release sealed and hashed is opened and found.
        var old = tickets.First(ticket => (string)ticket!["customerPhoneMasked"]! == "138****8001")!;
        Assert.Equal("13800138001", (string)(await admin.Post($"/api/tickets/{old["id"]}/reveal-phone")).Is(HttpStatusCode.OK).Json["customerPhone"]!);
        await LookUp(customer, (string)old["ticketNo"]!, "13800138001", "BOOKED");

        // The times of its tickets are read from their history.
        Assert.Equal(3, (int)(await admin.Get("/api/tickets/stats")).Is(HttpStatusCode.OK).Json["assignmentHours"]!["count"]!);

        var done = tickets.First(ticket => (string)ticket!["status"]! == "COMPLETED")!;
        var image = (await admin.Get($"/api/tickets/{done["id"]}/images")).Is(HttpStatusCode.OK).Json["items"]![0]!;
        Assert.NotEmpty((await admin.Get((string)image["url"]!)).Is(HttpStatusCode.OK).Bytes);

        foreach (var ticket in tickets.Where(ticket => (string)ticket!["status"]! != "COMPLETED"))
            await Finish(admin, (string)ticket!["id"]!, (string)ticket["status"]!);
        await LookUp(customer, (string)old["ticketNo"]!, "13800138001", "COMPLETED");

        var booked = (await customer.Post("/api/public/booking", Samples.Booking("13900139000"))).Is(HttpStatusCode.Created).Json;
        await Finish(admin, (string)booked["ticketId"]!, "BOOKED");
        await LookUp(customer, (string)booked["ticketNo"]!, "13900139000", "COMPLETED");
        Assert.Empty(await _system.Run.DeadLetters());
    }

    private static async Task Finish(Client admin, string id, string status)
    {
        if (status == "BOOKED")
            (await admin.Post($"/api/tickets/{id}/confirm")).Is(HttpStatusCode.OK);
        if (status is "BOOKED" or "CONFIRMED")
            await admin.Post($"/api/tickets/{id}/assign", new { });
        await Eventually.Is(async () => Assert.NotNull((string?)(await admin.Get($"/api/tickets/{id}")).Json["technicianId"]), Patience);
        if (status != "IN_PROGRESS")
            (await admin.Post($"/api/tickets/{id}/start")).Is(HttpStatusCode.OK);
        (await admin.Upload($"/api/tickets/{id}/images", ("receipt.png", Samples.Receipt(id.GetHashCode(StringComparison.Ordinal))))).Is(HttpStatusCode.Created);
        (await admin.Post($"/api/tickets/{id}/complete")).Is(HttpStatusCode.OK);
    }

    private static Task LookUp(Client customer, string ticketNo, string customerPhone, string status) => Eventually.Is(async () =>
    {
        var found = (await customer.Post("/api/public/booking/lookup", new { ticketNo, customerPhone })).Is(HttpStatusCode.OK).Json;
        Assert.Equal(status, (string)found["status"]!);
    }, Patience);
}
