using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Meida.Gateway.SignIn;
using Meida.Gateway.Tests.Accounts;

namespace Meida.Gateway.Tests.SignIn;

public sealed class TotpTests : IAsyncLifetime
{
    private GatewayApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await GatewayApp.Start(new() { ["Auth:TotpRequiredForRoles:0"] = "ops_manager" }, fakeClock: true);
        _client = _app.Client();
        await _app.AddUser("agent", "agent");
        await _app.AddUser("admin", "admin");
        await _app.AddUser("ops", "ops_manager");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    // RFC 6238, appendix B, the last six of its eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1234567890, "005924")]
    [InlineData(20000000000, "353130")]
    public void The_codes_are_those_of_the_standard(long at, string code)
    {
        var secret = Encoding.ASCII.GetBytes("12345678901234567890");

        Assert.Equal(code, Totp.Code(secret, DateTimeOffset.FromUnixTimeSeconds(at)));
        Assert.NotNull(Totp.StepOf(secret, code, DateTimeOffset.FromUnixTimeSeconds(at + 30)));
        Assert.Null(Totp.StepOf(secret, code, DateTimeOffset.FromUnixTimeSeconds(at + 90)));
        Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.Base32(secret));
    }

    [Fact]
    public async Task Once_confirmed_every_sign_in_takes_a_code_and_each_code_only_once()
    {
        var (secret, _, _) = await Enrol("agent");
        _app.Clock!.Advance(TimeSpan.FromMinutes(1));
        var code = Code(secret);

        using var without = await SignIn("agent", null);
        using var wrong = await SignIn("agent", code == "000000" ? "000001" : "000000");
        using var right = await SignIn("agent", $"{code[..3]} {code[3..]}");
        using var again = await SignIn("agent", code);

        await GatewayApp.Problem(without, 401, "totp-required");
        await GatewayApp.Problem(wrong, 401, "invalid-credentials");
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        await GatewayApp.Problem(again, 401, "invalid-credentials");
    }

    [Fact]
    public async Task A_code_that_comes_twice_at_once_signs_in_once()
    {
        var (secret, _, _) = await Enrol("agent");
        _app.Clock!.Advance(TimeSpan.FromMinutes(1));

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SignIn("agent", Code(secret))));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_secret_that_no_code_has_proved_asks_for_none_and_a_wrong_code_proves_nothing()
    {
        var cookie = await GatewayApp.SignIn(_client, "agent");
        using var enrolled = await Post(cookie, "/api/auth/totp", new { currentPassword = GatewayApp.Password });
        Assert.Equal(HttpStatusCode.OK, enrolled.StatusCode);

        using var confirmed = await Post(cookie, "/api/auth/totp/confirm", new { totp = "no" });

        var problem = await GatewayApp.Problem(confirmed, 400, "validation");
        Assert.True(problem.GetProperty("errors").TryGetProperty("totp", out _));
        Assert.Equal(HttpStatusCode.OK, (await SignIn("agent", null)).StatusCode);
    }

    [Fact]
    public async Task A_recovery_code_signs_in_once_and_is_nowhere_in_the_database()
    {
        var (secret, codes, _) = await Enrol("agent");
        Assert.Equal(10, codes.Distinct().Count());

        Assert.Equal(HttpStatusCode.OK, (await SignIn("agent", codes[3].ToUpperInvariant())).StatusCode);
        await GatewayApp.Problem(await SignIn("agent", codes[3]), 401, "invalid-credentials");
        Assert.Equal(HttpStatusCode.OK, (await SignIn("agent", codes[4])).StatusCode);

        var everything = await _app.Database.Scalar<string>("select string_agg(users::text, ' ') from users");
        Assert.DoesNotContain(secret, everything, StringComparison.Ordinal);
        Assert.DoesNotContain(codes[0], everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setting_it_up_asks_for_the_password_and_ends_other_sessions()
    {
        var other = await GatewayApp.SignIn(_client, "agent");
        var cookie = await GatewayApp.SignIn(_client, "agent");
        using var wrong = await Post(cookie, "/api/auth/totp", new { currentPassword = "wrong-password" });
        await GatewayApp.Problem(wrong, 401, "invalid-credentials");

        var (_, _, own) = await Enrol("agent", cookie);

        Assert.Equal(HttpStatusCode.OK, (await GatewayApp.Send(_client, "GET", "/api/auth/me", own)).StatusCode);
        await GatewayApp.Problem(await GatewayApp.Send(_client, "GET", "/api/auth/me", other), 401, "unauthorized");
        await GatewayApp.Problem(await Post(own, "/api/auth/totp", new { currentPassword = GatewayApp.Password }), 409, "totp-enabled");
    }

    [Fact]
    public async Task It_is_removed_with_password_and_code_or_by_an_administrator()
    {
        var (secret, codes, own) = await Enrol("agent");
        await GatewayApp.Problem(await Post(own, "/api/auth/totp/remove", new { currentPassword = GatewayApp.Password }), 401, "totp-required");
        using var removed = await Post(own, "/api/auth/totp/remove", new { currentPassword = GatewayApp.Password, totp = codes[0] });
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SignIn("agent", null)).StatusCode);

        await Enrol("agent", await GatewayApp.SignIn(_client, "agent"));
        var admin = await GatewayApp.SignIn(_client, "admin");
        var id = await AccountEndpointTests.Id(_client, admin, "agent");
        using var reset = await GatewayApp.Send(_client, "POST", $"/api/accounts/{id}/reset-totp", admin, csrf: true);

        Assert.Equal(HttpStatusCode.OK, reset.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SignIn("agent", null)).StatusCode);
    }

    [Fact]
    public async Task A_role_that_must_have_one_gets_nothing_done_before()
    {
        var cookie = await GatewayApp.SignIn(_client, "ops");
        var bearer = await GatewayApp.Token(_client, "ops");
        await GatewayApp.Problem(await GatewayApp.Send(_client, "GET", "/api/tickets", cookie), 403, "totp-enrolment-required");
        await GatewayApp.Problem(await GatewayApp.Send(_client, "GET", "/api/auth/me", bearer: bearer), 403, "totp-enrolment-required");

        var (_, _, own) = await Enrol("ops", cookie);

        Assert.Equal(HttpStatusCode.OK, (await GatewayApp.Send(_client, "GET", "/api/tickets", own)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GatewayApp.Send(_client, "GET", "/api/tickets", await GatewayApp.SignIn(_client, "agent"))).StatusCode);
    }

    private async Task<(string Secret, string[] RecoveryCodes, string Cookie)> Enrol(string userName, string? cookie = null)
    {
        cookie ??= await GatewayApp.SignIn(_client, userName);
        using var enrolled = await Post(cookie, "/api/auth/totp", new { currentPassword = GatewayApp.Password });
        var answer = await enrolled.Content.ReadFromJsonAsync<JsonElement>();
        var secret = answer.GetProperty("secret").GetString()!;
        Assert.StartsWith($"otpauth://totp/Meida:{userName}?secret={secret}&issuer=Meida", answer.GetProperty("uri").GetString(), StringComparison.Ordinal);

        using var confirmed = await Post(cookie, "/api/auth/totp/confirm", new { totp = Code(secret) });
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        var codes = (await confirmed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("recoveryCodes");
        return (secret, [.. codes.EnumerateArray().Select(code => code.GetString()!)], cookie);
    }

    // As an app does it: from the text, by the clock.
    private string Code(string secret)
    {
        var bits = string.Concat(secret.Select(sign => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(sign, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return Totp.Code([.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))], _app.Clock!.GetUtcNow());
    }

    private Task<HttpResponseMessage> SignIn(string userName, string? totp) =>
        _client.PostAsJsonAsync("/api/auth/login", new { userName, password = GatewayApp.Password, totp });

    private Task<HttpResponseMessage> Post(string cookie, string path, object body) =>
        GatewayApp.Send(_client, "POST", path, cookie, csrf: true, body: JsonContent.Create(body));
}
