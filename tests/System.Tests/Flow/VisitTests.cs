using System.Net;
using System.Text.Json.Nodes;
using Meida.EndToEnd.Running;
using Meida.Testing;

namespace Meida.EndToEnd.Flow;

/// <summary>A visit with everything that can happen to it, through the gateway and all services.</summary>
[Collection(SystemCollection.Name)]
public sealed class VisitTests(RunningSystem system)
{
    [Fact]
    public async Task A_visit_is_moved_taken_over_proven_and_paid_for()
    {
        using var customer = Client.Anonymous(system.Gateway);
        using var agent = await Client.SignIn(system.Gateway, "agent");
        using var ops = await Client.SignIn(system.Gateway, "ops");
        using var admin = await Client.SignIn(system.Gateway, "admin");
        // Two technicians of its own, in a center of its own: nobody else's visits are in the way.
        var center = (string)(await ops.Post("/api/service-centers", new { name = $"测试中心 {Guid.NewGuid():N}", regions = Array.Empty<string>() })).Is(HttpStatusCode.Created).Json["id"]!;
        var (first, second) = (await Hire("甲"), await Hire("乙"));
        await Eventually.Is(async () => Assert.Contains(
            (await customer.Get("/api/public/centers")).Is(HttpStatusCode.OK).Json["items"]!.AsArray(), c => (string)c!["id"]! == center));
        var date = DateOnly.FromDateTime(DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)).Date).AddDays(20).ToString("yyyy-MM-dd", null);

        var booked = (await customer.Post("/api/public/booking", new
        {
            customerName = "周敏",
            customerPhone = "13900139011",
            address = "上海市浦东新区世纪大道 100 号",
            appointmentDate = date,
            appointmentTime = "10:00",
            issueDesc = "油烟机不转",
            centerId = center,
        })).Is(HttpStatusCode.Created).Json;
        var (id, own) = ((string)booked["ticketId"]!, ((string)booked["manageUrl"]!).Replace("/booking/t/", "/api/public/tickets/", StringComparison.Ordinal));
        var code = (string)(await customer.Get(own)).Is(HttpStatusCode.OK).Json["verificationCode"]!;
        (await customer.Upload($"{own}/images", ("fault.png", Samples.Receipt(1801)))).Is(HttpStatusCode.Created);

        (await agent.Post($"/api/tickets/{id}/confirm")).Is(HttpStatusCode.OK);
        (await agent.Post($"/api/tickets/{id}/notes", new { text = "先打电话" })).Is(HttpStatusCode.Created);
        (await ops.Post($"/api/tickets/{id}/priority", new { priority = "HIGH" })).Is(HttpStatusCode.OK);
        (await ops.Post($"/api/tickets/{id}/assign", new { technicianId = first })).Is(HttpStatusCode.OK);
        // One hour later is no overlap with itself.
        var moved = (await ops.Post($"/api/tickets/{id}/assign", new { technicianId = first, appointmentDate = date, appointmentTime = "11:00" })).Is(HttpStatusCode.OK).Json;
        Assert.Equal((first, "11:00"), ((string)moved["technicianId"]!, (string)moved["appointmentTime"]!));

        var absence = (await ops.Post($"/api/technicians/{first}/absences", new { from = date, to = date, reason = "病假" })).Is(HttpStatusCode.Created).Json;
        Assert.Equal([(string)moved["ticketNo"]!], absence["affected"]!.AsArray().Select(number => (string)number!));
        await Eventually.Is(async () => Assert.Equal(second, (string?)(await agent.Get($"/api/tickets/{id}")).Is(HttpStatusCode.OK).Json["technicianId"]));
        Assert.Equal("absent", (string)(await ops.Post($"/api/tickets/{id}/assign", new { technicianId = first })).Is(HttpStatusCode.UnprocessableEntity, "technician-unavailable").Json["reason"]!);
        var board = (await ops.Get($"/api/technicians/board?centerId={center}&date={date}")).Is(HttpStatusCode.OK).Json["technicians"]!.AsArray();
        Assert.Equal("11:00", (string)Assert.Single(Row(board, second)["visits"]!.AsArray())!["start"]!);
        Assert.Single(Row(board, first)["absences"]!.AsArray());

        (await admin.Post($"/api/tickets/{id}/start")).Is(HttpStatusCode.OK);
        var followUp = (await agent.Post($"/api/tickets/{id}/follow-up", new { appointmentDate = date, appointmentTime = "15:00" })).Is(HttpStatusCode.Created).Json;
        Assert.Equal(("CONFIRMED", id), ((string)followUp["status"]!, (string)followUp["followUpOf"]!));
        (await ops.Post($"/api/tickets/{id}/complete", new { verificationCode = code })).Is(HttpStatusCode.Conflict, "receipt-required");
        (await admin.Upload($"/api/tickets/{id}/images", ("r.png", Samples.Receipt(1802)))).Is(HttpStatusCode.Created);
        var done = (await ops.Post($"/api/tickets/{id}/complete", new
        {
            resolution = "更换电机",
            parts = new[] { new { code = "M-1", name = "电机", quantity = 1, unitPrice = 25_000 } },
            fees = new { labour = 8_000, travel = 0 },
            verificationCode = code,
        })).Is(HttpStatusCode.OK).Json;
        Assert.Equal(("COMPLETED", 33_000), ((string)done["status"]!, (int)done["total"]!));

        var notices = (await agent.Get($"/api/tickets/{id}/notices")).Is(HttpStatusCode.OK).Json.AsArray().Select(notice => (string)notice!["kind"]!).Distinct();
        Assert.Equal(["BOOKED", "REMINDER", "CONFIRMED", "ASSIGNED", "MOVED", "ON_THE_WAY", "COMPLETED"], notices.OrderBy(kind => Array.IndexOf(Kinds, kind)));

        foreach (var technician in (string[])[first, second])
            (await ops.Patch($"/api/technicians/{technician}", new { isActive = false })).Is(HttpStatusCode.OK);

        async Task<string> Hire(string name) => (string)(await ops.Post("/api/technicians", new
        {
            name,
            phone = $"139{Random.Shared.Next(10_000_000, 99_999_999)}",
            centerId = center,
            skills = Array.Empty<string>(),
        })).Is(HttpStatusCode.Created).Json["id"]!;
    }

    private static readonly string[] Kinds = ["BOOKED", "REMINDER", "CONFIRMED", "ASSIGNED", "MOVED", "ON_THE_WAY", "COMPLETED"];

    private static JsonNode Row(JsonArray board, string technician) => board.Single(row => (string)row!["id"]! == technician)!;
}
