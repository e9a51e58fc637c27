using System.Diagnostics.Metrics;
using Meida.Tickets.Assignment;
using Meida.Tickets.Data;
using Microsoft.Extensions.Options;

namespace Meida.Tickets.Operations;

/// <summary>Counts the assignments every few seconds, for the gauges of the meter <c>Meida.Tickets</c>.</summary>
internal sealed class AssignmentWatch : BackgroundService
{
    public const string MeterName = "Meida.Tickets";
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private readonly IServiceScopeFactory _scopes;
    private readonly AssignmentOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<AssignmentWatch> _log;
    private (IReadOnlyList<AssignmentsInState> States, int Stuck)? _seen;

    public AssignmentWatch(
        IServiceScopeFactory scopes, IMeterFactory meters, IOptions<AssignmentOptions> options, TimeProvider clock, ILogger<AssignmentWatch> log)
    {
        (_scopes, _options, _clock, _log) = (scopes, options.Value, clock, log);
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("meida.assignments", States, "{assignment}", "Assignments by state; ended ones count for a day.");
        meter.CreateObservableGauge("meida.assignments.stuck", Stuck, "{assignment}", "Assignments that live longer than they should.");
    }

    public async Task Look(CancellationToken cancel)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketsDbContext>();
        _seen = (await AssignmentReport.CountStates(db, _clock, cancel), await AssignmentReport.CountStuck(db, _options, _clock, cancel));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Look(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                _log.LogDebug("Assignments: not looked at: {Error}", e.Message);
            }
        }
    }

    private IEnumerable<Measurement<int>> States() =>
        _seen?.States.Select(seen => new Measurement<int>(seen.Count, new KeyValuePair<string, object?>("state", seen.State))) ?? [];

    private IEnumerable<Measurement<int>> Stuck() => _seen is { } seen ? [new Measurement<int>(seen.Stuck)] : [];
}
