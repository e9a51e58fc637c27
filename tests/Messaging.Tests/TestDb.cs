using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Meida.Messaging.Tests;

/// <summary>The smallest service database: something to write, something to see effects in, a saga.</summary>
public sealed class TestDb(DbContextOptions<TestDb> options) : DbContext(options)
{
    public DbSet<Note> Notes => Set<Note>();

    public DbSet<Effect> Effects => Set<Effect>();

    public DbSet<CounterSaga> Counters => Set<CounterSaga>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddMessagingTables();
        modelBuilder.Entity<CounterSaga>(e =>
        {
            e.HasKey(x => x.CorrelationId);
            e.Property(x => x.Version).IsRowVersion();
        });
    }
}

public sealed class Note
{
    public Guid Id { get; init; }
    public required string Text { get; init; }
}

public sealed class Effect
{
    public long Id { get; init; }
    public required Guid Subject { get; init; }
    public required Guid MessageId { get; init; }
    public required string Consumer { get; init; }
    public string? TraceId { get; init; }
}

public sealed class CounterSaga : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }
    public string CurrentState { get; set; } = "";
    public int Count { get; set; }
    public Guid? TimeoutToken { get; set; }
    public uint Version { get; set; }
}
