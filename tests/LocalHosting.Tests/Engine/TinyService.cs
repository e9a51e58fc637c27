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
        _ => Serve(args),
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
        Console.WriteLine($"serving {string.Join(' ', args)}");
        app.Run();
        return 0;
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
