using System.Net;
using System.Reflection;
using System.Text.Json;
using Meida.LocalHosting.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.LocalHosting.Dashboard;

/// <summary>The engine's own page: what runs, how it is, what it says; loopback only.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    /// <summary>A page of another site cannot send this header without asking first, and is never answered.</summary>
    private const string OperatorHeader = "X-Meida-Operator";

    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly WebApplication _app;

    private DashboardServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    public static async Task<DashboardServer> Start(RunSet runs, EngineContext context)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.AddRouting();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase);

        var app = builder.Build();
        app.Use(Guard);
        app.UseRouting();
        app.MapGet("/", () => Asset("index.html", "text/html; charset=utf-8"));
        app.MapGet("/dashboard.css", () => Asset("dashboard.css", "text/css; charset=utf-8"));
        foreach (var script in (string[])["dashboard.js", "operations.js", "elements.js"])
            app.MapGet("/" + script, () => Asset(script, "text/javascript; charset=utf-8"));
        app.MapGet("/api/resources", () => TypedResults.Ok(runs.All.Select(run => ResourceView.Of(run, context.Clock))));
        app.MapGet("/api/resources/{name}/log", (string name, long? after) => ReadLog(runs, name, after ?? 0));
        app.MapPost("/api/resources/{name}/restart", (string name, HttpRequest request) => Command(runs, name, request, run => run.RestartByHand(CancellationToken.None)));
        app.MapPost("/api/resources/{name}/stop", (string name, HttpRequest request) => Command(runs, name, request, run => run.StopByHand(CancellationToken.None)));
        MapOperations(app, new ServiceOperations(runs));
        await app.StartAsync();
        return new DashboardServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private static void MapOperations(WebApplication app, ServiceOperations operations)
    {
        app.MapGet("/api/operations", (CancellationToken cancel) => operations.Read(cancel));
        app.MapPost("/api/resources/{name}/commands/{command}", (string name, string command, HttpRequest request, CancellationToken cancel) =>
            Operate(request, () => operations.Run(name, command, cancel)));
        app.MapPost("/api/operations/{service}/{part:regex(^(parked|dead-letters|assignments)$)}/{id:regex(^[A-Za-z0-9_-]+$)}/redrive",
            (string service, string part, string id, HttpRequest request, CancellationToken cancel) =>
                Operate(request, () => operations.Do(service, $"{part}/{id}/redrive", cancel)));
    }

    private static Task Guard(HttpContext http, RequestDelegate next)
    {
        // A name that resolves to loopback (DNS rebinding) is somebody else's page.
        if (http.Request.Host.Host is not ("localhost" or "127.0.0.1"))
        {
            http.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return Task.CompletedTask;
        }

        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        return next(http);
    }

    private static Results<Ok<LogView>, NotFound> ReadLog(RunSet runs, string name, long after)
    {
        if (runs.Find(name) is not { } run)
            return TypedResults.NotFound();
        var (lines, last) = run.Log.After(after);
        return TypedResults.Ok(new LogView(lines, last));
    }

    private static Results<Accepted, NotFound, ForbidHttpResult, Conflict, StatusCodeHttpResult> Command(RunSet runs, string name, HttpRequest request, Func<ResourceRun, Task> command)
    {
        if (!request.Headers.ContainsKey(OperatorHeader))
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        if (runs.Find(name) is not { } run)
            return TypedResults.NotFound();
        if (!run.TakesCommands || !run.Ready.IsCompletedSuccessfully)
            return TypedResults.Conflict();

        // The page sees the outcome in the resource's state; a slow stop must not hold the request.
        _ = Task.Run(() => command(run));
        return TypedResults.Accepted((string?)null);
    }

    private static async Task<Results<Ok<CommandResult>, NotFound, StatusCodeHttpResult>> Operate(HttpRequest request, Func<Task<CommandResult?>> command)
    {
        if (!request.Headers.ContainsKey(OperatorHeader))
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);

        return await command() is { } result ? TypedResults.Ok(result) : TypedResults.NotFound();
    }

    private static FileContentHttpResult Asset(string name, string contentType)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Meida.LocalHosting.Dashboard.Assets.{name}")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return TypedResults.File(bytes.ToArray(), contentType);
    }

    private sealed record LogView(IReadOnlyList<string> Lines, long Last);
}
