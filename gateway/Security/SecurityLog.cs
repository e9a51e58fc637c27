using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Meida.Gateway.Data;
using Meida.ServiceDefaults.Audit;
using Microsoft.EntityFrameworkCore;

namespace Meida.Gateway.Security;

/// <summary>
/// Writes down what <see cref="AuditEntry"/>s say: a log line of the category <see cref="Category"/> and a row. A request does
/// not wait for it, and a flood becomes one row with a count for each kind of event in each quarter of a second.
/// </summary>
internal sealed class SecurityLog : BackgroundService
{
    public const string Category = "Meida.Security";

    private const int MaxWaiting = 10_000;
    private const int MaxBatch = 1_000;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastChance = TimeSpan.FromSeconds(3);

    private readonly Channel<AuditEntry> _waiting;
    private readonly IServiceScopeFactory _scopes;
    private readonly ILogger _log;
    private int _dropped;

    public SecurityLog(IServiceScopeFactory scopes, ILoggerFactory loggers)
    {
        (_scopes, _log) = (scopes, loggers.CreateLogger(Category));
        _waiting = Channel.CreateBounded<AuditEntry>(
            new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropWrite }, _ => Interlocked.Increment(ref _dropped));
    }

    /// <summary>Takes the event; row and line follow.</summary>
    public void Write(AuditEntry happened) => _waiting.Writer.TryWrite(happened);

    /// <summary>The line alone, for what a transaction has written already.</summary>
    public void Tell(AuditEntry happened)
    {
        var level = happened.Result == AuditEntry.Done ? LogLevel.Information : LogLevel.Warning;
        _log.Log(level, "{Action} {Result}: {Actor} ({ActorRole}) from {ClientAddress}, account {AccountId}, {Details}",
            happened.Action, happened.Result, happened.ActorName, happened.ActorRole, happened.ClientAddress, happened.AccountId, happened.DetailsJson);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(Gathering, stoppingToken);
                await Persist(Gathered(), stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            using var last = new CancellationTokenSource(LastChance);
            for (var batch = Gathered(); batch.Count > 0; batch = Gathered())
                await TryPersist(batch, last.Token);
        }
    }

    private List<AuditEntry> Gathered()
    {
        var batch = new List<AuditEntry>();
        while (batch.Count < MaxBatch && _waiting.Reader.TryRead(out var happened))
            batch.Add(happened);
        if (Interlocked.Exchange(ref _dropped, 0) is var dropped and > 0)
            _log.LogError("{Count} security events were dropped: more came than could be written", dropped);

        List<AuditEntry> merged = [.. batch.GroupBy(KindOf).Select(Merge)];
        merged.ForEach(Tell);
        return merged;
    }

    private static (string, string, Guid?, string, Guid?, string?, string) KindOf(AuditEntry e) =>
        (e.Action, e.Result, e.ActorUserId, e.ActorName, e.AccountId, e.ClientAddress, e.DetailsJson);

    private static AuditEntry Merge(IEnumerable<AuditEntry> alike)
    {
        var (first, count) = (alike.First(), alike.Count());
        if (count == 1)
            return first;

        var details = JsonNode.Parse(first.DetailsJson)!.AsObject();
        details["count"] = count;
        return new AuditEntry
        {
            Id = first.Id,
            At = first.At,
            ActorUserId = first.ActorUserId,
            ActorName = first.ActorName,
            ActorRole = first.ActorRole,
            Action = first.Action,
            AccountId = first.AccountId,
            ClientAddress = first.ClientAddress,
            Result = first.Result,
            DetailsJson = details.ToJsonString(JsonSerializerOptions.Web),
        };
    }

    private async Task Persist(List<AuditEntry> batch, CancellationToken ct)
    {
        while (!await TryPersist(batch, ct))
            await Task.Delay(RetryPause, ct);
    }

    private async Task<bool> TryPersist(List<AuditEntry> batch, CancellationToken ct)
    {
        try
        {
            await using var scope = _scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
            // A try whose answer was lost may have written them.
            var ids = batch.Select(happened => happened.Id).ToArray();
            var written = await db.AuditLogs.Where(e => ids.Contains(e.Id)).Select(e => e.Id).ToListAsync(ct);
            db.AuditLogs.AddRange(batch.Where(happened => !written.Contains(happened.Id)));
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            _log.LogWarning("Security events wait to be written: {Reason}", fault.GetBaseException().Message);
            return false;
        }
    }
}
