using System.Globalization;

namespace Meida.Benchmarks;

/// <summary>What was measured, in milliseconds.</summary>
internal sealed class Figures
{
    private readonly List<double> _values = [];

    public int Count => _values.Count;

    public void Add(TimeSpan elapsed) => _values.Add(elapsed.TotalMilliseconds);

    /// <summary>The smallest value that so many per cent do not exceed.</summary>
    public double Percentile(int percent)
    {
        if (_values.Count == 0)
            return double.NaN;

        var sorted = _values.Order().ToArray();
        return sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * percent / 100.0) - 1)];
    }
}

internal static class Machine
{
    /// <summary>The machine's load averages: figures taken on a busy machine are figures of the others.</summary>
    public static string Load()
    {
        var cores = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture);
        return File.Exists("/proc/loadavg")
            ? $"{string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3))} (1, 5, 15 min) on {cores} cores"
            : $"unknown, {cores} cores";
    }
}
