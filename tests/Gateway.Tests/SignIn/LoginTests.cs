using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Meida.Gateway.Tests.SignIn;

public sealed class LoginTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private readonly GatewayApp _app = shared.App;

    [Fact]
    public async Task Signing_in_sets_a_cookie_that_scripts_and_other_sites_cannot_use_and_says_who_it_is()
    {
        using var client = _app.Client();

        using var response = await client.PostAsJsonAsync("/api/auth/login", new { userName = "agent", password = GatewayApp.Password });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var user = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("user");
        Assert.Equal("agent", user.GetProperty("userName").GetString());
        Assert.Equal("Display agent", user.GetProperty("displayName").GetString());
        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("meida=", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("agent", "wrong-password")]
    [InlineData("nobody-of-that-name", "wrong-password")]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_answer(string userName, string password)
    {
        using var client = _app.Client();

        using var login = await client.PostAsJsonAsync("/api/auth/login", new { userName, password });
        using var token = await client.PostAsJsonAsync("/api/auth/token", new { userName, password });

        var problem = await GatewayApp.Problem(login, 401, "invalid-credentials");
        Assert.Equal("The user name or the password is wrong.", problem.GetProperty("detail").GetString());
        await GatewayApp.Problem(token, 401, "invalid-credentials");
        Assert.False(login.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("""{"userName":"agent"}""", "password")]
    [InlineData("""{"password":"x"}""", "userName")]
    [InlineData("""{"userName":"","password":"x"}""", "userName")]
    [InlineData("""{"userName":"a\u0000b","password":"x"}""", "userName")]
    [InlineData("""{"userName":7,"password":"x"}""", "userName")]
    public async Task What_is_missing_or_malformed_is_named(string body, string field)
    {
        using var client = _app.Client();

        using var response = await client.PostAsync("/api/auth/login", Json(body));

        var problem = await GatewayApp.Problem(response, 400, "validation");
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    public async Task A_body_that_is_no_object_is_400(string body)
    {
        using var client = _app.Client();

        using var response = await client.PostAsync("/api/auth/login", Json(body));

        await GatewayApp.Problem(response, 400, "validation");
    }

    [Fact]
    public async Task Another_content_type_is_415_and_another_method_405()
    {
        using var client = _app.Client();

        using var text = await client.PostAsync("/api/auth/login", new StringContent("userName=agent"));
        using var get = await client.GetAsync("/api/auth/login");

        await GatewayApp.Problem(text, 415, "unsupported-media-type");
        await GatewayApp.Problem(get, 405, "method-not-allowed");
    }

    [Theory]
    [InlineData("admin", "admin", "tickets.read tickets.write tickets.assign tickets.complete tickets.upload technicians.write audit.read accounts.write products.write privacy.erase")]
    [InlineData("agent", "agent", "tickets.read tickets.write tickets.upload")]
    [InlineData("ops", "ops_manager", "tickets.read tickets.assign tickets.complete technicians.write products.write")]
    [InlineData("tech", "technician", "tickets.read tickets.complete tickets.upload")]
    public async Task Every_role_has_the_permissions_of_the_table_by_cookie_and_by_token(string userName, string role, string permissions)
    {
        using var client = _app.Client();
        var cookie = await GatewayApp.SignIn(client, userName);
        var token = await GatewayApp.Token(client, userName);

        foreach (var response in new[]
        {
            await GatewayApp.Send(client, "GET", "/api/auth/me", cookie: cookie),
            await GatewayApp.Send(client, "GET", "/api/auth/me", bearer: token),
        })
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var me = await response.Content.ReadFromJsonAsync<JsonElement>();
            Assert.True(me.GetProperty("id").TryGetGuid(out _));
            Assert.Equal(userName, me.GetProperty("userName").GetString());
            Assert.Equal([role], Texts(me, "roles"));
            Assert.Equal(permissions.Split(' ').Order(), Texts(me, "permissions").Order());
            Assert.Equal(JsonValueKind.Null, me.GetProperty("technicianId").ValueKind);
        }
    }

    [Fact]
    public async Task A_program_gets_a_bearer_token_with_its_lifetime()
    {
        using var client = _app.Client();

        using var response = await client.PostAsJsonAsync("/api/auth/token", new { userName = "ops", password = GatewayApp.Password });

        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("Bearer", answer.GetProperty("tokenType").GetString());
        Assert.Equal(300, answer.GetProperty("expiresIn").GetInt32());
        Assert.Equal(3, answer.GetProperty("accessToken").GetString()!.Split('.').Length);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("meida=garbage", null)]
    [InlineData("meida=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", null)]
    [InlineData(null, "garbage")]
    [InlineData(null, "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiIsInJvbGUiOiJhZG1pbiJ9.")]
    public async Task Nothing_or_garbage_is_not_signed_in(string? cookie, string? bearer)
    {
        using var client = _app.Client();

        using var response = await GatewayApp.Send(client, "GET", "/api/auth/me", cookie, bearer);

        await GatewayApp.Problem(response, 401, "unauthorized");
    }

    [Fact]
    public async Task A_bad_bearer_token_wins_over_a_good_cookie()
    {
        using var client = _app.Client();
        var cookie = await GatewayApp.SignIn(client, "agent");

        using var response = await GatewayApp.Send(client, "GET", "/api/auth/me", cookie, bearer: "garbage");

        await GatewayApp.Problem(response, 401, "unauthorized");
    }

    private static string[] Texts(JsonElement of, string name) => [.. of.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
