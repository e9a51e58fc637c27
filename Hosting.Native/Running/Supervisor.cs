using System.Collections.Concurrent;
using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Meida.Hosting.Native;

/// <summary>Marks what is started again when it ends by itself.</summary>
internal sealed class RestartAnnotation : IResourceAnnotation;

/// <summary>
/// Starts again what ended by itself, which the orchestrator does not; not what an operator stopped. Before everything was
/// healthy once, what cannot start ends the run with its last words.
/// </summary>
internal sealed partial class Supervisor(
    ResourceNotificationService notifications, ResourceCommandService commands, ResourceLoggerService logs, RunState run, IHostApplicationLifetime lifetime, ILogger<Supervisor> log)
{
    private const int TriesOfAStart = 3;
    private static readonly TimeSpan SaysWhy = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (int Tries, long At)> _tries = new();

    public async Task Watch()
    {
        var stop = lifetime.ApplicationStopping;
        var last = new Dictionary<string, string?>();
        try
        {
            await foreach (var change in notifications.WatchAsync(stop))
            {
                var (before, now) = (last.GetValueOrDefault(change.ResourceId), change.Snapshot.State?.Text);
                last[change.ResourceId] = now;
                if (before == now || before == KnownResourceStates.Stopping || !HasEnded(now))
                    continue;
                // What did not even start waited for something that will say why.
                if (now == KnownResourceStates.FailedToStart && !run.WasHealthy)
                    _ = GiveUp(change, SaysWhy);
                else if (change.Resource.Annotations.OfType<RestartAnnotation>().Any())
                    _ = Again(change, stop);
                else if (change.Snapshot.ExitCode is > 0 && !run.WasHealthy && change.Resource is ProjectResource)
                    _ = GiveUp(change, TimeSpan.Zero);
            }
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }

    private static bool HasEnded(string? state) =>
        state == KnownResourceStates.Finished || state == KnownResourceStates.Exited || state == KnownResourceStates.FailedToStart;

    private async Task Again(ResourceEvent ended, CancellationToken ct)
    {
        var (tries, at) = _tries.GetValueOrDefault(ended.ResourceId);
        tries = at == 0 || TimeProvider.System.GetElapsedTime(at) > Forgotten ? 0 : tries + 1;
        _tries[ended.ResourceId] = (tries, TimeProvider.System.GetTimestamp());
        if (!run.WasHealthy && tries + 1 >= TriesOfAStart)
        {
            await GiveUp(ended, TimeSpan.Zero);
            return;
        }

        var pause = tries == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, tries - 1)));
        LogAgain(log, ended.Resource.Name, ended.Snapshot.ExitCode, pause.TotalSeconds);
        try
        {
            await Task.Delay(pause, ct);
            var result = await commands.ExecuteCommandAsync(ended.ResourceId, KnownResourceCommands.StartCommand, ct);
            if (!result.Success && !result.Canceled)
                LogFailed(log, ended.Resource.Name, result.Message);
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }

    private async Task GiveUp(ResourceEvent ended, TimeSpan after)
    {
        await Task.Delay(after);
        var said = new List<string>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await foreach (var lines in logs.GetAllAsync(ended.ResourceId).WithCancellation(patience.Token))
            said.AddRange(lines.Select(line => line.Content));
        run.Fail(string.Create(CultureInfo.InvariantCulture,
            $"{ended.Resource.Name} did not start (exit status {ended.Snapshot.ExitCode}): {string.Join('\n', said.Where(line => line.Trim().Length > 0).TakeLast(3))}"));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Resource} ended by itself (exit status {ExitCode}) and is started again after {Pause} s")]
    private static partial void LogAgain(ILogger log, string resource, int? exitCode, double pause);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Resource} could not be started again: {Problem}")]
    private static partial void LogFailed(ILogger log, string resource, string? problem);
}

/// <summary>Adds the supervisor.</summary>
public static class SupervisorExtensions
{
    /// <summary>Starts the resource again whenever it ends by itself, at once and then after growing pauses of at most 30 s.</summary>
    /// <typeparam name="T">The resource's type.</typeparam>
    /// <param name="builder">The resource.</param>
    public static IResourceBuilder<T> WithRestart<T>(this IResourceBuilder<T> builder)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.ApplicationBuilder.ExecutionContext.IsRunMode ? builder.WithAnnotation(new RestartAnnotation()) : builder;
    }
}
