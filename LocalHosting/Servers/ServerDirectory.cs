using System.Globalization;
using Meida.LocalHosting.Processes;

namespace Meida.LocalHosting.Servers;

/// <summary>The directory of one server: one running owner at a time, also across a parent that was killed.</summary>
internal sealed class ServerDirectory
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _server;

    private ServerDirectory(string path, string server)
    {
        Path = path;
        _server = server;
    }

    public string Path { get; }

    public static async Task<ServerDirectory> Open(string path, string server, CancellationToken ct)
    {
        var directory = new ServerDirectory(System.IO.Path.GetFullPath(path), server);
        Directory.CreateDirectory(directory.Path);
        File.SetUnixFileMode(directory.Path, OwnerOnly);
        await directory.WaitForFormerOwners(ct);
        return directory;
    }

    public string FilePath(string name) => System.IO.Path.Combine(Path, name);

    public string Folder(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name), OwnerOnly).FullName;

    public void Write(string name, string text)
    {
        var file = System.IO.Path.Combine(Path, name);
        File.Delete(file);
        using (new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            // Made with its mode first, so that a secret is never readable by others.
        }
        File.WriteAllText(file, text);
    }

    /// <summary>Notes who runs here, for the next start after an end without a goodbye.</summary>
    public void OwnedBy(params IEnumerable<int> pids) => Write(Owners, string.Join('\n', pids.Select(pid =>
        string.Create(CultureInfo.InvariantCulture, $"{pid} {Posix.StartTime(pid) ?? 0}"))));

    private const string Owners = "pids";

    // The reaper of a killed parent needs some seconds to end its servers.
    private async Task WaitForFormerOwners(CancellationToken ct)
    {
        var file = System.IO.Path.Combine(Path, Owners);
        if (!File.Exists(file))
            return;
        foreach (var line in await File.ReadAllLinesAsync(file, ct))
        {
            if (line.Split(' ') is not [var id, var time] || !int.TryParse(id, CultureInfo.InvariantCulture, out var pid))
                continue;
            var started = System.Diagnostics.Stopwatch.StartNew();
            while (Posix.StartTime(pid) is { } now && now.ToString(CultureInfo.InvariantCulture) == time)
            {
                if (started.Elapsed > Patience)
                    throw new ServerStartException($"{_server} already runs over {Path} (process {pid}): stop it, or choose another directory.");
                await Task.Delay(100, ct);
            }
        }
    }
}
