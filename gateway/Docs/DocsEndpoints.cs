using Meida.Gateway.Http;
using Scalar.AspNetCore;

namespace Meida.Gateway.Docs;

/// <summary>The joined document, and a page to read it, both served from here alone.</summary>
internal static class DocsEndpoints
{
    public static void AddJoinedOpenApi(this WebApplicationBuilder builder) => builder.Services.AddSingleton<JoinedOpenApi>();

    public static void MapDocs(this WebApplication app)
    {
        app.MapGet("/openapi/v1.json", async (JoinedOpenApi openApi, CancellationToken ct) =>
            TypedResults.Bytes(await openApi.Current(ct), "application/json")).AllowAnonymous().ExcludeFromDescription();

        app.MapGet("/asyncapi.json", () =>
            TypedResults.Stream(typeof(DocsEndpoints).Assembly.GetManifestResourceStream("asyncapi.json")!, "application/json"))
            .AllowAnonymous().ExcludeFromDescription();

        app.MapScalarApiReference("/docs", options => options
                .WithTitle("Meida.Aspire API")
                .WithOpenApiRoutePattern("/openapi/v1.json")
                .WithNonce()
                .DisableDefaultFonts()
                .DisableTelemetry()
                .DisableAgent()
                .DisableMcp())
            .AllowAnonymous()
            .WithMetadata(new OwnContentSecurityPolicy(Policy));
    }

    // The page starts with a script of its own, which the nonce allows, and its parts bring their styles along.
    private static string Policy(HttpContext http) =>
        "default-src 'self'; script-src 'self'"
        + (http.Items[ScalarOptions.NonceHttpContextItemKey] is string nonce ? $" 'nonce-{nonce}'" : "")
        + "; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self' data:; "
        + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
}
