using System.Globalization;

namespace Meida.LocalHosting.Engine;

/// <summary>The memory of processes, read from /proc: resident, and with pages that several share counted once.</summary>
internal sealed record ProcessMemory(int Processes, long ResidentMiB, long ProportionalMiB)
{
    public static ProcessMemory Of(IReadOnlyCollection<int> pids) => new(
        pids.Count,
        pids.Sum(pid => KiB($"/proc/{pid}/status", "VmRSS:")) / 1024,
        pids.Sum(pid => KiB($"/proc/{pid}/smaps_rollup", "Pss:")) / 1024);

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
