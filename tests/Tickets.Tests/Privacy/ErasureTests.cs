using System.Net;
using System.Text.Json;
using Meida.Contracts.Tickets;
using Meida.Testing;
using Meida.Tickets.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Meida.Tickets.Tests.Privacy;

[Collection(nameof(TicketsService))]
public sealed class ErasureTests(TicketsService service)
{
    private const string Marker = "13799990001";
    private static readonly string[] Traces = [Marker, "欧阳擦除", "擦除路 77 号", "擦除的故障", "137****0001", "擦除的原因"];

    [Fact]
    public async Task Nothing_in_any_table_names_the_customer_any_more()
    {
        var id = await Canceled();
        var before = await service.Agent.Read($"/api/tickets/{id}");
        // The release before audited reasons too.
        await service.Database.Execute(
            """
            insert into audit_logs (id, at, actor_name, actor_role, action, ticket_id, result, details_json)
            values ($1, now(), 'agent', 'agent', 'CANCELED', $2, 'done', '{"reason": "擦除的原因"}')
            """, Guid.CreateVersion7(), id);
        Assert.NotEmpty(await TablesWith("欧阳擦除"));
        var (hash, encrypted) = await service.Db(async db =>
        {
            var ticket = await db.Tickets.SingleAsync(t => t.Id == id);
            return (ticket.CustomerPhoneHash, ticket.CustomerPhoneEncrypted);
        });

        var erased = await service.Eraser().Done($"/api/tickets/{id}/erase");

        Assert.Equal(("", "", "", "CANCELED"), (
            erased.GetProperty("customerName").GetString(), erased.GetProperty("address").GetString(), erased.GetProperty("issueDesc").GetString(), erased.Status()));
        Assert.Equal("ERASED", erased.Actions()[^1]);
        foreach (var field in (string[])["ticketNo", "appointmentDate", "appointmentTime", "createdAt", "receiptCount"])
            Assert.Equal(before.GetProperty(field).GetRawText(), erased.GetProperty(field).GetRawText());
        await Eventually.Is(() => service.Others.Heard.OfType<TicketErasureRequested>().Any(m => m.TicketId == id));
        foreach (var trace in Traces.Append(hash).Append(encrypted))
            Assert.Equal((trace, ""), (trace, string.Join(' ', await TablesWith(trace))));
        Assert.Empty((await service.Agent.Read("/api/tickets?q=" + Marker)).Ids());
    }

    [Fact]
    public async Task An_erased_ticket_is_erased_once_and_takes_no_name_again()
    {
        var id = await service.Booked();
        var first = await service.Eraser().Done($"/api/tickets/{id}/erase");
        var second = await service.Eraser().Done($"/api/tickets/{id}/erase");

        Assert.Equal((2, 2, JsonValueKind.String), (first.Version(), second.Version(), second.GetProperty("erasedAt").ValueKind));
        Assert.Equal("erased", await service.Agent.Command($"/api/tickets/{id}", new { customerName = "谁" }, method: HttpMethod.Patch).Refusal(HttpStatusCode.Conflict));
        Assert.Equal("erased", await service.Agent.Command($"/api/tickets/{id}/reveal-phone").Refusal(HttpStatusCode.Conflict));
        var audit = await service.AuditLog($"ticketId={id}&action=ERASED");
        Assert.Equal(1, audit.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Tickets_that_ended_long_ago_are_erased_by_themselves_where_that_is_set()
    {
        await using var forgetful = await TicketsService.With(factory => factory.Settings["Privacy:RetentionDays"] = "30");
        var (old, recent, open) = (await Canceled(forgetful), await Canceled(forgetful), await forgetful.Booked());
        await forgetful.Database.Execute("update tickets set updated_at = now() - interval '31 days' where id = any($1)", new[] { old, open });

        Assert.Equal((1, 0), (await Sweep(forgetful), await Sweep(forgetful)));

        var erased = await forgetful.Agent.Read($"/api/tickets/{old}");
        Assert.Equal(("", "ERASED", "system"), (
            erased.GetProperty("customerName").GetString(), erased.Actions()[^1], erased.GetProperty("events").EnumerateArray().Last().GetProperty("actor").GetString()));
        foreach (var kept in (Guid[])[recent, open])
            Assert.NotEqual("", (await forgetful.Agent.Read($"/api/tickets/{kept}")).GetProperty("customerName").GetString());
        Assert.Equal(0, await Sweep(service));
    }

    private static Task<int> Sweep(TicketsService service) => service.InScope(services =>
        services.GetServices<IHostedService>().OfType<Retention>().Single().Sweep(CancellationToken.None));

    private Task<Guid> Canceled() => Canceled(service);

    // Answers are kept for repetitions, and a correction waits for a receiver.
    private static async Task<Guid> Canceled(TicketsService service)
    {
        var id = await service.Booked(b => (b.Name, b.Phone, b.Address, b.Issue) = ("欧阳擦除", Marker, "杭州市西湖区擦除路 77 号", "擦除的故障"));
        (await service.Agent.Command($"/api/tickets/{id}/confirm", key: $"c-{id}")).Dispose();
        await service.Agent.Done($"/api/tickets/{id}", new { productModel = "JZT-1" }, HttpMethod.Patch);
        using var canceled = await service.Agent.Command($"/api/tickets/{id}/cancel", new { reason = $"擦除的原因 {Marker}" }, key: $"x-{id}");
        Assert.Equal(HttpStatusCode.OK, canceled.StatusCode);
        return id;
    }

    private async Task<List<string>> TablesWith(string text)
    {
        var tables = await service.Db(db => db.Database.SqlQuery<string>(
            $"select table_name::text as \"Value\" from information_schema.tables where table_schema = 'public'").ToListAsync());
        var found = new List<string>();
        foreach (var table in tables)
        {
            if (await service.Database.Scalar<bool>($"select exists (select 1 from \"{table}\" t where strpos(t::text, $1) > 0)", text))
                found.Add(table);
        }

        return found;
    }
}
