using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace Meida.Hosting.Native;

/// <summary>
/// Programs first, servers after them. The orchestrator asks all at once and kills after 6 s, which a program that has just lost
/// its broker and its database does not always meet.
/// </summary>
internal sealed class OrderedStop(DistributedApplicationModel model, ResourceNotificationService notifications, ResourceCommandService commands) : IHostedService
{
    private int _stopped;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Hosted services stop in reverse order: this one before the orchestrator. A test host stops twice, the second time without it.
    public Task StopAsync(CancellationToken cancellationToken) => Interlocked.Exchange(ref _stopped, 1) != 0
        ? Task.CompletedTask
        : Task.WhenAll(model.Resources.OfType<ProjectResource>().Where(IsRunning)
            .Select(project => commands.ExecuteCommandAsync(project, KnownResourceCommands.StopCommand, cancellationToken)));

    private bool IsRunning(ProjectResource project) =>
        notifications.TryGetCurrentState(project.Name, out var state) && state.Snapshot.State?.Text == KnownResourceStates.Running;
}
