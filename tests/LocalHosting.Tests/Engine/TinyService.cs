using System.Globalization;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.Dotnet;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Meida.LocalHosting.Tests.Engine;

/// <summary>This test assembly as a program: a service to be run, a job to be waited for, or a whole application.</summary>
internal static class TinyService
{
    public static int Main(string[] args) => args switch
    {
        ["--apphost", .. var rest] => AppHost(rest),
        ["--job", var file, var status] => Job(file, int.Parse(status, CultureInfo.InvariantCulture)),
        ["--hopeless"] => Hopeless(),
        ["--parent", var scratch] => Processes.Parent.Run(scratch).GetAwaiter().GetResult(),
        [] => Serve(args),
        _ => Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args).GetAwaiter().GetResult(),
    };

    /// <summary>Runs this assembly as a project of the model.</summary>
    public static DotnetProjectResource RunsTinyService(this DotnetProjectResource project)
    {
        project.AssemblyPath = typeof(TinyService).Assembly.Location;
        return project;
    }

    private static int Serve(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var app = builder.Build();
        var sick = false;
        app.MapGet("/health", () => sick ? Results.StatusCode(503) : Results.Ok());
        app.MapGet("/environment", () => Environment.GetEnvironmentVariables());
        app.MapPost("/sick", () => sick = true);
        app.MapPost("/well", () => sick = false);
        app.MapPost("/die", () => Environment.FailFast("I was told to."));
        MapOperations(app);
        Console.WriteLine($"serving {string.Join(' ', args)}");
        app.Run();
        return 0;
    }

    /// <summary>What a service tells operators, as far as the dashboard looks at it; /heard says what it was asked and with which key.</summary>
    private static void MapOperations(WebApplication app)
    {
        var heard = new System.Collections.Concurrent.ConcurrentQueue<string>();
        app.MapGet("/heard", () => heard);
        var operations = app.MapGroup("/internal/operations").AddEndpointFilter(async (context, next) =>
        {
            var request = context.HttpContext.Request;
            heard.Enqueue($"{request.Method} {request.Path} {request.Headers["X-Operations-Key"]}");
            return request.Headers["X-Operations-Key"] == Environment.GetEnvironmentVariable("Operations__Key") ? await next(context) : Results.Unauthorized();
        });
        operations.MapGet("/messages", () => new
        {
            outbox = new { depth = 3, oldestAgeSeconds = 7.5, parked = 1, rows = new[] { new { id = 42, destination = "exchange:x", attempts = 20, parkedSince = DateTimeOffset.UnixEpoch } } },
            deadLetters = new[] { new { queue = "tiny-x_error", messages = 2 } },
            problems = Array.Empty<string>(),
        });
        operations.MapPost("/parked/{id:long}/redrive", (long id) => id == 42 ? Results.Ok(new { count = 1 }) : Results.NotFound());
        operations.MapPost("/dead-letters/redrive", () => Results.Json(new { }, statusCode: 503));
    }

    private static int Job(string file, int status)
    {
        File.WriteAllText(file, JsonSerializer.Serialize(DateTimeOffset.Now));
        return status;
    }

    private static int Hopeless()
    {
        Console.Error.WriteLine("Privacy:DataKey is missing.");
        return 3;
    }

    private static int AppHost(string[] args)
    {
        var builder = DistributedApplication.CreateBuilder(args);
        var directory = Path.Combine(AppContext.BaseDirectory, "tiny.csproj");
        var back = builder.AddDotnetProject("back", directory).WithHttpEndpoint().WithHttpHealthCheck("/health");
        var front = builder.AddDotnetProject("front", directory)
            .WithHttpEndpoint(port: int.Parse(builder.Configuration["MEIDA_PORT"] ?? "8000", CultureInfo.InvariantCulture))
            .WithExternalHttpEndpoints()
            .WithHttpHealthCheck("/health")
            .WithReference(back)
            .WaitFor(back);
        back.Resource.RunsTinyService();
        front.Resource.RunsTinyService();
        builder.Build().Run();
        return Environment.ExitCode;
    }
}
