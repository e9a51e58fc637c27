using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Meida.Gateway.Tests.Docs;

public sealed class JoinedOpenApiTests : IAsyncLifetime
{
    private const string Tickets = """
        {"openapi":"3.1.1","info":{"title":"Meida.Tickets","version":"v1"},
         "paths":{"/api/tickets":{"get":{"responses":{"200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/ListOfItem"}}}}}}},
                  "/internal/x":{"get":{}},"/health":{"get":{"summary":"theirs"}}},
         "components":{"schemas":{"Item":{"type":"object","properties":{"ticketNo":{"type":"string"}}},
                                  "ListOfItem":{"type":"array","items":{"$ref":"#/components/schemas/Item"}},
                                  "Shared":{"type":"string"}}},
         "tags":[{"name":"Tickets"}]}
        """;

    private const string Technicians = """
        {"openapi":"3.1.1","info":{"title":"Meida.Technicians","version":"v1"},
         "paths":{"/api/technicians":{"get":{"responses":{"200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Item"}}}}}}}},
         "components":{"schemas":{"Item":{"type":"object","properties":{"phoneMasked":{"type":"string"}}},"Shared":{"type":"string"}}},
         "tags":[{"name":"Technicians"}]}
        """;

    private GatewayApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await GatewayApp.Start(fakeClock: true);
        _client = _app.Client();
        Serve("tickets", Tickets);
        Serve("technicians", Technicians);
        Serve("booking", """{"openapi":"3.1.1","paths":{"/api/public/booking":{"post":{}}}}""");
        Serve("files", """{"openapi":"3.1.1","paths":{"/api/tickets/{id}/images":{"post":{}}}}""");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task It_holds_every_services_paths_and_the_gateways_own_and_nothing_internal()
    {
        var paths = (await Document()).GetProperty("paths");

        Assert.Equal(
            [
                "/.well-known/jwks.json", "/alive", "/api/accounts", "/api/accounts/{id}", "/api/accounts/{id}/reset-password", "/api/accounts/{id}/reset-totp", "/api/audit-logs",
                "/api/auth/login", "/api/auth/logout", "/api/auth/me", "/api/auth/password", "/api/auth/token", "/api/auth/totp",
                "/api/auth/totp/confirm", "/api/auth/totp/remove",
                "/api/public/booking", "/api/security-events", "/api/technicians", "/api/tickets", "/api/tickets/{id}/images", "/health",
            ],
            paths.EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("theirs", paths.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schemas_of_one_name_that_differ_are_kept_apart_and_every_reference_leads_somewhere()
    {
        var document = await Document();

        var schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.True(schemas.GetProperty("Item").GetProperty("properties").TryGetProperty("ticketNo", out _));
        Assert.True(schemas.GetProperty("TechniciansItem").GetProperty("properties").TryGetProperty("phoneMasked", out _));
        Assert.False(schemas.TryGetProperty("TechniciansShared", out _));
        Assert.Contains("#/components/schemas/TechniciansItem", document.GetProperty("paths").GetProperty("/api/technicians").ToString(), StringComparison.Ordinal);
        foreach (var reference in References(document))
            Assert.True(schemas.TryGetProperty(reference["#/components/schemas/".Length..], out _), reference);
    }

    [Fact]
    public async Task It_says_how_to_sign_in_and_where_nobody_has_to()
    {
        var document = await Document();

        Assert.Equal(["bearer", "session"], document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().Select(s => s.Name).Order());
        Assert.Equal(2, document.GetProperty("security").GetArrayLength());
        var paths = document.GetProperty("paths");
        Assert.Equal(0, paths.GetProperty("/api/public/booking").GetProperty("post").GetProperty("security").GetArrayLength());
        Assert.Equal(0, paths.GetProperty("/api/auth/login").GetProperty("post").GetProperty("security").GetArrayLength());
        Assert.False(paths.GetProperty("/api/tickets").GetProperty("get").TryGetProperty("security", out _));
    }

    [Fact]
    public async Task A_service_that_is_down_keeps_its_last_known_part()
    {
        await Document();
        await _app.Services["tickets"].Stop();
        Serve("technicians", Technicians.Replace("/api/technicians", "/api/technicians-new", StringComparison.Ordinal));
        _app.Clock!.Advance(TimeSpan.FromMinutes(1));

        var paths = (await Document()).GetProperty("paths");

        Assert.True(paths.TryGetProperty("/api/tickets", out _));
        Assert.True(paths.TryGetProperty("/api/technicians-new", out _));
    }

    private void Serve(string service, string document) => _app.Services[service].Answer = async http =>
    {
        Assert.Equal("/openapi/v1.json", http.Request.Path);
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(document);
        return true;
    };

    private async Task<JsonElement> Document() => await _client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.NameEquals("$ref") ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
