namespace Meida.LocalHosting.Engine;

/// <summary>What the console says once everything is healthy.</summary>
internal static class Welcome
{
    private static readonly (string Text, string Path)[] Pages =
    [
        ("book a repair", "/booking"),
        ("tickets", "/admin/tickets"),
        ("my jobs", "/admin/my-jobs"),
        ("HTTP API", "/docs"),
    ];

    /// <summary>The address people use: the one service with a port of its own choosing.</summary>
    public static string? Gateway(IEnumerable<ProjectRun> services) =>
        services.SelectMany(s => s.Resource.Endpoints).Where(e => e.IsExternal).Select(e => $"{e.Scheme}://localhost:{e.Port}").FirstOrDefault();

    public static void Print(EngineContext context, RunSet runs, string dashboard, TimeSpan took)
    {
        var projects = runs.All.OfType<ProjectRun>().ToList();
        var memory = ProcessMemory.Of([Environment.ProcessId, .. projects.Select(project => project.Pid).OfType<int>()]);
        var gateway = Gateway(projects);
        var lines = new List<string>
        {
            "",
            $"Everything is healthy after {took.TotalSeconds:0.0} s. Besides the servers {memory.Processes} processes use {memory.ResidentMiB} MiB (RSS; {memory.ProportionalMiB} MiB with shared pages counted once).",
            "",
        };
        lines.AddRange(Pages.Select(page => $"  {page.Text,-14} {gateway}{page.Path}"));
        lines.Add($"  {"dashboard",-14} {dashboard}");
        if (runs.Single<RabbitMqRun>() is not null)
            lines.Add($"  {"other systems",-14} subscribe as '{Servers.NativeRabbitMqOptions.SubscriberUser}': address and password are in {Path.Combine(context.Settings.Home, "run.json")}");
        lines.Add("");
        if (context.Settings.IsDevelopment)
        {
            var password = Environment.GetEnvironmentVariable("Seed__Password") ?? "Meida-2026";
            lines.Add($"  Development accounts: admin, agent, ops, tech1, tech2, tech3; password {password}");
        }

        lines.Add("  Ctrl+C stops everything.");
        lines.Add("");
        context.Console.Write(string.Join(Environment.NewLine, lines));
    }
}
