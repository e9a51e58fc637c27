using System.Net;
using Meida.Contracts.Tickets;
using Meida.SharedKernel;
using Meida.Testing;

namespace Meida.Tickets.Tests.Features;

[Collection(nameof(TicketsService))]
public sealed class FollowUpTests(TicketsService service)
{
    [Fact]
    public async Task A_second_visit_is_a_confirmed_ticket_for_the_same_customer()
    {
        var (id, _) = await service.InProgress();
        var first = await service.Agent.Read($"/api/tickets/{id}");

        using var answer = await service.Agent.Command($"/api/tickets/{id}/follow-up", new { appointmentDate = Day(9), appointmentTime = "10:00", issueDesc = "更换水泵" });
        var second = await answer.Json(HttpStatusCode.Created);

        Assert.Equal(("CONFIRMED", id, "更换水泵", 2), (
            second.Status(), second.GetProperty("followUpOf").GetGuid(), second.GetProperty("issueDesc").GetString(), second.Version()));
        foreach (var same in (string[])["customerName", "customerPhoneMasked", "address", "centerId", "productModel"])
            Assert.Equal(first.GetProperty(same).GetString(), second.GetProperty(same).GetString());
        Assert.Equal(["BOOKED", "CONFIRMED"], second.Actions());
        Assert.StartsWith("/booking/t/", second.GetProperty("manageUrl").GetString(), StringComparison.Ordinal);
        var secondId = second.GetProperty("id").GetGuid();
        await Eventually.Is(() => service.Others.Heard.OfType<AgentBookingRecorded>().Any(told => told.Booking.TicketId == secondId));
        Assert.Equal("IN_PROGRESS", (await service.Agent.Read($"/api/tickets/{id}")).Status());
    }

    [Fact]
    public async Task Work_that_is_done_can_be_followed_up_and_work_that_has_not_begun_cannot()
    {
        var (done, _) = await service.Completed();
        var (waiting, _) = await service.Assigned();
        var visit = new { appointmentDate = Day(9), appointmentTime = "10:30" };

        using var answer = await service.Agent.Command($"/api/tickets/{done}/follow-up", visit);
        Assert.Equal("集成灶漏水", (await answer.Json(HttpStatusCode.Created)).GetProperty("issueDesc").GetString());
        Assert.Equal("illegal-transition", await service.Agent.Command($"/api/tickets/{waiting}/follow-up", visit).Refusal(HttpStatusCode.Conflict));
        Assert.Equal("validation", await service.Agent.Command($"/api/tickets/{done}/follow-up", new { appointmentDate = "2020-01-01", appointmentTime = "10:30" }).Refusal(HttpStatusCode.BadRequest));
    }

    private static string Day(int ahead) => AppointmentSlots.Today(TimeProvider.System).AddDays(ahead).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
