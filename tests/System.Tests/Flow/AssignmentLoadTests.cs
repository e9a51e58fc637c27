using System.Net;
using System.Text.Json.Nodes;
using Meida.EndToEnd.Running;
using Meida.Testing;

namespace Meida.EndToEnd.Flow;

/// <summary>Many assignments at the same moment, through the gateway.</summary>
[Collection(SystemCollection.Name)]
public sealed class AssignmentLoadTests(RunningSystem system)
{
    private const int Tickets = 100;
    private const int Size = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_hundred_at_once_spread_evenly_over_the_technicians_of_one_center()
    {
        using var admin = await Client.SignIn(system.Gateway, "admin");
        var (center, team) = await Team(admin, "负载", "1370000000");

        // Each at a time of its own: where two visits meet, the second may have to go to a technician who has more.
        var assigned = await AssignedAtOnce(admin, center, Enumerable.Range(0, Tickets).Select(Apart));

        var loads = assigned.CountBy(ticket => (string)ticket["technicianId"]!).ToDictionary();
        Assert.Equal(team.Order(), loads.Keys.Order());
        Assert.All(loads.Values, load => Assert.Equal(Tickets / Size, load));
    }

    [Fact]
    public async Task A_hundred_at_once_in_twenty_slots_give_each_technician_one_in_every_slot()
    {
        using var admin = await Client.SignIn(system.Gateway, "admin");
        var (center, team) = await Team(admin, "同时", "1370000001");

        var assigned = await AssignedAtOnce(admin, center, Enumerable.Range(0, Tickets).Select(i => 540 + Apart(i / Size)));

        var slots = assigned.GroupBy(ticket => (ticket["appointmentDate"]!.GetValue<string>(), ticket["appointmentTime"]!.GetValue<string>())).ToList();
        Assert.Equal(Tickets / Size, slots.Count);
        Assert.All(slots, slot => Assert.Equal(team.Order(), slot.Select(ticket => ticket["technicianId"]!.GetValue<string>()).Order()));
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

    // Five visits of two hours a day that do not meet, of the eighteen slots.
    private static int Apart(int visit) => visit / 5 * 18 + visit % 5 * 4;

    private static async Task<(string Center, List<string> Team)> Team(Client admin, string name, string phones)
    {
        var center = (await admin.Post("/api/service-centers", new { name = name + "服务中心", regions = new[] { name + "区" } }))
            .Is(HttpStatusCode.Created).Json["id"]!.GetValue<string>();
        var team = new List<string>();
        for (var i = 0; i < Size; i++)
            team.Add((await admin.Post("/api/technicians", new { name = $"{name}{i}", phone = $"{phones}{i}", centerId = center, skills = Array.Empty<string>() }))
                .Is(HttpStatusCode.Created).Json["id"]!.GetValue<string>());
        await Eventually.Is(async () => (await admin.Get("/api/public/centers")).Text.Contains(center, StringComparison.Ordinal), "The center is not known to Booking.", Patience);
        return (center, team);
    }

    private static async Task<JsonNode[]> AssignedAtOnce(Client admin, string center, IEnumerable<int> slots)
    {
        var tickets = new List<string>();
        foreach (var slot in slots)
            tickets.Add(await Confirmed(admin, center, slot));
        var answers = await Task.WhenAll(tickets.Select(id => admin.Post($"/api/tickets/{id}/assign", new { })));

        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Accepted, answer.Text));
        foreach (var id in tickets)
            await Eventually.Is(async () => (string)(await admin.Get($"/api/tickets/{id}")).Json["status"]! == "ASSIGNED", "A ticket was not assigned.", Patience);
        var assigned = await Task.WhenAll(tickets.Select(async id => (await admin.Get($"/api/tickets/{id}")).Json));
        Assert.All(assigned, ticket => Assert.Single(ticket["events"]!.AsArray(), e => (string)e!["action"]! == "ASSIGNED"));
        return assigned;
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
