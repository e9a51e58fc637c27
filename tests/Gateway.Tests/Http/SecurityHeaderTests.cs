using Meida.Gateway.Http;

namespace Meida.Gateway.Tests.Http;

public sealed class SecurityHeaderTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private readonly GatewayApp _app = shared.App;

    [Theory]
    [InlineData("/api/tickets")]
    [InlineData("/api/auth/me")]
    [InlineData("/api/nope")]
    [InlineData("/booking")]
    [InlineData("/health")]
    [InlineData("/.well-known/jwks.json")]
    [InlineData("/openapi/v1.json")]
    public async Task Every_answer_carries_them_and_none_says_what_serves_it(string path)
    {
        using var client = _app.Client();

        using var response = await client.GetAsync(path);

        Assert.Equal(SecurityHeaders.ContentSecurityPolicy, Header(response, "Content-Security-Policy"));
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("DENY", Header(response, "X-Frame-Options"));
        Assert.NotNull(Header(response, "Referrer-Policy"));
        Assert.NotNull(Header(response, "Permissions-Policy"));
        Assert.Null(Header(response, "Server"));
    }

    [Fact]
    public async Task The_reading_page_gets_a_policy_of_its_own_with_a_fresh_nonce_and_nothing_from_elsewhere()
    {
        using var client = _app.Client();

        using var first = await client.GetAsync("/docs/");
        using var second = await client.GetAsync("/docs/");

        var policy = Header(first, "Content-Security-Policy")!;
        Assert.Contains("script-src 'self' 'nonce-", policy, StringComparison.Ordinal);
        Assert.NotEqual(policy, Header(second, "Content-Security-Policy"));
        var page = await first.Content.ReadAsStringAsync();
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        using var script = await client.GetAsync("/docs/scalar.js");
        Assert.True(script.IsSuccessStatusCode);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
