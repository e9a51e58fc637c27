using System.Net;
using Meida.EndToEnd.Running;
using Meida.Testing;

namespace Meida.EndToEnd.Flow;

/// <summary>Many assignments at the same moment, through the gateway.</summary>
[Collection(SystemCollection.Name)]
public sealed class AssignmentLoadTests(RunningSystem system)
{
    private const int Tickets = 100;
    private const int Team = 5;
    private static readonly string[] Regions = ["负载区"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_hundred_at_once_spread_evenly_over_the_technicians_of_one_center()
    {
        using var admin = await Client.SignIn(system.Gateway, "admin");
        var center = (await admin.Post("/api/service-centers", new { name = "负载服务中心", regions = Regions }))
            .Is(HttpStatusCode.Created).Json["id"]!.GetValue<string>();
        var team = new List<string>();
        for (var i = 0; i < Team; i++)
            team.Add((await admin.Post("/api/technicians", new { name = $"负载{i}", phone = $"1370000{i:D4}", centerId = center, skills = Array.Empty<string>() }))
                .Is(HttpStatusCode.Created).Json["id"]!.GetValue<string>());
        await Eventually.Is(async () => (await admin.Get("/api/public/centers")).Text.Contains(center, StringComparison.Ordinal), "The center is not known to Booking.", Patience);

        var tickets = new List<string>();
        for (var i = 0; i < Tickets; i++)
            tickets.Add(await Confirmed(admin, center, slot: i / 2));
        var answers = await Task.WhenAll(tickets.Select(id => admin.Post($"/api/tickets/{id}/assign", new { })));

        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Accepted, answer.Text));
        foreach (var id in tickets)
            await Eventually.Is(async () => (string)(await admin.Get($"/api/tickets/{id}")).Json["status"]! == "ASSIGNED", "A ticket was not assigned.", Patience);
        var assigned = await Task.WhenAll(tickets.Select(async id => (await admin.Get($"/api/tickets/{id}")).Json));
        Assert.All(assigned, ticket => Assert.Single(ticket["events"]!.AsArray(), e => (string)e!["action"]! == "ASSIGNED"));
        Assert.Equal(Tickets, assigned.Select(t => $"{t["technicianId"]} {t["appointmentDate"]} {t["appointmentTime"]}").Distinct().Count());
        var loads = assigned.CountBy(ticket => (string)ticket["technicianId"]!).ToDictionary();
        Assert.Equal(team.Order(), loads.Keys.Order());
        Assert.True(loads.Values.Max() - loads.Values.Min() <= 1, string.Join(", ", loads.Values));
    }

    [Fact]
    public async Task Fifty_callers_make_one_assignment()
    {
        using var admin = await Client.SignIn(system.Gateway, "admin");
        var id = await Confirmed(admin, center: null, slot: 700);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => admin.Post($"/api/tickets/{id}/assign", new { })));

        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Accepted, answer.Text));
        await Eventually.Is(async () => (string)(await admin.Get($"/api/tickets/{id}")).Json["status"]! == "ASSIGNED", "The ticket was not assigned.", Patience);
        var events = (await admin.Get($"/api/tickets/{id}")).Json["events"]!.AsArray();
        Assert.Equal(["BOOKED", "CONFIRMED", "ASSIGNED"], events.Select(e => (string)e!["action"]!));
    }

    private static async Task<string> Confirmed(Client admin, string? center, int slot)
    {
        var booking = System.Text.Json.JsonSerializer.SerializeToNode(Samples.Booking(slot: slot))!;
        booking["centerId"] = center;
        var id = "";
        // Tickets may hear of a new center a moment after Booking.
        await Eventually.Is(
            async () =>
            {
                var answer = await admin.Post("/api/tickets", booking);
                id = answer.Status == HttpStatusCode.Created ? answer.Json["id"]!.GetValue<string>() : "";
                return id.Length > 0;
            },
            "The ticket was not opened.", Patience);
        (await admin.Post($"/api/tickets/{id}/confirm")).Is(HttpStatusCode.OK);
        return id;
    }
}
