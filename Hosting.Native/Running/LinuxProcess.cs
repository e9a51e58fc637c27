using System.Globalization;

namespace Meida.Hosting.Native;

/// <summary>What /proc says of processes.</summary>
internal static class LinuxProcess
{
    /// <summary>The process that started it; null when it is gone, or has ended and nobody has asked how.</summary>
    public static int? Parent(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            if (stat.Length == 0)
                return null;
            // The name in brackets may itself hold blanks and brackets.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>It is gone, or has ended and nobody has asked how. What cannot be read for a moment has not ended.</summary>
    public static bool HasEnded(int pid) => !Directory.Exists($"/proc/{pid}") || Read($"/proc/{pid}/stat") is { Length: > 0 } stat && stat[stat.LastIndexOf(')') + 2] is 'Z' or 'X';

    /// <summary>The process and all that it started, directly or not.</summary>
    public static IReadOnlyList<int> Tree(int root)
    {
        var parents = All().ToLookup(pid => Parent(pid) ?? 0);
        var tree = new List<int> { root };
        for (var i = 0; i < tree.Count; i++)
            tree.AddRange(parents[tree[i]]);
        return tree;
    }

    /// <summary>
    /// The orchestrator's two processes: the first detaches itself from the AppHost, and is told whom to watch; the second is its
    /// child. What either of them starts looks like its parent until it has become another program, and is left out.
    /// </summary>
    public static IReadOnlyList<int> Orchestrators()
    {
        var self = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var servers = All().Where(pid => IsOrchestrator(pid, "start-apiserver") && !Arguments(pid).Contains("--detach") && Argument(pid, "--monitor") == self).ToList();
        var roots = servers.Where(pid => Parent(pid) is { } parent && !servers.Contains(parent)).ToList();
        return [.. roots, .. All().Where(pid => IsOrchestrator(pid, "run-controllers") && Parent(pid) is { } parent && roots.Contains(parent))];
    }

    private static bool IsOrchestrator(int pid, string command) => Name(pid) == "dcp" && Arguments(pid).ElementAtOrDefault(1) == command;

    private static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
        .Select(name => int.TryParse(name, CultureInfo.InvariantCulture, out var pid) ? pid : 0).Where(pid => pid > 0);

    /// <summary>What follows a word in the command that started it.</summary>
    public static string? Argument(int pid, string name) => Arguments(pid).SkipWhile(argument => argument != name).ElementAtOrDefault(1);

    private static string[] Arguments(int pid) => Read($"/proc/{pid}/cmdline").Split('\0');

    private static string Name(int pid) => Read($"/proc/{pid}/comm").Trim();

    /// <summary>Its memory in KiB, a page that several share counted in parts.</summary>
    public static long ProportionalKiB(int pid)
    {
        var line = Read($"/proc/{pid}/smaps_rollup").Split('\n').FirstOrDefault(line => line.StartsWith("Pss:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line["Pss:".Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
