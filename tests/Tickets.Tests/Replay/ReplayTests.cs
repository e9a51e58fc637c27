using System.Globalization;
using System.Net;
using System.Text.Json;
using Meida.Contracts.Technicians;
using Meida.Messaging;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Tests.Replay;

[Collection(nameof(TicketsService))]
public sealed class ReplayTests(TicketsService service)
{
    [Fact]
    public async Task The_events_of_a_ticket_come_again_word_for_word_in_order_and_to_one_queue_only()
    {
        await using var listener = await Subscriber.Join(service.Broker, "#");
        await using var newcomer = await Subscriber.Join(service.Broker);
        var (id, number, receipt) = await ALongStory();
        var first = new List<Heard>();
        await Eventually.Is(
            async () =>
            {
                first.AddRange((await listener.Take()).Where(heard => heard.TicketNo == number));
                Assert.Equal(8, first.Count);
            }, TimeSpan.FromSeconds(60));

        var answer = await service.Admin.Done("/api/admin/replays", new { queue = newcomer.Queue, ticket = number.ToLowerInvariant() });

        Assert.Equal((9, 0, number), (answer.GetProperty("events").GetInt32(), answer.GetProperty("notKept").GetInt32(), answer.GetProperty("ticketNo").GetString()));
        var again = await newcomer.Take();
        Assert.Equal(
            ["ticket.booked", "ticket.rescheduled", "ticket.confirmed", "ticket.assignment-failed", "ticket.assigned", "ticket.assigned", "ticket.started", "ticket.receipt-uploaded", "ticket.completed"],
            again.Select(heard => heard.Type));
        // Files announced the receipt; here its message was played.
        var uploaded = again.Single(heard => heard.Type == "ticket.receipt-uploaded");
        Assert.Equal(CloudEvent.Write(receipt, receipt.ImageId, uploaded.Type, null), uploaded.Body);
        Assert.Equal(
            first.OrderBy(heard => heard.Version).ThenBy(heard => (DateTimeOffset)heard.Json["time"]!).Select(heard => heard.WithoutTrace),
            again.Except([uploaded]).Select(heard => heard.Body));
        Assert.All(first, heard => Assert.Contains("traceparent", heard.Body, StringComparison.Ordinal));
        Assert.All(again, heard => Assert.Equal(
            ((string)heard.Json["id"]!, "application/cloudevents+json", true), (heard.MessageId, heard.ContentType, heard.Persistent)));
        Assert.DoesNotContain(await listener.Take(), heard => heard.TicketNo == number);
        Assert.Equal(id, (await service.Admin.Read($"/api/tickets/{number}")).GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task A_canceled_tickets_events_say_who_had_it()
    {
        await using var newcomer = await Subscriber.Join(service.Broker);
        var (id, technician) = await service.Assigned();
        await service.Agent.Done($"/api/tickets/{id}/cancel", new { reason = "客户取消" });

        await service.Admin.Done("/api/admin/replays", new { queue = newcomer.Queue, ticket = id });

        var canceled = (await newcomer.Take())[^1];
        Assert.Equal(("ticket.canceled", technician), (canceled.Type, (Guid)canceled.Json["data"]!["technicianId"]!));
        Assert.DoesNotContain("客户取消", canceled.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_range_holds_what_happened_from_its_start_to_just_before_its_end()
    {
        await using var newcomer = await Subscriber.Join(service.Broker);
        var id = await service.Confirmed();
        var times = await service.Db(db => db.Events.Where(e => e.TicketId == id).OrderBy(e => e.Sequence).Select(e => e.At).ToListAsync());
        var number = (await service.Admin.Read($"/api/tickets/{id}")).GetProperty("ticketNo").GetString();

        await service.Admin.Done("/api/admin/replays", new { queue = newcomer.Queue, from = Text(times[0]), to = Text(times[1]) });
        Assert.Equal(["ticket.booked"], Mine(await newcomer.Take()));

        await service.Admin.Done("/api/admin/replays", new { queue = newcomer.Queue, from = Text(times[1]) });
        Assert.Equal(["ticket.confirmed"], Mine(await newcomer.Take()));

        var nothing = await service.Admin.Done("/api/admin/replays", new { queue = newcomer.Queue, to = "2010-01-01" });
        Assert.Equal(0, nothing.GetProperty("events").GetInt32());

        IEnumerable<string> Mine(IEnumerable<Heard> heard) => heard.Where(one => one.TicketNo == number).Select(one => one.Type);
        static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_range_begins_with_what_was_told_of_technicians_once_a_version()
    {
        await using var newcomer = await Subscriber.Join(service.Broker);
        var (technician, at) = (Guid.NewGuid(), new DateTimeOffset(2011, 3, 1, 8, 0, 0, TimeSpan.Zero));
        var ticket = await service.Booked();
        await service.Rewrite($"update ticket_events set at = '{at:u}' where ticket_id = '{ticket}'");
        TechnicianChanged[] told = [.. Enumerable.Range(1, 2).Select(version => new TechnicianChanged(
            technician, version, at.AddMinutes(version), Guid.NewGuid(), true, service.PersonalData.Seal("赵师傅")))];
        Guid[] ids = [Guid.NewGuid(), Guid.NewGuid()];
        for (var i = 0; i < 2; i++)
        {
            await service.Publish(told[i], ids[i], times: 2);
            await Eventually.Is(
                async () => Assert.Equal(i + 1, await service.Db(db => db.TechnicianEvents.CountAsync(e => e.TechnicianId == technician))), TimeSpan.FromSeconds(30));
        }

        await service.Admin.Done("/api/admin/replays", new { queue = newcomer.Queue, from = "2011-03-01", to = "2011-03-01" });

        var heard = await newcomer.Take();
        Assert.Equal(["technician.changed", "technician.changed", "ticket.booked"], heard.Select(one => one.Type));
        Assert.Equal(told.Zip(ids, (message, id) => CloudEvent.Write(message, id, "technician.changed", null)), heard.Take(2).Select(one => one.Body));
        Assert.DoesNotContain("赵师傅", heard[0].Body, StringComparison.Ordinal);

        await service.Admin.Done("/api/admin/replays", new { queue = newcomer.Queue, from = "2011-03-01T08:02:00Z", to = "2011-03-02" });
        Assert.Equal([2], (await newcomer.Take()).Select(one => one.Version!.Value));
    }

    [Fact]
    public async Task A_version_announced_anew_under_another_id_is_kept_under_its_first()
    {
        var message = new TechnicianChanged(
            Guid.NewGuid(), 1, new DateTimeOffset(2012, 3, 1, 8, 0, 0, TimeSpan.Zero), Guid.NewGuid(), true, service.PersonalData.Seal("赵师傅"));
        var (first, later) = (Guid.NewGuid(), message with { TechnicianId = Guid.NewGuid() });
        await service.Publish(message, first);
        await Kept(message);
        await service.Publish(message);
        await service.Publish(later);
        await Kept(later);

        Assert.Equal([first], await service.Db(db => db.TechnicianEvents.Where(e => e.TechnicianId == message.TechnicianId).Select(e => e.Id).ToListAsync()));

        Task Kept(TechnicianChanged told) => Eventually.Is(
            async () => Assert.True(await service.Db(db => db.TechnicianEvents.AnyAsync(e => e.TechnicianId == told.TechnicianId))), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Thousands_of_events_arrive_in_the_order_of_the_history()
    {
        await using var newcomer = await Subscriber.Join(service.Broker);
        var id = await service.Booked();
        await service.Db(db => db.Database.ExecuteSqlAsync(
            $$"""
            insert into ticket_events (id, ticket_id, action, actor_name, actor_role, at, to_status, version, details_json, announcement)
            select gen_random_uuid(), {{id}}, 'CONFIRMED', 'tests', 'system', now(), 'BOOKED', n, '{}',
                json_build_object('id', gen_random_uuid(), 'data', json_build_object('version', n))::text
            from generate_series(2, 2600) as n order by n
            """));

        var answer = await service.Admin.Done("/api/admin/replays", new { queue = newcomer.Queue, ticket = id });

        Assert.Equal(2600, answer.GetProperty("events").GetInt32());
        Assert.Equal(Enumerable.Range(1, 2600), (await newcomer.Take()).Select(heard => heard.Version!.Value));
    }

    [Fact]
    public async Task A_range_too_large_for_one_call_is_refused_before_anything_is_sent()
    {
        await using var newcomer = await Subscriber.Join(service.Broker);
        var id = await service.Booked();
        await service.Db(db => db.Database.ExecuteSqlAsync(
            $$"""
            insert into ticket_events (id, ticket_id, action, actor_name, actor_role, at, to_status, version, details_json, announcement)
            select gen_random_uuid(), {{id}}, 'CONFIRMED', 'tests', 'system', '2018-01-01Z', 'BOOKED', n, '{}', '{"id":"x"}' from generate_series(2, 20002) as n
            """));

        using var answer = await service.Admin.Command("/api/admin/replays", new { queue = newcomer.Queue, from = "2018-01-01", to = "2018-01-02" });

        var problem = await answer.Json(HttpStatusCode.BadRequest);
        Assert.Contains("20001 events", problem.GetProperty("errors").GetProperty("to")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(0u, await newcomer.Waiting());
    }

    [Fact]
    public async Task Events_from_before_their_wording_was_kept_are_counted_and_left_out()
    {
        await using var newcomer = await Subscriber.Join(service.Broker);
        var id = await service.Confirmed();
        await service.Rewrite($"update ticket_events set announcement = null where ticket_id = '{id}' and version = 1");

        var answer = await service.Admin.Done("/api/admin/replays", new { queue = newcomer.Queue, ticket = id });

        Assert.Equal((1, 1), (answer.GetProperty("events").GetInt32(), answer.GetProperty("notKept").GetInt32()));
        Assert.Equal(["ticket.confirmed"], (await newcomer.Take()).Select(heard => heard.Type));
    }

    [Theory]
    [InlineData("""{}""", "queue")]
    [InlineData("""{"queue":"tickets-inbox","ticket":"TK0A1B2C3D"}""", "queue")]
    [InlineData("""{"queue":"ext.tests","ticket":"TK0A1B2C3D"}""", "queue")]
    [InlineData("""{"queue":"ext.a.b/c","ticket":"TK0A1B2C3D"}""", "queue")]
    [InlineData("""{"queue":"ext.a.b"}""", "ticket")]
    [InlineData("""{"queue":"ext.a.b","ticket":"TK0A1B2C3D","from":"2026-11-01"}""", "ticket")]
    [InlineData("""{"queue":"ext.a.b","ticket":"TK1"}""", "ticket")]
    [InlineData("""{"queue":"ext.a.b","from":"yesterday"}""", "from")]
    [InlineData("""{"queue":"ext.a.b","from":"2026-11-02T00:00:00Z","to":"2026-11-02T00:00:00Z"}""", "to")]
    [InlineData("""{"queue":"ext.a.b","from":"2026-11-03","to":"2026-11-01"}""", "to")]
    public async Task An_order_that_means_nothing_is_bad(string order, string field)
    {
        using var answer = await service.Admin.PostAsync(new Uri("/api/admin/replays", UriKind.Relative), new StringContent(order, System.Text.Encoding.UTF8, "application/json"));
        var problem = await answer.Json(HttpStatusCode.BadRequest);
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.GetRawText());
    }

    [Fact]
    public async Task A_queue_or_a_ticket_that_does_not_exist_is_not_found()
    {
        await using var newcomer = await Subscriber.Join(service.Broker);
        var id = await service.Booked();

        Assert.Equal("not-found", await service.Admin.Command("/api/admin/replays", new { queue = "ext.tests.nowhere", ticket = id }).Refusal(HttpStatusCode.NotFound));
        Assert.Equal("not-found", await service.Admin.Command("/api/admin/replays", new { queue = newcomer.Queue, ticket = "TK00000000" }).Refusal(HttpStatusCode.NotFound));
        Assert.Equal(0u, await newcomer.Waiting());
    }

    [Fact]
    public async Task Who_had_what_sent_where_is_in_the_audit_log_and_so_is_a_refusal()
    {
        await using var newcomer = await Subscriber.Join(service.Broker);
        var id = await service.Booked();
        await service.Admin.Done("/api/admin/replays", new { queue = newcomer.Queue, ticket = id });

        var done = (await service.AuditLog($"ticketId={id}&action=replayed")).GetProperty("items")[0];
        Assert.Equal(("admin", "done"), (done.GetProperty("actor").GetString(), done.GetProperty("result").GetString()));
        Assert.Equal((newcomer.Queue, 1), (done.GetProperty("details").GetProperty("queue").GetString(), done.GetProperty("details").GetProperty("events").GetInt32()));

        Assert.Equal("not-found", await service.Admin.Command("/api/admin/replays", new { queue = "ext.tests.nowhere", from = "2026-01-01" }).Refusal(HttpStatusCode.NotFound));
        var refused = (await service.AuditLog("action=replay")).GetProperty("items").EnumerateArray();
        Assert.Contains(refused, entry => entry.GetProperty("result").GetString() == "not-found");
    }

    private async Task<(Guid Id, string Number, Contracts.Files.ReceiptUploaded Receipt)> ALongStory()
    {
        var id = await service.Booked(texts => texts.Product = "油烟机 X1");
        var number = (await service.Admin.Read($"/api/tickets/{id}")).GetProperty("ticketNo").GetString()!;
        var day = SharedKernel.AppointmentSlots.Today(TimeProvider.System).AddDays(55);
        await service.Agent.Done($"/api/tickets/{id}/reschedule", new { appointmentDate = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), appointmentTime = "17:30" });
        // What a later event would say differs from what the first one said.
        await service.Agent.Done($"/api/tickets/{id}", new { productModel = "集成灶 Z9" }, HttpMethod.Patch);
        await service.Agent.Done($"/api/tickets/{id}/confirm");
        using (await service.Ops.Command($"/api/tickets/{id}/assign", new { }))
        {
            // Nobody is offered.
        }

        foreach (var technician in (Guid[])[service.Others.Hire(), service.Others.Hire()])
            await service.Ops.Done($"/api/tickets/{id}/assign", new { technicianId = technician });
        await service.Agent.Done($"/api/tickets/{id}/start");
        var receipt = StandIns.Receipt(id) with { TicketNo = number };
        await service.Publish(receipt);
        await Eventually.Is(async () => Assert.Equal(1, (await service.Admin.Read($"/api/tickets/{id}")).GetProperty("receiptCount").GetInt32()), TimeSpan.FromSeconds(30));
        await service.Ops.Done($"/api/tickets/{id}/complete");
        return (id, number, receipt);
    }
}
