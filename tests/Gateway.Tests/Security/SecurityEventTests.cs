using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Meida.Gateway.Security;
using Meida.Gateway.Tests.Accounts;
using Meida.ServiceDefaults.Audit;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Meida.Gateway.Tests.Security;

public sealed class SecurityEventTests : IAsyncLifetime
{
    private readonly LogLines _log = new();
    private GatewayApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await GatewayApp.Start(new() { ["Auth:Lockout:MaxFailures"] = "2" }, log: _log);
        _client = _app.Client();
        await _app.AddUser("admin", "admin");
        await _app.AddUser("agent", "agent");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task Signing_in_well_wrongly_and_too_often_and_signing_out_is_written_down_with_who_and_from_where()
    {
        var cookie = await GatewayApp.SignIn(_client, "agent");
        using (await GatewayApp.Send(_client, "POST", "/api/auth/logout", cookie, csrf: true))
        using (await Login("agent", "wrong-password"))
        using (await Login("agent", "wrong-password"))
        using (await Login("agent", "wrong-password"))
        {
        }

        var rows = await Rows(4);
        Assert.Equal(
            [("SIGNED_IN", "done"), ("SIGNED_IN", "invalid-credentials"), ("SIGNED_IN", "too-many-attempts"), ("SIGNED_OUT", "done")],
            rows.Select(row => (row.Action, row.Result)).Distinct().Order());
        Assert.All(rows, row => Assert.Equal("127.0.0.1", row.ClientAddress));
        Assert.All(rows.Where(row => row.Result != "too-many-attempts"), row => Assert.Equal(("agent", "agent"), (row.ActorName, row.ActorRole)));
        Assert.Contains(_log.Of(SecurityLog.Category), line => line.Contains("SIGNED_IN invalid-credentials: agent (agent) from 127.0.0.1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_kept_as_a_fingerprint_alone()
    {
        const string Typed = "My-Own-Password-2026";
        using (await Login(Typed, "x"))
        {
        }

        var row = Assert.Single(await Rows(1));
        Assert.Equal(("", null), (row.ActorName, row.ActorUserId));
        Assert.Matches("\"nameFingerprint\": ?\"[0-9a-f]{16}\"", row.DetailsJson);
        Assert.DoesNotContain(Typed, await _app.Database.Scalar<string>("select string_agg(audit_logs::text, ' ') from audit_logs"), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(_log.All, line => line.Contains(Typed, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Every_refusal_is_written_down_whoever_refused_and_the_path_without_what_people_type()
    {
        var cookie = await GatewayApp.SignIn(_client, "agent");
        var bearer = await GatewayApp.Token(_client, "agent");
        _app.Services["tickets"].Answer = http =>
        {
            http.Response.StatusCode = http.Request.Path.Value!.StartsWith("/api/audit", StringComparison.Ordinal) ? 403 : 401;
            return Task.FromResult(true);
        };

        using (await GatewayApp.Send(_client, "GET", "/api/accounts", cookie))
        using (await GatewayApp.Send(_client, "GET", "/api/auth/me"))
        using (await GatewayApp.Send(_client, "POST", "/api/tickets/TK12345678/confirm", cookie))
        using (await GatewayApp.Send(_client, "GET", "/api/audit-logs", bearer: bearer))
        using (await GatewayApp.Send(_client, "GET", "/api/tickets/13800138000", bearer: "eyJ.forged.token"))
        {
        }

        var rows = (await Rows(7)).Where(row => row.Action != "SIGNED_IN")
            .Select(row => (row.Action, row.Result, row.ActorName, Details(row, "method"), Details(row, "path"))).Order();
        Assert.Equal(
        [
            ("REFUSED", "csrf", "agent", "POST", "/api/tickets/TK12345678/confirm"),
            ("REFUSED", "forbidden", "agent", "GET", "/api/accounts"),
            ("REFUSED", "forbidden", "agent", "GET", "/api/audit-logs"),
            ("REFUSED", "unauthorized", "", "GET", "/api/auth/me"),
            ("TOKEN_REFUSED", "forged", "", "GET", "/api/tickets/*"),
        ], rows);
    }

    [Fact]
    public async Task Changes_of_accounts_are_written_down_without_names_and_passwords()
    {
        var admin = await GatewayApp.SignIn(_client, "admin");
        var (id, initial) = await AccountEndpointTests.Create(_client, admin, "fresh", "张三丰", "agent");
        using (await GatewayApp.Send(_client, "PATCH", $"/api/accounts/{id}", admin, csrf: true, body: Json("""{"displayName":"李四光","roles":["ops_manager"],"isActive":false}""")))
        using (await GatewayApp.Send(_client, "POST", $"/api/accounts/{id}/reset-password", admin, csrf: true))
        {
        }

        var rows = (await Rows(4)).Where(row => row.Action != "SIGNED_IN").ToArray();
        Assert.Equal(["ACCOUNT_CHANGED", "ACCOUNT_CREATED", "PASSWORD_RESET"], rows.Select(row => row.Action).Order());
        Assert.All(rows, row => Assert.Equal(("admin", Guid.Parse(id)), (row.ActorName, row.AccountId)));
        Assert.Contains("ops_manager", rows.Single(row => row.Action == "ACCOUNT_CHANGED").DetailsJson, StringComparison.Ordinal);
        var everything = await _app.Database.Scalar<string>("select string_agg(audit_logs::text, ' ') from audit_logs") + string.Join('\n', _log.All);
        foreach (var secret in new[] { initial, "张三丰", "李四光", GatewayApp.Password })
            Assert.DoesNotContain(secret, everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_of_the_same_refusal_is_few_rows_with_a_count()
    {
        await Task.WhenAll(Enumerable.Range(0, 300).Select(async _ => (await GatewayApp.Send(_client, "GET", "/api/auth/me")).Dispose()));

        await Eventually.Is(async () => Assert.Equal(300, await _app.Database.Scalar<long>(
            "select sum(coalesce((details_json->>'count')::int, 1)) from audit_logs where action = 'REFUSED'")));
        Assert.InRange(await _app.Database.Scalar<long>("select count(*) from audit_logs"), 1, 100);
    }

    [Theory]
    [InlineData("update audit_logs set actor_name = 'somebody else'")]
    [InlineData("delete from audit_logs")]
    public async Task What_is_written_is_not_changed_any_more(string sql)
    {
        await GatewayApp.SignIn(_client, "agent");
        await Rows(1);

        await Assert.ThrowsAsync<PostgresException>(() => _app.Execute(sql));
    }

    [Fact]
    public async Task An_administrator_reads_them_newest_first_and_by_filter_and_nobody_else_does()
    {
        var (admin, agent) = (await GatewayApp.SignIn(_client, "admin"), await GatewayApp.SignIn(_client, "agent"));
        await Rows(2);

        using var all = await GatewayApp.Send(_client, "GET", "/api/security-events?pageSize=1", admin);
        using var filtered = await GatewayApp.Send(_client, "GET", "/api/security-events?actor=admin&action=signed_in&result=done&from=2026-01-01T00:00:00Z", admin);
        using var wrong = await GatewayApp.Send(_client, "GET", "/api/security-events?from=yesterday", admin);
        using var forbidden = await GatewayApp.Send(_client, "GET", "/api/security-events", agent);

        var page = await all.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("agent", Assert.Single(page.GetProperty("items").EnumerateArray()).GetProperty("actor").GetString());
        Assert.Equal(2, page.GetProperty("total").GetInt32());
        Assert.Equal("admin", Assert.Single((await filtered.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").EnumerateArray()).GetProperty("actor").GetString());
        await GatewayApp.Problem(wrong, 400, "validation");
        await GatewayApp.Problem(forbidden, 403, "forbidden");
    }

    private Task<HttpResponseMessage> Login(string userName, string password) => _client.PostAsJsonAsync("/api/auth/login", new { userName, password });

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");

    private static string? Details(AuditEntry row, string name) => JsonSerializer.Deserialize<JsonElement>(row.DetailsJson).GetProperty(name).GetString();

    private async Task<List<AuditEntry>> Rows(int atLeast)
    {
        List<AuditEntry> rows = [];
        await Eventually.Is(async () =>
        {
            rows = await _app.Query(db => db.AuditLogs.OrderBy(e => e.At).ToListAsync());
            Assert.True(rows.Sum(Count) >= atLeast, string.Join('\n', rows.Select(row => $"{row.Action} {row.Result} {row.ActorName} {row.DetailsJson}")));
        });
        return rows;

        static int Count(AuditEntry row) =>
            JsonSerializer.Deserialize<JsonElement>(row.DetailsJson).TryGetProperty("count", out var count) ? count.GetInt32() : 1;
    }
}
