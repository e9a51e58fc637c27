using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Meida.Gateway.Tests.Accounts;

public sealed class AccountEndpointTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private readonly GatewayApp _app = shared.App;

    [Fact]
    public async Task A_new_account_gets_a_password_shown_once_and_nothing_else_until_it_is_changed()
    {
        using var client = _app.Client();
        var admin = await GatewayApp.SignIn(client, "admin");
        var (id, initial) = await Create(client, admin, "fresh", "新来的", "agent");

        using var shown = await GatewayApp.Send(client, "GET", $"/api/accounts/{id}", admin);
        Assert.DoesNotContain(initial, await shown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var cookie = await GatewayApp.SignIn(client, "fresh", initial);
        var bearer = await GatewayApp.Token(client, "fresh", initial);
        foreach (var path in new[] { "/api/auth/me", "/api/tickets", "/api/technicians", "/api/accounts" })
        {
            await GatewayApp.Problem(await GatewayApp.Send(client, "GET", path, cookie), 403, "password-change-required");
            await GatewayApp.Problem(await GatewayApp.Send(client, "GET", path, bearer: bearer), 403, "password-change-required");
        }

        using var changed = await GatewayApp.Send(client, "POST", "/api/auth/password", cookie, csrf: true,
            body: JsonContent.Create(new { currentPassword = initial, newPassword = "Seven-Green-Lamps" }));
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        using var me = await GatewayApp.Send(client, "GET", "/api/auth/me", cookie);
        Assert.Equal(HttpStatusCode.OK, me.StatusCode);
        await GatewayApp.Problem(await GatewayApp.Send(client, "GET", "/api/tickets", bearer: bearer), 401, "unauthorized");
        await GatewayApp.SignIn(client, "fresh", "Seven-Green-Lamps");
    }

    [Fact]
    public async Task An_account_is_listed_and_found_by_name_role_and_whether_it_is_active()
    {
        using var client = _app.Client();
        var admin = await GatewayApp.SignIn(client, "admin");
        var (id, _) = await Create(client, admin, "findme.1", "百分之%五", "technician");
        await Create(client, admin, "findme.2", "另一位", "ops_manager");

        Assert.Equal(["findme.1", "findme.2"], await Names("q=FINDME"));
        Assert.Equal(["findme.1"], await Names("q=%25%E4%BA%94"));
        Assert.Equal(["findme.2"], await Names("q=findme&role=ops_manager"));
        using var off = await GatewayApp.Send(client, "PATCH", $"/api/accounts/{id}", admin, csrf: true, body: JsonContent.Create(new { isActive = false }));
        Assert.Equal(HttpStatusCode.OK, off.StatusCode);
        Assert.Equal(["findme.1"], await Names("q=findme&active=false"));
        Assert.Equal(["findme.2"], await Names("q=findme&active=true"));
        Assert.Equal(["findme.2"], await Names("q=findme&page=2&pageSize=1"));
        Assert.Empty(await Names("q=findme&page=2147483647&pageSize=100"));

        var account = await (await GatewayApp.Send(client, "GET", $"/api/accounts/{id}", admin)).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(
            ["displayName", "id", "isActive", "lastSignInAt", "roles", "technicianId", "userName"],
            account.EnumerateObject().Select(member => member.Name).Order());

        async Task<string[]> Names(string query)
        {
            using var response = await GatewayApp.Send(client, "GET", $"/api/accounts?{query}", admin);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return [.. (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("userName").GetString()!)];
        }
    }

    [Fact]
    public async Task Signing_in_is_remembered_with_its_time()
    {
        using var client = _app.Client();
        var admin = await GatewayApp.SignIn(client, "admin");

        using var response = await GatewayApp.Send(client, "GET", "/api/accounts?q=admin", admin);

        var account = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").EnumerateArray().Single(item => item.GetProperty("userName").GetString() == "admin");
        Assert.InRange(account.GetProperty("lastSignInAt").GetDateTimeOffset(), DateTimeOffset.UtcNow - TimeSpan.FromMinutes(5), DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task A_user_name_is_taken_in_every_spelling()
    {
        using var client = _app.Client();
        var admin = await GatewayApp.SignIn(client, "admin");

        using var response = await GatewayApp.Send(
            client, "POST", "/api/accounts", admin, csrf: true, body: Json("""{"userName":"AGENT","displayName":"x","roles":["agent"]}"""));

        await GatewayApp.Problem(response, 409, "duplicate");
    }

    [Theory]
    [InlineData("""{"displayName":"x","roles":["agent"]}""", "userName", "required")]
    [InlineData("""{"userName":"a b","displayName":"x","roles":["agent"]}""", "userName", "format")]
    [InlineData("""{"userName":"new","displayName":" ","roles":["agent"]}""", "displayName", "required")]
    [InlineData("""{"userName":"new","displayName":"x\u200by","roles":["agent"]}""", "displayName", "control-characters")]
    [InlineData("""{"userName":"new","displayName":"x","roles":[]}""", "roles", "required")]
    [InlineData("""{"userName":"new","displayName":"x","roles":["owner"]}""", "roles", "unknown")]
    [InlineData("""{"userName":"new","displayName":"x","roles":["system"]}""", "roles", "unknown")]
    [InlineData("""{"userName":"new","displayName":"x","roles":[null]}""", "roles", "unknown")]
    [InlineData("""{"userName":"new","displayName":"x","roles":["agent"],"IsActive":false}""", "isActive", "not-changeable")]
    [InlineData("""{"userName":"new","displayName":"x","roles":["agent"],"password":"Seven-Green-Lamps"}""", "password", "not-changeable")]
    public async Task What_no_account_can_be_made_of_is_named(string body, string field, string code)
    {
        using var client = _app.Client();
        var admin = await GatewayApp.SignIn(client, "admin");

        using var response = await GatewayApp.Send(client, "POST", "/api/accounts", admin, csrf: true, body: Json(body));

        var problem = await GatewayApp.Problem(response, 400, "validation");
        Assert.Equal([code], problem.GetProperty("codes").GetProperty(field).EnumerateArray().Select(item => item.GetString()));
    }

    [Theory]
    [InlineData("""{"userName":"other"}""", "userName")]
    [InlineData("""{"lastSignInAt":"2026-01-01T00:00:00Z"}""", "lastSignInAt")]
    [InlineData("""{"technicianId":"0198a000-0000-7000-8000-000000000000"}""", "technicianId")]
    [InlineData("""{"roles":[]}""", "roles")]
    [InlineData("""{"isActive":"no"}""", "isActive")]
    public async Task What_a_change_cannot_set_is_not_left_out_silently(string body, string field)
    {
        using var client = _app.Client();
        var admin = await GatewayApp.SignIn(client, "admin");
        var id = await Id(client, admin, "tech");

        using var response = await GatewayApp.Send(client, "PATCH", $"/api/accounts/{id}", admin, csrf: true, body: Json(body));

        var problem = await GatewayApp.Problem(response, 400, "validation");
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Theory]
    [InlineData("GET", "/api/accounts/0198a000-0000-7000-8000-000000000000")]
    [InlineData("GET", "/api/accounts/nobody")]
    [InlineData("PATCH", "/api/accounts/0198a000-0000-7000-8000-000000000000")]
    [InlineData("POST", "/api/accounts/0198a000-0000-7000-8000-000000000000/reset-password")]
    public async Task An_account_that_is_not_there_is_404(string method, string path)
    {
        using var client = _app.Client();
        var admin = await GatewayApp.SignIn(client, "admin");

        using var response = await GatewayApp.Send(client, method, path, admin, csrf: true, body: method == "PATCH" ? Json("{}") : null);

        await GatewayApp.Problem(response, 404, "not-found");
    }

    [Theory]
    [InlineData("agent")]
    [InlineData("ops")]
    [InlineData("tech")]
    [InlineData(null)]
    public async Task Nobody_but_an_administrator_gets_near_accounts(string? userName)
    {
        using var client = _app.Client();
        var cookie = userName is null ? null : await GatewayApp.SignIn(client, userName);
        var bearer = userName is null ? null : await GatewayApp.Token(client, userName);
        var (status, slug) = userName is null ? (401, "unauthorized") : (403, "forbidden");
        const string One = "/api/accounts/0198a000-0000-7000-8000-000000000000";

        foreach (var (method, path) in new[] { ("GET", "/api/accounts"), ("GET", One), ("POST", "/api/accounts"), ("PATCH", One), ("POST", One + "/reset-password") })
        {
            await GatewayApp.Problem(await GatewayApp.Send(client, method, path, cookie, csrf: true, body: Json("{}")), status, slug);
            await GatewayApp.Problem(await GatewayApp.Send(client, method, path, bearer: bearer, body: Json("{}")), status, slug);
        }
    }

    [Theory]
    [InlineData("role=owner", "role")]
    [InlineData("active=perhaps", "active")]
    [InlineData("page=0", "page")]
    [InlineData("pageSize=101", "pageSize")]
    public async Task A_wrong_filter_is_named(string query, string field)
    {
        using var client = _app.Client();
        var admin = await GatewayApp.SignIn(client, "admin");

        using var response = await GatewayApp.Send(client, "GET", $"/api/accounts?{query}", admin);

        var problem = await GatewayApp.Problem(response, 400, "validation");
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Fact]
    public async Task A_reset_password_is_an_initial_one_and_ends_what_was_begun_with_the_old()
    {
        using var client = _app.Client();
        var admin = await GatewayApp.SignIn(client, "admin");
        var (id, initial) = await Create(client, admin, "forgetful", "x", "agent");
        var cookie = await GatewayApp.SignIn(client, "forgetful", initial);

        using var reset = await GatewayApp.Send(client, "POST", $"/api/accounts/{id}/reset-password", admin, csrf: true);

        var second = (await reset.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("initialPassword").GetString()!;
        Assert.NotEqual(initial, second);
        await GatewayApp.Problem(await GatewayApp.Send(client, "GET", "/api/auth/me", cookie), 401, "unauthorized");
        using var old = await client.PostAsJsonAsync("/api/auth/login", new { userName = "forgetful", password = initial });
        await GatewayApp.Problem(old, 401, "invalid-credentials");
        var again = await GatewayApp.SignIn(client, "forgetful", second);
        await GatewayApp.Problem(await GatewayApp.Send(client, "GET", "/api/auth/me", again), 403, "password-change-required");
    }

    internal static async Task<(string Id, string InitialPassword)> Create(HttpClient client, string admin, string userName, string displayName, string role)
    {
        using var response = await Post(client, admin, new { userName, displayName, roles = new[] { role } });
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Created, text);
        var account = JsonSerializer.Deserialize<JsonElement>(text);
        var id = account.GetProperty("id").GetString()!;
        Assert.Equal($"/api/accounts/{id}", response.Headers.Location?.OriginalString);
        return (id, account.GetProperty("initialPassword").GetString()!);
    }

    internal static async Task<string> Id(HttpClient client, string admin, string userName)
    {
        using var response = await GatewayApp.Send(client, "GET", $"/api/accounts?q={userName}", admin);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").EnumerateArray()
            .Single(item => item.GetProperty("userName").GetString() == userName).GetProperty("id").GetString()!;
    }

    private static Task<HttpResponseMessage> Post(HttpClient client, string admin, object body) =>
        GatewayApp.Send(client, "POST", "/api/accounts", admin, csrf: true, body: JsonContent.Create(body));

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");
}
