using System.Net;
using Meida.EndToEnd.Running;
using Meida.Testing;

namespace Meida.EndToEnd.Flow;

/// <summary>The brief's eight steps, by four accounts, through the gateway.</summary>
[Collection(SystemCollection.Name)]
public sealed class EightStepsTests(RunningSystem system)
{
    [Fact]
    public async Task A_ticket_goes_from_booking_to_completion()
    {
        using var customer = Client.Anonymous(system.Gateway);
        using var agent = await Client.SignIn(system.Gateway, "agent");
        using var manager = await Client.SignIn(system.Gateway, "ops");

        var booked = (await customer.Post("/api/public/booking", Samples.Booking("13800138000"))).Is(HttpStatusCode.Created).Json;
        var (id, number) = ((string)booked["ticketId"]!, (string)booked["ticketNo"]!);
        Assert.Matches("^TK[0-9A-HJKMNP-TV-Z]{8}$", number);
        Assert.Equal("BOOKED", (string)booked["status"]!);

        var ticket = (await agent.Get($"/api/tickets/{number.ToLowerInvariant()}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal((id, "BOOKED", "138****8000"), ((string)ticket["id"]!, (string)ticket["status"]!, (string)ticket["customerPhoneMasked"]!));

        var confirmed = (await agent.Post($"/api/tickets/{id}/confirm")).Is(HttpStatusCode.OK);
        Assert.Equal("CONFIRMED", (string)confirmed.Json["status"]!);

        var assigned = (await manager.Post($"/api/tickets/{id}/assign", new { })).Is(HttpStatusCode.OK);
        Assert.Equal("ASSIGNED", (string)assigned.Json["status"]!);
        var technicianId = (string)assigned.Json["technicianId"]!;
        Assert.False(string.IsNullOrEmpty((string?)assigned.Json["technicianName"]));

        using var technician = await SignInAsTechnician(technicianId);
        var jobs = (await technician.Get("/api/my-jobs?pageSize=100")).Is(HttpStatusCode.OK).Json;
        Assert.Contains(jobs["items"]!.AsArray(), job => (string)job!["id"]! == id);

        (await technician.Post($"/api/tickets/{id}/start")).Is(HttpStatusCode.OK);
        (await technician.Post($"/api/tickets/{id}/complete")).Is(HttpStatusCode.Conflict, "receipt-required");

        var receipt = Samples.Receipt(1);
        var uploaded = (await technician.Upload($"/api/tickets/{id}/images", ("receipt.png", receipt))).Is(HttpStatusCode.Created).Json;
        var image = uploaded["items"]![0]!;
        Assert.Equal(("RECEIPT", "image/png", false), ((string)image["type"]!, (string)image["contentType"]!, (bool)image["duplicate"]!));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(receipt)), (string)image["checksumSha256"]!);

        var completed = (await technician.Post($"/api/tickets/{id}/complete")).Is(HttpStatusCode.OK);
        Assert.Equal("COMPLETED", (string)completed.Json["status"]!);

        (await agent.Get((string)image["url"]!)).Is(HttpStatusCode.OK);
        var history = (await agent.Get($"/api/tickets/{id}/events")).Is(HttpStatusCode.OK).Json["items"]!.AsArray();
        Assert.Equal(
            ["BOOKED", "CONFIRMED", "ASSIGNED", "STARTED", "RECEIPT_UPLOADED", "COMPLETED"],
            history.Select(entry => (string)entry!["action"]!));

        await Eventually.Is(async () =>
        {
            var lookup = (await customer.Post("/api/public/booking/lookup", new { ticketNo = number, customerPhone = "+86 138 0013 8000" })).Is(HttpStatusCode.OK).Json;
            Assert.Equal("COMPLETED", (string)lookup["status"]!);
        });
    }

    [Fact]
    public async Task Every_wrong_transition_is_refused_and_changes_nothing()
    {
        using var customer = Client.Anonymous(system.Gateway);
        using var admin = await Client.SignIn(system.Gateway, "admin");
        var booked = (await customer.Post("/api/public/booking", Samples.Booking())).Is(HttpStatusCode.Created).Json;
        var id = (string)booked["ticketId"]!;

        (await admin.Post($"/api/tickets/{id}/start")).Is(HttpStatusCode.Conflict, "illegal-transition");
        (await admin.Post($"/api/tickets/{id}/assign", new { })).Is(HttpStatusCode.Conflict, "illegal-transition");
        (await admin.Post($"/api/tickets/{id}/complete")).Is(HttpStatusCode.Conflict, "illegal-transition");
        (await admin.Upload($"/api/tickets/{id}/images", ("r.png", Samples.Receipt(2)))).Is(HttpStatusCode.Conflict, "illegal-transition");
        (await admin.Post($"/api/tickets/{id}/cancel", new { reason = "客户取消" })).Is(HttpStatusCode.OK);
        foreach (var command in (string[])["confirm", "start", "complete"])
            (await admin.Post($"/api/tickets/{id}/{command}")).Is(HttpStatusCode.Conflict, "illegal-transition");
        (await admin.Post($"/api/tickets/{id}/cancel", new { reason = "again" })).Is(HttpStatusCode.Conflict, "illegal-transition");

        var ticket = (await admin.Get($"/api/tickets/{id}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(("CANCELED", 2), ((string)ticket["status"]!, (int)ticket["version"]!));
        Assert.Equal(["BOOKED", "CANCELED"], ticket["events"]!.AsArray().Select(entry => (string)entry!["action"]!));
    }

    private async Task<Client> SignInAsTechnician(string technicianId)
    {
        foreach (var userName in (string[])["tech1", "tech2", "tech3"])
        {
            var client = await Client.SignIn(system.Gateway, userName);
            if ((string?)(await client.Get("/api/auth/me")).Json["technicianId"] == technicianId)
                return client;
            client.Dispose();
        }

        throw new InvalidOperationException($"No seeded account signs in as technician {technicianId}.");
    }
}
