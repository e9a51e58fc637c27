using System.Net;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Tests.Features;

[Collection(nameof(TicketsService))]
public sealed class NoteTests(TicketsService service)
{
    [Fact]
    public async Task A_note_is_an_event_that_colleagues_read()
    {
        var (id, technician) = await service.Assigned();
        using var own = service.Technician(technician);
        var version = (await service.Agent.Read($"/api/tickets/{id}")).Version();

        using var answer = await own.Command($"/api/tickets/{id}/notes", new { text = "门禁 2580，\n先打电话" });
        var note = await answer.Json(HttpStatusCode.Created);

        Assert.Equal(("NOTED", "technician", "门禁 2580，\n先打电话"), (
            note.GetProperty("action").GetString(), note.GetProperty("actorRole").GetString(), note.GetProperty("details").GetProperty("text").GetString()));
        var ticket = await service.Ops.Read($"/api/tickets/{id}");
        Assert.Equal((version, "NOTED"), (ticket.Version(), ticket.Actions()[^1]));
        Assert.Equal($"/api/tickets/{id}/events", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_note_stays_out_of_the_audit_log_and_goes_with_the_customer()
    {
        var id = await service.Booked();
        await service.Agent.Command($"/api/tickets/{id}/notes", new { text = "王小明的女儿会在家" }, key: "note-erased");

        Assert.Equal(["{}"], await service.Db(db => db.AuditLogs.Where(a => a.TicketId == id && a.Action == "NOTED").Select(a => a.DetailsJson).ToListAsync()));
        await service.Eraser().Done($"/api/tickets/{id}/erase");

        Assert.DoesNotContain("女儿", (await service.Agent.Read($"/api/tickets/{id}")).GetRawText(), StringComparison.Ordinal);
        Assert.False(await service.Database.Scalar<bool>("select exists (select 1 from idempotency_keys where key = 'note-erased')"));
        Assert.Equal("erased", await service.Agent.Command($"/api/tickets/{id}/notes", new { text = "又来了" }).Refusal(HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task A_note_is_text_of_its_own_ticket_and_once_under_a_key()
    {
        var (id, _) = await service.Assigned();
        using var other = service.Technician(service.Others.Hire());

        Assert.Equal("validation", await service.Agent.Command($"/api/tickets/{id}/notes", new { text = " " }).Refusal(HttpStatusCode.BadRequest));
        Assert.Equal("validation", await service.Agent.Command($"/api/tickets/{id}/notes", new { text = new string('长', 2001) }).Refusal(HttpStatusCode.BadRequest));
        Assert.Equal("not-found", await other.Command($"/api/tickets/{id}/notes", new { text = "不是我的" }).Refusal(HttpStatusCode.NotFound));
        Assert.Equal("version-conflict", await service.Agent.Command($"/api/tickets/{id}/notes", new { text = "旧的" }, version: 1).Refusal(HttpStatusCode.PreconditionFailed));
        for (var i = 0; i < 2; i++)
            (await service.Agent.Command($"/api/tickets/{id}/notes", new { text = "一次" }, key: $"once-{id}")).Dispose();
        Assert.Single((await service.Agent.Read($"/api/tickets/{id}")).Actions(), "NOTED");
    }
}
