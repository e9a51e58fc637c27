namespace Meida.LocalHosting.Processes;

/// <summary>A new directory that is removed when disposed of, or by the reaper when this process ends before that.</summary>
public sealed class ScratchDirectory : IDisposable
{
    private ScratchDirectory(string path) => Path = path;

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>Makes one under a parent, which is made when absent.</summary>
    public static ScratchDirectory Create(string parent)
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetFullPath(parent), System.IO.Path.GetRandomFileName());
        Directory.CreateDirectory(path);
        Reaper.RemoveDirectoryAtEnd(path);
        return new ScratchDirectory(path);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
