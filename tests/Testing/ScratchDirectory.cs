using System.Globalization;

namespace Meida.Testing;

/// <summary>A new directory, removed when disposed of, else by the next process that makes one beside it.</summary>
public sealed class ScratchDirectory : IDisposable
{
    private ScratchDirectory(string path) => Path = path;

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>Makes one under a parent, which is made when absent.</summary>
    public static ScratchDirectory Create(string parent)
    {
        Sweep(parent);
        var name = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Guid.NewGuid():N}");
        return new ScratchDirectory(Directory.CreateDirectory(System.IO.Path.Combine(System.IO.Path.GetFullPath(parent), name[..Math.Min(name.Length, 16)])).FullName);
    }

    /// <inheritdoc />
    public void Dispose() => Remove(Path);

    // Of processes that were killed, or whose servers outlived them by a moment.
    private static void Sweep(string parent)
    {
        if (!Directory.Exists(parent))
            return;
        foreach (var directory in Directory.EnumerateDirectories(parent))
        {
            var owner = System.IO.Path.GetFileName(directory).Split('-')[0];
            if (int.TryParse(owner, CultureInfo.InvariantCulture, out var pid) && !Directory.Exists($"/proc/{pid}"))
                Remove(directory);
        }
    }

    private static void Remove(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Another process swept as well.
        }
        catch (IOException)
        {
            // A server is on its way out and still writes; the next one sweeps.
        }
    }
}
