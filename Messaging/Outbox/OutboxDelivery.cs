using System.ComponentModel.DataAnnotations.Schema;
using System.Data;
using System.Diagnostics;
using System.Net.Mime;
using System.Text.Json;
using MassTransit;
using Meida.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Meida.Messaging;

/// <summary>
/// Sends committed rows to the broker and deletes them when it has confirmed them. Several instances share the table
/// (<c>for update skip locked</c>). A process that dies between confirm and delete sends again: receivers drop the second.
/// </summary>
sealed class OutboxDelivery<TDb>(
    IServiceScopeFactory scopes, IBusControl bus, OutboxSignal signal, OutboxClock clock, MessagingMetrics metrics,
    IOptions<MessagingOptions> options, ILogger<OutboxDelivery<TDb>> log) : BackgroundService
    where TDb : DbContext
{
    static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    static readonly TimeSpan PauseWithoutBroker = TimeSpan.FromSeconds(1);
    static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(10);

    // By destination, so that it holds for rows of former releases too.
    static readonly HashSet<string> NeedReceivers = [.. typeof(NeedsReceiverAttribute).Assembly.GetTypes()
        .Where(type => type.IsDefined(typeof(NeedsReceiverAttribute), inherit: false)).Select(type => "exchange:" + EntityNames.Of(type))];

    readonly MessagingOptions _options = options.Value;
    bool _held;

    enum Round { Drained, More, BrokerUnreachable }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Only for the clock, before the first row is written; a database that is away is asked again in every round.
        await ((Task)UntilNext(stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await OwnQueues(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var round = await DeliverBatch(stoppingToken);
                if (round == Round.Drained)
                    await signal.Wait(await UntilNext(stoppingToken), stoppingToken);
                else if (round == Round.BrokerUnreachable)
                    await Task.Delay(PauseWithoutBroker, stoppingToken);
                if (round != Round.BrokerUnreachable && _held)
                {
                    _held = false;
                    log.LogInformation("Outbox: messages are delivered again");
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The database is away. Nothing is lost: the rows are where they were.
                Held("the database cannot be read", e);
                await Task.Delay(PauseWithoutBroker, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>
    /// An exchange drops what no queue is bound to. So the first delivery waits until our own queues are declared; a queue
    /// that cannot be declared holds the messages back for a while, not for ever.
    /// </summary>
    async Task OwnQueues(CancellationToken ct)
    {
        while (await bus.WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(30)).WaitAsync(ct) == BusHealthStatus.Unhealthy)
        {
        }
    }

    async Task<Round> DeliverBatch(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
            var rows = await db.Set<OutboxRow>().FromSql(
                $"""
                select seq, message_id, created_at, not_before, expires_at, schedule_token, destination, routing_key, mandatory, content_type,
                    body, headers, correlation_id, attempts, last_error, parked_at
                from outbox_message where parked_at is null and not_before <= now()
                order by not_before, seq limit {_options.BatchSize} for update skip locked
                """).AsNoTracking().ToListAsync(ct);
            if (rows.Count == 0)
                return Round.Drained;

            var wasAway = BrokerIsAway();
            var failures = await Task.WhenAll(rows.Select(row => Send(row, ct)));
            // A broker that is away says nothing about the rows: they keep their place and their attempts. It may come back,
            // or go, in the middle of a batch.
            var away = wasAway || BrokerIsAway();
            var sent = rows.Where((_, i) => failures[i] is null).Select(r => r.Seq).ToArray();
            if (sent.Length > 0)
                await db.Database.ExecuteSqlAsync($"delete from outbox_message where seq = any({sent})", ct);
            Exception? unreachable = null;
            for (var i = 0; i < rows.Count; i++)
            {
                if (failures[i] is not { } failure)
                    continue;
                if (away && BrokerFailure.Is(failure))
                    unreachable ??= failure;
                else
                    await Postpone(db, rows[i], failure, ct);
            }

            await transaction.CommitAsync(ct);
            metrics.Delivered(sent.Length);
            if (unreachable is not null)
            {
                Held("the broker is unreachable", unreachable);
                return Round.BrokerUnreachable;
            }

            return rows.Count == _options.BatchSize ? Round.More : Round.Drained;
        });
    }

    bool BrokerIsAway() => bus.CheckHealth().Status != BusHealthStatus.Healthy;

    /// <summary>How long nothing will be due, unless a commit says otherwise.</summary>
    async Task<TimeSpan> UntilNext(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        var seen = await db.Database.SqlQuery<Ahead>(
            $"""
            select clock_timestamp() as now, (
                select not_before from outbox_message where parked_at is null and not_before > clock_timestamp()
                order by not_before limit 1) as next
            """).SingleAsync(ct);
        clock.Set(seen.Now);
        return seen.Next - seen.Now is { } pause && pause < _options.PollInterval
            ? pause > ShortestPause ? pause : ShortestPause
            : _options.PollInterval;
    }

    // Once an outage, not once a try: the next line about it is that it is over.
    void Held(string reason, Exception fault)
    {
        log.Log(_held ? LogLevel.Debug : LogLevel.Warning, "Outbox: {Reason}, messages wait: {Error}", reason, fault.Message);
        _held = true;
    }

    async Task Postpone(TDb db, OutboxRow row, Exception failure, CancellationToken ct)
    {
        var attempts = row.Attempts + 1;
        var error = $"{failure.GetType().Name}: {failure.Message}";
        var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, _options.Backoff.Ticks << Math.Min(row.Attempts, 20)));
        // One that needs a receiver waits for it as long as it takes.
        var park = attempts >= _options.MaxAttempts && !(NeedReceivers.Contains(row.Destination) && failure is MessageReturnedException);
        await db.Database.ExecuteSqlAsync(
            $"""
            update outbox_message set attempts = {attempts}, last_error = {error}, not_before = now() + {pause},
                parked_at = case when {park} then now() end
            where seq = {row.Seq}
            """, ct);
        if (park)
            metrics.Parked();
        log.LogWarning("Outbox: message {MessageId} to {Destination} failed ({Attempts}{Parked}): {Error}",
            row.MessageId, row.Destination, attempts, park ? ", parked" : "", error);
    }

    async Task<Exception?> Send(OutboxRow row, CancellationToken ct)
    {
        var now = clock.Now();
        if (row.ExpiresAt <= now)
            return null;

        // The span of sending belongs to the trace of the writer, not to whoever woke delivery.
        Activity.Current = null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_options.SendTimeout);
        try
        {
            var endpoint = await bus.GetSendEndpoint(new Uri(row.Destination)).WaitAsync(limit.Token);
            await endpoint.Send(Stored.Instance, Pipe.Execute<SendContext<Stored>>(context => Restore(row, context, now)), limit.Token)
                .WaitAsync(limit.Token);
            return null;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    static void Restore(OutboxRow row, SendContext<Stored> context, DateTime now)
    {
        context.MessageId = row.MessageId;
        context.CorrelationId = row.CorrelationId;
        context.TimeToLive = row.ExpiresAt - now;
        context.Serializer = new StoredBody(row.Body, new ContentType(row.ContentType));
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(row.Headers) ?? [])
            context.Headers.Set(name, value);
        if (row.RoutingKey is { } routingKey)
            context.SetRoutingKey(routingKey);
        if ((row.Mandatory || NeedReceivers.Contains(row.Destination)) && context.TryGetPayload<RabbitMqSendContext>(out var rabbit))
            rabbit.Mandatory = true;
    }

    // Names of its own: a service may map columns by a convention, and another one by another.
    sealed record Ahead([property: Column("now")] DateTime Now, [property: Column("next")] DateTime? Next);

    /// <summary>Stands for the message type, which is inside the stored body.</summary>
    sealed class Stored
    {
        public static readonly Stored Instance = new();
    }

    sealed class StoredBody(string body, ContentType contentType) : IMessageSerializer
    {
        public ContentType ContentType => contentType;

        public MessageBody GetMessageBody<T>(SendContext<T> context) where T : class => new StringMessageBody(body);
    }
}
