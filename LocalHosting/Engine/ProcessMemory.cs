using System.Globalization;

namespace Meida.LocalHosting.Engine;

/// <summary>The memory of a tree of processes, read from /proc.</summary>
internal sealed record ProcessMemory(int Processes, long ResidentMiB, long ProportionalMiB)
{
    public static ProcessMemory OfThisProcessAndItsChildren()
    {
        var parents = Parents();
        long resident = 0, proportional = 0;
        var processes = 0;
        foreach (var pid in parents.Keys.Where(pid => Descends(pid, parents)))
        {
            processes++;
            resident += KiB($"/proc/{pid}/status", "VmRSS:");
            proportional += KiB($"/proc/{pid}/smaps_rollup", "Pss:");
        }

        return new ProcessMemory(processes, resident / 1024, proportional / 1024);
    }

    private static bool Descends(int pid, Dictionary<int, int> parents)
    {
        while (pid != Environment.ProcessId)
        {
            if (!parents.TryGetValue(pid, out pid) || pid <= 1)
                return false;
        }

        return true;
    }

    private static Dictionary<int, int> Parents()
    {
        var parents = new Dictionary<int, int>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
                parents[pid] = (int)KiB($"{directory}/status", "PPid:");
        }

        return parents;
    }

    private static long KiB(string path, string field)
    {
        try
        {
            var line = File.ReadLines(path).FirstOrDefault(l => l.StartsWith(field, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
