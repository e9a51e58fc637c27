using System.Net.Http.Json;
using System.Text.Json;
using Meida.ServiceDefaults.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Meida.Gateway.Tests.Audit;

/// <summary>The logs of the services, played by lists, and the gateway's own rows as one list.</summary>
public sealed class ListAuditEntriesTests : IAsyncLifetime
{
    private static readonly string[] Services = ["tickets", "technicians", "files"];
    private static readonly DateTimeOffset Day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, List<AuditLine>> _logs = Services.ToDictionary(service => service, _ => new List<AuditLine>());
    private readonly List<(string Service, string Query, string? Bearer)> _asked = [];
    private GatewayApp _app = null!;
    private HttpClient _client = null!;
    private string _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await GatewayApp.Start();
        _client = _app.Client();
        await _app.AddUser("admin", "admin");
        await _app.AddUser("agent", "agent");
        await _app.AddUser("ops", "ops_manager");
        _admin = await GatewayApp.SignIn(_client, "admin");
        foreach (var service in Services)
            _app.Services[service].Answer = http => Serve(service, http);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Every_page_and_every_cursor_shows_each_line_once_newest_first(int pageSize)
    {
        await Fill(60);
        var expected = await All();
        const string Until = "to=2026-03-31";

        var (byPage, byCursor) = (new List<Guid>(), new List<Guid>());
        for (var page = 1; byPage.Count < expected.Count; page++)
        {
            var list = await Read($"{Until}&pageSize={pageSize}&page={page}");
            Assert.Equal((page, expected.Count, true), (list.GetProperty("page").GetInt32(), list.GetProperty("total").GetInt32(), list.GetProperty("totalIsExact").GetBoolean()));
            Assert.NotEmpty(Ids(list));
            byPage.AddRange(Ids(list));
        }
        for (string? cursor = ""; cursor is not null;)
        {
            var list = await Read($"{Until}&pageSize={pageSize}&cursor={cursor}");
            byCursor.AddRange(Ids(list));
            cursor = list.GetProperty("nextCursor").GetString();
        }

        Assert.Equal(expected, byPage);
        Assert.Equal(expected, byCursor);
        Assert.Empty(Ids(await Read($"{Until}&pageSize={pageSize}&page={expected.Count / pageSize + 2}")));
        Assert.Empty(Ids(await Read($"{Until}&page=99999999")));
    }

    [Fact]
    public async Task A_line_that_comes_while_somebody_pages_moves_nothing_behind_a_cursor()
    {
        await Fill(12);
        var first = await Read("to=2026-03-31&pageSize=5");
        _logs["tickets"].Add(Line(Day.AddDays(20)));

        var second = await Read($"to=2026-03-31&pageSize=5&cursor={first.GetProperty("nextCursor").GetString()}");

        Assert.Equal((await All()).Skip(1).Take(10), Ids(first).Concat(Ids(second)));
        Assert.Equal(2, second.GetProperty("page").GetInt32());
    }

    [Fact]
    public async Task A_line_says_whose_log_it_is_from_and_the_services_are_asked_by_the_product_itself()
    {
        await Fill(4);
        var list = await Read("to=2026-03-31&actor=admin&action=x&from=2026-01-01&ticketId=TK01234567");

        // The gateway's own lines speak of no ticket.
        Assert.Equal(Services.Order(), list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("service").GetString()).Distinct().Order());
        Assert.All(_asked, asked =>
        {
            Assert.Contains("actor=admin", asked.Query, StringComparison.Ordinal);
            Assert.Contains("action=x", asked.Query, StringComparison.Ordinal);
            Assert.Contains("from=2026-01-01", asked.Query, StringComparison.Ordinal);
            Assert.Contains("to=2026-03-31", asked.Query, StringComparison.Ordinal);
            Assert.Contains("ticketId=TK01234567", asked.Query, StringComparison.Ordinal);
            Assert.Equal("system", new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(asked.Bearer).GetClaim("role").Value);
        });
        Assert.Equal(Services.Order(), _asked.Select(asked => asked.Service).Order());
    }

    [Fact]
    public async Task The_gateway_s_own_lines_are_filtered_by_actor_action_and_time()
    {
        await Eventually.Is(async () => Assert.Single((await Read("action=signed_in&actor=admin")).GetProperty("items").EnumerateArray()));
        var line = (await Read("action=signed_in&actor=admin")).GetProperty("items")[0];
        Assert.Equal(("gateway", "SIGNED_IN", "done"), (line.GetProperty("service").GetString(), line.GetProperty("action").GetString(), line.GetProperty("result").GetString()));
        Assert.NotEqual(Guid.Empty, line.GetProperty("accountId").GetGuid());
        Assert.Empty(Ids(await Read("action=signed_in&actor=agent")));
        Assert.Empty(Ids(await Read("action=signed_in&to=2026-01-01")));
    }

    [Theory]
    [InlineData("ticketId=x", "ticketId")]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=0001-01-01", "to")]
    [InlineData("page=-1", "page")]
    [InlineData("pageSize=101", "pageSize")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("cursor=MXwxfDk5OTk5OTk5OTk5OTk5OTk5OTl8MA", "cursor")]
    public async Task Queries_that_mean_nothing_are_bad(string query, string field)
    {
        var problem = await GatewayApp.Problem(await GatewayApp.Send(_client, "GET", $"/api/audit-logs?{query}", _admin), 400, "validation");
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Only_who_may_read_audits_sees_it()
    {
        await GatewayApp.Problem(await GatewayApp.Send(_client, "GET", "/api/audit-logs"), 401, "unauthorized");
        foreach (var userName in (string[])["agent", "ops"])
        {
            await GatewayApp.Problem(await GatewayApp.Send(_client, "GET", "/api/audit-logs", await GatewayApp.SignIn(_client, userName)), 403, "forbidden");
            await GatewayApp.Problem(await GatewayApp.Send(_client, "GET", "/api/audit-logs", bearer: await GatewayApp.Token(_client, userName)), 403, "forbidden");
        }
        Assert.Empty(_asked);
        using var read = await GatewayApp.Send(_client, "GET", "/api/audit-logs", bearer: await GatewayApp.Token(_client, "admin"));
        Assert.True(read.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("tickets")]
    [InlineData("files")]
    public async Task Without_one_of_the_logs_there_is_no_half_of_the_truth(string away)
    {
        _app.Services[away].Answer = http =>
        {
            http.Response.StatusCode = 400;
            return Task.FromResult(true);
        };

        var problem = await GatewayApp.Problem(await GatewayApp.Send(_client, "GET", "/api/audit-logs", _admin), 503, "service-unavailable");

        Assert.Contains(away, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task<bool> Serve(string service, HttpContext http)
    {
        var query = http.Request.Query;
        lock (_asked)
            _asked.Add((service, Uri.UnescapeDataString(http.Request.QueryString.Value!), http.Request.Headers.Authorization.ToString().Split(' ')[^1]));
        var behind = query["behind"].Count == 0 ? null : AuditPlace.Read(query["behind"]!)?.Place;
        var log = _logs[service];
        var found = log.Select(line => (Place: new AuditPlace(line.At, line.Id), Line: line)).OrderBy(line => line.Place, AuditPlace.NewestFirst)
            .Where(line => behind is null || AuditPlace.NewestFirst.Compare(line.Place, behind) > 0).Take(int.Parse(query["take"]!, null)).ToList();
        if (http.Request.Path == $"{AuditRows.Path}/places")
            await http.Response.WriteAsJsonAsync(new AuditPlaces([.. found.Select(line => line.Place)], log.Count));
        else
            await http.Response.WriteAsJsonAsync(new AuditLines([.. found.Select(line => line.Line)], log.Count));
        return true;
    }

    // Four logs, lines of one moment among them.
    private async Task Fill(int lines)
    {
        for (var i = 0; i < lines; i++)
        {
            var line = Line(Day.AddMinutes(i / 3));
            if (i % 4 == 3)
                await _app.Execute("insert into audit_logs (id, at, actor_name, actor_role, action, result, details_json) values ($1, $2, 'admin', 'admin', 'X', 'done', '{}')", line.Id, line.At);
            else
                _logs[Services[i % 4]].Add(line);
        }
    }

    private async Task<List<Guid>> All()
    {
        var own = await _app.Query(db => db.AuditLogs.Where(e => e.Action == "X").Select(e => new AuditPlace(e.At, e.Id)).ToListAsync());
        return [.. _logs.Values.SelectMany(log => log).Select(line => new AuditPlace(line.At, line.Id)).Concat(own).Order(AuditPlace.NewestFirst).Select(place => place.Id)];
    }

    private static AuditLine Line(DateTimeOffset at) => new(
        Guid.NewGuid(), at, "admin", "admin", null, "X", null, null, null, null, "done", JsonSerializer.Deserialize<JsonElement>("{}"));

    private async Task<JsonElement> Read(string query)
    {
        using var response = await GatewayApp.Send(_client, "GET", $"/api/audit-logs?{query}", _admin);
        Assert.True(response.IsSuccessStatusCode, $"{query}: {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static List<Guid> Ids(JsonElement list) => [.. list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid())];
}
