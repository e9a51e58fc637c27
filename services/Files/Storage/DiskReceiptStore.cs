using System.Runtime.InteropServices;

namespace Meida.Files.Storage;

/// <summary>Receipts as files under <c>UPLOAD_ROOT</c>; for one machine.</summary>
internal sealed class DiskReceiptStore(string root) : IReceiptStore
{
    private const string Unfinished = ".part";
    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    public Task Put(string key, ReadOnlyMemory<byte> content, string contentType, CancellationToken ct) => Guarded(async () =>
    {
        var path = PathOf(key);
        var directory = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(directory);

        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
            PreallocationSize = content.Length,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        try
        {
            await using (var file = new FileStream(path + Unfinished, options))
            {
                await file.WriteAsync(content, ct);
                file.Flush(flushToDisk: true);
            }

            File.Move(path + Unfinished, path);
            SyncDirectory(directory);
            return true;
        }
        catch
        {
            File.Delete(path + Unfinished);
            throw;
        }
    });

    public Task<Stream?> Open(string key, long offset, CancellationToken ct) => Guarded(() =>
    {
        var path = PathOf(key);
        if (!File.Exists(path))
            return Task.FromResult<Stream?>(null);

        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.Asynchronous);
        file.Position = offset;
        return Task.FromResult<Stream?>(file);
    });

    public Task Delete(string key, CancellationToken ct) => Guarded(() =>
    {
        foreach (var path in new[] { PathOf(key), PathOf(key) + Unfinished })
        {
            if (File.Exists(path))
                File.Delete(path);
        }

        return Task.FromResult(true);
    });

    public Task Check(CancellationToken ct) => Guarded(() =>
    {
        Directory.CreateDirectory(_root);
        var probe = Path.Combine(_root, $".probe-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}");
        using var file = new FileStream(probe, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        return Task.FromResult(true);
    });

    private string PathOf(string key)
    {
        var path = Path.GetFullPath(Path.Combine(_root, key));
        if (!ObjectKeys.IsSafe(key) || !path.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new ArgumentException("This key leads out of the store.", nameof(key));
        return path;
    }

    private static async Task<T> Guarded<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(e);
        }
    }

    /// <summary>Makes the new name itself durable: a row must never outlive its file in a power cut.</summary>
    private static void SyncDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
            return;

        var handle = open(directory, 0);
        if (handle < 0)
            throw new IOException($"The directory could not be opened (error {Marshal.GetLastPInvokeError()}).");
        var failed = fsync(handle) != 0;
        _ = close(handle);
        if (failed)
            throw new IOException("The directory could not be written to disk.");
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fsync(int handle);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int close(int handle);
}
