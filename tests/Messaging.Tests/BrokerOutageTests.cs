using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using MassTransit;
using Meida.Messaging.Tests.Operations;
using Meida.Testing;
using Meida.Testing.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Meida.Messaging.Tests;

[Collection("servers")]
public sealed class BrokerOutageTests(Servers servers) : IAsyncLifetime
{
    static readonly TimeSpan Reconnected = TimeSpan.FromSeconds(60);
    readonly ScratchDirectory _files = TestPlaces.Scratch();
    NativeRabbitMq? _broker;

    public async ValueTask InitializeAsync()
    {
        _broker = await NativeRabbitMq.Start(Path.Combine(_files.Path, "rabbit"));
    }

    async Task StartAgain() => _broker = await NativeRabbitMq.Start(Path.Combine(_files.Path, "rabbit"), _broker!.Port);

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
            await _broker.DisposeAsync();
        _files.Dispose();
    }

    [Fact]
    public async Task Writes_succeed_without_the_broker_and_everything_arrives_when_it_is_back()
    {
        using var logs = new KeptLogs();
        await using var service = await NoteService.Start(await servers.NewDatabase(), _broker!.Address, Configure,
            arrange: builder => builder.Logging.AddProvider(logs),
            settings: new() { ["Messaging:SendTimeout"] = "00:00:02", ["Messaging:MaxAttempts"] = "2", ["Messaging:Backoff"] = "00:00:00.010" });
        await service.Write();
        await service.HasEffects(1);
        await service.OutboxIsEmpty();
        Assert.Empty((await Operator.Sees(service)).Problems);

        await _broker.DisposeAsync();
        await Eventually.Is(async () => Assert.Equal(HttpStatusCode.ServiceUnavailable, (await service.Http.GetAsync("/health")).StatusCode), Reconnected);
        for (var i = 0; i < 30; i++)
            await service.Write();
        Assert.Equal(HttpStatusCode.OK, (await service.Http.GetAsync("/alive")).StatusCode);
        await FailsFast(service);
        Assert.Equal(30, await service.Waiting());
        Assert.Equal(0, await service.Do(db => db.Set<OutboxRow>().CountAsync(r => r.ParkedAt != null || r.Attempts > 1)));
        var seen = await Operator.Sees(service);
        Assert.Equal((30L, null), (seen.Outbox!.Depth, seen.DeadLetters));
        Assert.Equal(["The broker does not answer."], seen.Problems);
        await Eventually.Is(async () => (await service.Health("dead-letters")).Status == HealthStatus.Degraded, "Dead letters stay green.", Reconnected);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Operator.Does(service, "dead-letters/notes-note-written_error/redrive")).StatusCode);

        await StartAgain();

        await service.HasEffects(31, timeout: Reconnected);
        await service.OutboxIsEmpty(Reconnected);
        Assert.Equal(31, await service.Do(db => db.Effects.Select(e => e.Subject).Distinct().CountAsync()));
        await Eventually.Is(async () => Assert.Equal(HttpStatusCode.OK, (await service.Http.GetAsync("/health")).StatusCode), Reconnected);
        await Eventually.Is(async () => (await service.Health("dead-letters")).Status == HealthStatus.Healthy, "Dead letters stay yellow.", Reconnected);

        await Eventually.Is(() => logs.Lines.Any(line => line.Contains("The broker is back", StringComparison.Ordinal)), "Nobody says that it is back.");
        Assert.Equal(1, logs.Lines.Count(line => line.Contains("The broker is away", StringComparison.Ordinal)));
        Assert.Equal(1, logs.Lines.Count(line => line.Contains("The broker is back", StringComparison.Ordinal)));
        Assert.Equal(1, logs.Lines.Count(line => line.Contains("messages wait", StringComparison.Ordinal)));
        Assert.True(logs.Lines.Count <= 5, string.Join('\n', logs.Lines));
    }

    [Fact]
    public async Task The_host_starts_without_the_broker_and_connects_when_it_comes()
    {
        var uri = _broker!.Address;
        await _broker.DisposeAsync();

        var start = Stopwatch.StartNew();
        await using var service = await NoteService.Start(await servers.NewDatabase(), uri, Configure, waitForBroker: false);
        Assert.InRange(start.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));

        await service.Write();
        Assert.Equal(HttpStatusCode.OK, (await service.Http.GetAsync("/alive")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await service.Http.GetAsync("/health")).StatusCode);
        await FailsFast(service);

        await StartAgain();
        await service.HasEffects(1, timeout: Reconnected);
    }

    [Fact]
    public async Task A_broker_that_hangs_holds_up_neither_writes_nor_requests_and_parks_nothing()
    {
        await using var service = await NoteService.Start(await servers.NewDatabase(), _broker!.Address, Configure,
            settings: new() { ["Messaging:SendTimeout"] = "00:00:01" });
        await service.Write();
        await service.HasEffects(1);

        await Signal("STOP");
        try
        {
            for (var i = 0; i < 5; i++)
                await service.Write();
            await FailsFast(service);
        }
        finally
        {
            await Signal("CONT");
        }

        await service.HasEffects(6, timeout: Reconnected);
        await service.OutboxIsEmpty(Reconnected);
        Assert.Equal(0, service.Counted("meida.outbox.parked"));
    }

    async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _broker!.Pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>What the product itself says, from Information up.</summary>
    sealed class KeptLogs : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName)
            => categoryName.StartsWith("Meida.", StringComparison.Ordinal) ? this : NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Lines.Enqueue(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }

    static void Configure(IBusRegistrationConfigurator x)
    {
        x.AddConsumer<NoteWrittenConsumer>();
        x.AddRequestClient<GetNote>();
    }

    static async Task FailsFast(NoteService service)
    {
        var asked = Stopwatch.StartNew();
        await Assert.ThrowsAsync<RequestTimeoutException>(() => RequestTests.Ask(service, Guid.NewGuid(), RequestTimeout.After(s: 1)));
        Assert.InRange(asked.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }
}
