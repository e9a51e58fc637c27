using System.Net;
using System.Text.Json;
using Meida.Testing;
using Npgsql;

namespace Meida.Tickets.Tests.Features;

[Collection(nameof(TicketsService))]
public sealed class StreamTests(TicketsService service)
{
    [Fact]
    public async Task A_change_is_told_and_a_client_that_comes_back_misses_nothing()
    {
        var id = await service.Booked();
        await using var stream = await EventStream.Open(service.Admin);
        await service.Agent.Done($"/api/tickets/{id}/confirm");
        // The stream may still have been on its way to the booking when it was joined.
        var confirmed = (await stream.Until(e => e.Data.GetProperty("ticketId").GetGuid() == id && e.Data.Version() == 2))[^1];
        Assert.Equal("CONFIRMED", confirmed.Data.Status());
        Assert.Equal(["ticketId", "ticketNo", "status", "version", "at"], confirmed.Data.EnumerateObject().Select(p => p.Name));

        await service.Agent.Done($"/api/tickets/{id}", new { customerName = "不在时" }, HttpMethod.Patch);
        await service.Agent.Done($"/api/tickets/{id}/cancel", new { reason = "取消" });
        await using var resumed = await EventStream.Open(service.Admin, confirmed.Id);
        Assert.Equal((3, 4), ((await resumed.Next(id)).Data.Version(), (await resumed.Next(id)).Data.Version()));
    }

    [Fact]
    public async Task A_technician_is_told_of_own_tickets_only()
    {
        var (mine, technician) = await service.Assigned();
        var (others, _) = await service.Assigned();
        using var client = service.Technician(technician);
        await using var stream = await EventStream.Open(client, "0");
        await service.Agent.Done($"/api/tickets/{others}/start");
        await service.Agent.Done($"/api/tickets/{mine}/start");

        var seen = await stream.Until(e => e.Data.Status() == "IN_PROGRESS");
        Assert.All(seen, e => Assert.Equal(mine.ToString(), e.Data.GetProperty("ticketId").GetString()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_technician_who_loses_a_ticket_is_told_at_once_and_when_coming_back(bool returned)
    {
        var (id, technician) = await service.Assigned();
        using var client = service.Technician(technician);
        await using var stream = await EventStream.Open(client);
        if (returned)
            await service.Ops.Done($"/api/tickets/{id}/return", new { reason = "病了" });
        else
            await service.Ops.Done($"/api/tickets/{id}/assign", new { technicianId = service.Others.Hire() });
        await service.Agent.Done($"/api/tickets/{id}", new { customerName = "与他无关" }, HttpMethod.Patch);

        var told = await stream.Next(id);
        Assert.Equal(("REMOVED", 4), (told.Data.Status(), told.Data.Version()));
        await using var resumed = await EventStream.Open(client, "0");
        var again = await resumed.Next(id);
        Assert.Equal(("REMOVED", 4, told.Id), (again.Data.Status(), again.Data.Version(), again.Id));
    }

    [Fact]
    public async Task A_gap_waits_for_no_transaction_of_another_database_and_for_no_reader()
    {
        await using var other = await PostgresDatabase.Create("other");
        await using var elsewhere = await Begun(other, "create table x (y int)");
        await using var reader = await Begun(service.Database, "select count(*) from ticket_events");
        var id = await service.Booked();
        await using var stream = await EventStream.Open(service.Admin);
        await service.Database.Execute("select nextval(pg_get_serial_sequence('ticket_events', 'sequence'))");
        await service.Agent.Done($"/api/tickets/{id}/confirm");
        await stream.Until(e => e.Data.GetProperty("ticketId").GetGuid() == id && e.Data.Version() == 2);
    }

    [Fact]
    public async Task A_change_that_is_committed_late_is_told_in_its_place()
    {
        var (first, second) = (await service.Booked(), await service.Booked());
        await using var stream = await EventStream.Open(service.Admin);
        await using (var late = await Begun(service.Database, $"""
            insert into ticket_events (id, ticket_id, version, action, actor_user_id, actor_name, actor_role, at, from_status, to_status, details_json)
            select gen_random_uuid(), ticket_id, 9, action, actor_user_id, actor_name, actor_role, at, from_status, to_status, details_json
            from ticket_events where ticket_id = '{first}' limit 1
            """))
        {
            await service.Agent.Done($"/api/tickets/{second}/confirm");
            // The feed is told of the higher number long before this is answered.
            for (var i = 0; i < 5; i++)
                await service.Admin.Read("/api/tickets");
            await using var commit = new NpgsqlCommand("commit", late);
            await commit.ExecuteNonQueryAsync();
        }

        var seen = await stream.Until(e => e.Data.GetProperty("ticketId").GetGuid() == second && e.Data.Version() == 2);
        Assert.Equal(first, seen[^2].Data.GetProperty("ticketId").GetGuid());
        Assert.Equal(9, seen[^2].Data.Version());
    }

    private static async Task<NpgsqlConnection> Begun(PostgresDatabase database, string sql)
    {
        var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("begin; " + sql, connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    [Fact]
    public async Task An_unreadable_last_id_is_bad()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/tickets/stream");
        request.Headers.TryAddWithoutValidation("Last-Event-ID", "abc");
        Assert.Equal("validation", await service.Admin.SendAsync(request).Refusal(HttpStatusCode.BadRequest));
    }

    private sealed record Change(string Id, JsonElement Data);

    private sealed class EventStream(HttpResponseMessage answer, StreamReader lines) : IAsyncDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        public static async Task<EventStream> Open(HttpClient client, string? last = null)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/api/tickets/stream");
            if (last is not null)
                request.Headers.TryAddWithoutValidation("Last-Event-ID", last);
            var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
            var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
            Assert.Equal("retry: 3000", await lines.ReadLineAsync());
            return new(answer, lines);
        }

        public async Task<Change> Next(Guid ticketId) => (await Until(e => e.Data.GetProperty("ticketId").GetGuid() == ticketId))[^1];

        public async Task<List<Change>> Until(Func<Change, bool> isLast)
        {
            var seen = new List<Change>();
            var id = "";
            using var deadline = new CancellationTokenSource(Patience);
            while (await lines.ReadLineAsync(deadline.Token) is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal))
                    id = line[4..];
                if (!line.StartsWith("data: ", StringComparison.Ordinal))
                    continue;

                using var data = JsonDocument.Parse(line[6..]);
                seen.Add(new(id, data.RootElement.Clone()));
                if (isLast(seen[^1]))
                    return seen;
            }

            throw new InvalidOperationException("The stream ended.");
        }

        public ValueTask DisposeAsync()
        {
            lines.Dispose();
            answer.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
