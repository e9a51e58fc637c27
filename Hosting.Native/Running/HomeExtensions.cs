using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Security.Cryptography;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Meida.Hosting.Native;

/// <summary>What an application says of itself when it has come up.</summary>
public sealed class HomeOptions
{
    /// <summary>Lines for the console, after the addresses.</summary>
    public IList<string> Notes { get; } = [];
}

/// <summary>Makes an AppHost a program of this machine that keeps everything in one directory.</summary>
public static class HomeExtensions
{
    /// <summary>
    /// Takes <see cref="Home"/>, and adds what an application on one machine needs: a dashboard over plain HTTP on loopback, whose
    /// history lies with the rest of the data and whose address carries its token; restart of what ends by itself; <c>run.json</c>;
    /// an end in order, programs before servers, and none left over however it ends. What keeps it from starting is said in a
    /// sentence, with exit status 1.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="configure">What the console says.</param>
    /// <exception cref="DistributedApplicationException">The directory cannot be had; the message is one sentence.</exception>
    public static Home UseHome(this IDistributedApplicationBuilder builder, Action<HomeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        AppDomain.CurrentDomain.UnhandledException += SayInASentence;
        var home = Home.Take(builder);
        if (!builder.ExecutionContext.IsRunMode)
            return home;

        // Else a test host runs it, perhaps beside others, and its files and children are not this application's.
        var isProgram = builder.AppHostAssembly == Assembly.GetEntryAssembly();
        if (isProgram)
        {
            SpareTheMachine();
            KeepFilesIn(home);
        }
        // It asks the package source for newer versions of itself, through a program of its own.
        builder.Configuration["ASPIRE_VERSION_CHECK_DISABLED"] ??= "true";
        // What it says of itself is said once more, and shorter, when everything is healthy.
        builder.Services.AddLogging(logging => logging
            .AddFilter("Aspire.Hosting", LogLevel.Critical).AddFilter("Microsoft.AspNetCore", LogLevel.Error).AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical)
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None)
            .AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss ")));
        builder.Configuration["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";
        builder.Configuration["ASPNETCORE_URLS"] ??= $"http://127.0.0.1:{FreePort()}";
        builder.Configuration["AppHost:BrowserToken"] ??= Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        builder.Configuration["ASPIRE_DASHBOARD_DATA_DIRECTORY"] ??= home.At("dashboard");
        // Else the AppHost ends after 3 s, before what it started.
        builder.Configuration["DcpPublisher:WaitForResourceCleanup"] = "true";
        var options = new HomeOptions();
        configure?.Invoke(options);
        builder.Services.AddSingleton(options);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<RunState>();
        builder.Services.AddSingleton<Welcome>();
        builder.Services.AddSingleton<RunFile>();
        builder.Services.AddSingleton<Supervisor>();
        builder.Services.AddSingleton<Remains>();
        builder.Services.AddSingleton<ResourceLogs>();
        builder.Services.AddHostedService<OrderedStop>();
        // Hosted services come only when everything has started once.
        builder.Eventing.Subscribe<BeforeStartEvent>((e, _) =>
        {
            if (isProgram)
                Background(e.Services, services => services.GetRequiredService<Remains>().Watch());
            Background(e.Services, services => services.GetRequiredService<Supervisor>().Watch());
            Background(e.Services, services => services.GetRequiredService<RunFile>().Keep());
            Background(e.Services, services => services.GetRequiredService<ResourceLogs>().Keep());
            return Task.CompletedTask;
        });
        return home;
    }

    /// <summary>Says that a parameter is the password of the broker account of other systems, which <c>run.json</c> names.</summary>
    /// <param name="password">The parameter.</param>
    /// <param name="user">The account.</param>
    public static IResourceBuilder<ParameterResource> ForSubscriber(this IResourceBuilder<ParameterResource> password, string user)
    {
        ArgumentNullException.ThrowIfNull(password);
        return password.WithAnnotation(new SubscriberAnnotation(user));
    }

    private static void Background(IServiceProvider services, Func<IServiceProvider, Task> work) => _ = Task.Run(async () =>
    {
        try
        {
            await work(services);
        }
#pragma warning disable CA1031 // Nobody waits for it: the run ends, and says why.
        catch (Exception e)
#pragma warning restore CA1031
        {
            services.GetRequiredService<RunState>().Fail($"The AppHost failed: {e}");
        }
    });

    private static void SayInASentence(object sender, UnhandledExceptionEventArgs e)
    {
        var problem = e.ExceptionObject as Exception;
        // Stopped while it started; why was said where that was found out.
        if (problem is OperationCanceledException)
            Environment.Exit(Environment.ExitCode);
        while (problem is not (null or DistributedApplicationException))
            problem = problem.InnerException;
        if (problem is null)
            return;
        Console.Error.WriteLine(problem.Message);
        Environment.Exit(1);
    }

    private static void SpareTheMachine()
    {
        // The orchestrator is written in Go, and keeps half as much garbage so.
        Environment.SetEnvironmentVariable("GOGC", Environment.GetEnvironmentVariable("GOGC") ?? "40");
        // Its own processes are enough; one more beside each program costs 25 MiB.
        Environment.SetEnvironmentVariable("DCP_DISABLE_MONITOR_PROCESS", Environment.GetEnvironmentVariable("DCP_DISABLE_MONITOR_PROCESS") ?? "1");
    }

    // Aspire and its orchestrator keep sockets and state under the user's home. The path of a socket may have 107 bytes at most, the
    // longest of theirs take 50.
    private static void KeepFilesIn(Home home)
    {
        var directory = home.At("aspire");
        if (directory.Length > 55 || OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Environment.SetEnvironmentVariable("HOME", directory);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
