using Aspire.Hosting.ApplicationModel;

namespace Meida.Hosting.Native;

/// <summary>What the console says once everything is healthy.</summary>
internal sealed class Welcome(ResourceNotificationService notifications, HomeOptions options)
{
    public void Print(RunFileContent run, string gateway, TimeSpan took, string runFile)
    {
        var product = run.Services.Select(service => service.Pid).Where(pid => pid > 0).ToList();
        var servers = new[] { run.Postgres.Pid, run.Rabbitmq.Pid, run.Storage.Pid }.Where(pid => pid > 0).SelectMany(LinuxProcess.Tree).ToHashSet();
        var engine = LinuxProcess.Orchestrators().Append(Environment.ProcessId).SelectMany(LinuxProcess.Tree).Distinct().Except(product).Except(servers).ToList();
        var lines = new List<string>
        {
            "",
            $"Everything is healthy after {took.TotalSeconds:0.0} s. {product.Count} services use {MiB(product)} MiB, Aspire (AppHost, orchestrator, dashboard) {MiB(engine)} MiB; shared pages counted once.",
            "",
        };
        if (notifications.TryGetCurrentState(gateway, out var state))
            lines.AddRange(state.Snapshot.Urls.Where(url => url.DisplayProperties.DisplayName.Length > 0).Select(url => Row(url.DisplayProperties.DisplayName, url.Url)));
        if (run.Dashboard.Length > 0)
            lines.Add(Row("Dashboard", run.Dashboard));
        if (run.Subscribers.Count > 0)
            lines.Add(Row("Other systems", $"subscribe as {string.Join(", ", run.Subscribers.Select(subscriber => $"'{subscriber.User}'"))}: addresses and passwords are in {runFile}"));
        lines.Add("");
        lines.AddRange(options.Notes.Select(note => $"  {note}"));
        lines.Add("  Ctrl+C stops everything.");
        lines.Add("");
        Console.WriteLine(string.Join(Environment.NewLine, lines));
    }

    private static string Row(string text, string value) => $"  {text,-14} {value}";

    private static long MiB(IEnumerable<int> pids) => pids.Sum(LinuxProcess.ProportionalKiB) / 1024;
}
