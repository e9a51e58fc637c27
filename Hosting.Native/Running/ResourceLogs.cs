using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace Meida.Hosting.Native;

/// <summary>What every program and server writes, in <c>logs</c> of MEIDA_HOME: a file each, readable by its owner only, and the one before it.</summary>
internal sealed class ResourceLogs(Home home, ResourceNotificationService notifications, ResourceLoggerService logs, IHostApplicationLifetime lifetime)
{
    private const long RotateAt = 16 * 1024 * 1024;

    public async Task Keep()
    {
        Directory.CreateDirectory(home.At("logs"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var kept = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            await foreach (var change in notifications.WatchAsync(lifetime.ApplicationStopped))
            {
                if (change.Resource is ProjectResource or ExecutableResource or ContainerResource && !change.Snapshot.IsHidden && kept.Add(change.ResourceId))
                    _ = Follow(change.ResourceId, home.At(Path.Combine("logs", $"{change.Resource.Name}.log")));
            }
        }
        catch (OperationCanceledException)
        {
            // The application has stopped.
        }
    }

    private async Task Follow(string resourceId, string file)
    {
        var stream = Open(file);
        try
        {
            await foreach (var lines in logs.WatchAsync(resourceId).WithCancellation(lifetime.ApplicationStopped))
            {
                foreach (var line in lines)
                    await stream.WriteLineAsync(line.Content);
                await stream.FlushAsync();
                if (stream.BaseStream.Length < RotateAt)
                    continue;
                await stream.DisposeAsync();
                File.Move(file, $"{file}.1", overwrite: true);
                stream = Open(file);
            }
        }
        catch (OperationCanceledException)
        {
            // The application has stopped.
        }
        finally
        {
            await stream.DisposeAsync();
        }
    }

    private static StreamWriter Open(string file) => new(new FileStream(file, new FileStreamOptions
    {
        Mode = FileMode.Append,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite | FileShare.Delete,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    }));
}
