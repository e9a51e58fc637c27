using System.Data.Common;
using System.Diagnostics;
using MassTransit;
using Meida.Contracts.Booking;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.Messaging.Tests;

[Collection("servers")]
public sealed class OutboxTests(Servers servers)
{
    static readonly Dictionary<string, string?> NoPolling = new() { ["Messaging:PollInterval"] = "01:00:00" };

    static readonly Dictionary<string, string?> Impatient = new()
    {
        ["Messaging:MaxAttempts"] = "3",
        ["Messaging:Backoff"] = "00:00:00.020",
        ["Messaging:PollInterval"] = "00:00:00.050",
    };

    [Fact]
    public async Task A_message_is_sent_with_the_commit_and_what_its_consumer_publishes_with_the_consumers()
    {
        await using var service = await Start(x => { x.AddConsumer<NoteWrittenConsumer>(); x.AddConsumer<NoteEchoConsumer>(); });

        var note = await service.Write();

        await service.HasEffects(2, note);
        await service.OutboxIsEmpty();
        Assert.Equal(2, await service.Do(db => db.Set<InboxRow>().CountAsync()));
    }

    [Fact]
    public async Task What_needs_a_receiver_waits_until_there_is_one_however_long()
    {
        await using var sender = await Start(_ => { }, Impatient);
        var booking = new BookingSubmitted(Guid.CreateVersion7(), "TK00000000", null, default, default, null, "sealed", DateTimeOffset.UnixEpoch);
        await sender.Do(db =>
        {
            sender.Outbox.Publish(db, booking);
            return db.SaveChangesAsync();
        });
        await Eventually.Is(() => sender.Do(db => db.Set<OutboxRow>().AnyAsync(row => row.Attempts > 4)), "It was given up.");

        var received = new TaskCompletionSource<BookingSubmitted>();
        var receiver = sender.Services.GetRequiredService<IBusControl>().ConnectReceiveEndpoint("late", endpoint =>
            endpoint.Handler<BookingSubmitted>(context =>
            {
                received.TrySetResult(context.Message);
                return Task.CompletedTask;
            }));
        await receiver.Ready;

        Assert.Equal(booking, await received.Task.WaitAsync(TimeSpan.FromSeconds(60)));
        await sender.OutboxIsEmpty();
    }

    [Fact]
    public async Task Nothing_is_sent_when_the_transaction_rolls_back()
    {
        await using var service = await Start(x => x.AddConsumer<NoteWrittenConsumer>());

        await service.Do(db => db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            service.Outbox.Publish(db, new NoteWritten(Guid.NewGuid()));
            await db.SaveChangesAsync();
            await transaction.RollbackAsync();
            return 0;
        }));
        var later = await service.Write();

        await service.HasEffects(1, later);
        Assert.Equal(1, await service.Effects());
    }

    [Fact]
    public async Task A_commit_wakes_delivery_however_it_is_made()
    {
        await using var service = await Start(x => x.AddConsumer<NoteWrittenConsumer>(), NoPolling);

        await service.Write();
        await service.HasEffects(1);

        await service.Do(db =>
        {
            service.Outbox.Publish(db, new NoteWritten(Guid.NewGuid()));
            return Task.FromResult(db.SaveChanges());
        });
        await service.HasEffects(2);

        await service.Do(db => db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            service.Outbox.Publish(db, new NoteWritten(Guid.NewGuid()));
            await db.SaveChangesAsync();
            transaction.Commit();
            return 0;
        }));
        await service.HasEffects(3);
    }

    [Fact]
    public async Task A_scopes_publish_endpoint_writes_rows_too()
    {
        await using var service = await Start(x => x.AddConsumer<NoteWrittenConsumer>());
        await using var scope = service.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TestDb>();

        await scope.ServiceProvider.GetRequiredService<IPublishEndpoint>().Publish(new NoteWritten(Guid.NewGuid()));

        Assert.Single(db.ChangeTracker.Entries<OutboxRow>());
        Assert.Equal(0, await service.Waiting());
        await db.SaveChangesAsync();
        await service.HasEffects(1);
    }

    [Fact]
    public async Task Messages_can_be_written_inside_a_save()
    {
        await using var service = await Start(x => x.AddConsumer<NoteWrittenConsumer>(), interceptor: new AnnounceNotes());

        await service.Do(db =>
        {
            db.Notes.Add(new Note { Id = Guid.CreateVersion7(), Text = "announced by the interceptor" });
            return db.SaveChangesAsync();
        });

        await service.HasEffects(1);
    }

    [Fact]
    public async Task A_message_that_was_confirmed_but_not_deleted_is_sent_again_and_acts_once()
    {
        var crash = new FailOnce("delete from outbox_message where seq");
        await using var service = await Start(x => x.AddConsumer<NoteWrittenConsumer>(), interceptor: crash);

        var note = await service.Write();

        await service.OutboxIsEmpty();
        await Eventually.Is(() => service.Counted("meida.inbox.duplicates") >= 1, "the message did not come twice");
        Assert.True(crash.Failed);
        Assert.Equal(1, await service.Effects(note));
    }

    [Fact]
    public async Task A_row_nobody_takes_is_parked_while_others_flow()
    {
        await using var service = await Start(x => x.AddConsumer<NoteWrittenConsumer>(), Impatient);

        await service.Do(db =>
        {
            service.Outbox.Send(db, "no-such-queue", new NoteWritten(Guid.NewGuid()));
            return db.SaveChangesAsync();
        });
        var note = await service.Write();

        await service.HasEffects(1, note);
        await Eventually.Is(async () =>
        {
            var row = await service.Do(db => db.Set<OutboxRow>().AsNoTracking().SingleAsync());
            Assert.NotNull(row.ParkedAt);
            Assert.Equal(3, row.Attempts);
            Assert.NotEmpty(row.LastError!);
        }, TimeSpan.FromMinutes(1));
        Assert.Equal(1, service.Counted("meida.outbox.parked"));
    }

    [Fact]
    public async Task Sending_reaches_the_one_queue_it_names()
    {
        await using var service = await Start(x => x.AddConsumer<NoteWrittenConsumer>());
        var note = Guid.NewGuid();

        await service.Do(db =>
        {
            service.Outbox.Send(db, "notes-note-written", new NoteWritten(note));
            return db.SaveChangesAsync();
        });

        await service.HasEffects(1, note);
    }

    [Fact]
    public async Task A_scheduled_message_comes_when_it_is_due_and_not_at_the_next_look()
    {
        await using var service = await Start(x => x.AddConsumer<NoteWrittenConsumer>(), new() { ["Messaging:PollInterval"] = "00:10:00" });
        var timer = Stopwatch.StartNew();

        await service.Do(db =>
        {
            foreach (var seconds in (double[])[8, 1.2])
                service.Outbox.Send(db, "notes-note-written", new NoteWritten(Guid.NewGuid()), delay: TimeSpan.FromSeconds(seconds));
            return db.SaveChangesAsync();
        });

        await service.HasEffects(1);
        Assert.InRange(timer.Elapsed, TimeSpan.FromSeconds(1.1), TimeSpan.FromSeconds(7.9));
        await service.HasEffects(2);
        Assert.True(timer.Elapsed >= TimeSpan.FromSeconds(7.9), $"It came after {timer.Elapsed}.");
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public async Task A_service_whose_clock_is_wrong_neither_hurries_nor_holds_nor_drops_what_it_schedules(int minutes)
    {
        var wrong = new OutboxClock(new WrongClock(TimeSpan.FromMinutes(minutes)));
        await using var service = await NoteService.Start(await servers.NewDatabase(), await servers.NewVirtualHost(),
            x => x.AddConsumer<NoteWrittenConsumer>(), arrange: builder => builder.Services.AddSingleton(wrong));
        await Eventually.Is(() => (TimeProvider.System.GetUtcNow().UtcDateTime - wrong.Now()).Duration() < TimeSpan.FromMinutes(1));

        await service.Do(db =>
        {
            service.Outbox.Send(db, "notes-note-written", new NoteWritten(Guid.NewGuid()), delay: TimeSpan.FromSeconds(1));
            return db.SaveChangesAsync();
        });
        await service.Do(async db =>
        {
            var row = await db.Set<OutboxRow>().AsNoTracking().SingleAsync();
            Assert.InRange(row.NotBefore - row.CreatedAt, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.5));
            return 0;
        });
        await service.HasEffects(1);
    }

    [Fact]
    public async Task A_message_nobody_waits_for_any_more_is_dropped()
    {
        await using var service = await Start(x => x.AddConsumer<NoteWrittenConsumer>());

        await service.Do(async db =>
        {
            service.Outbox.Publish(db, new NoteWritten(Guid.NewGuid()));
            var row = db.ChangeTracker.Entries<OutboxRow>().Single();
            row.Property(r => r.ExpiresAt).CurrentValue = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-1);
            return await db.SaveChangesAsync();
        });
        await service.OutboxIsEmpty();
        var later = await service.Write();

        await service.HasEffects(1, later);
        Assert.Equal(1, await service.Effects());
    }

    [Fact]
    public async Task Two_instances_share_the_rows_and_lose_none()
    {
        var (database, broker) = (await servers.NewDatabase(), await servers.NewVirtualHost());
        await using var one = await NoteService.Start(database, broker, x => x.AddConsumer<NoteWrittenConsumer>());
        await using var two = await NoteService.Start(database, broker, x => x.AddConsumer<NoteWrittenConsumer>());

        await Task.WhenAll(Enumerable.Range(0, 150).Select(i => (i % 2 == 0 ? one : two).Write()));

        await one.HasEffects(150, timeout: TimeSpan.FromSeconds(30));
        await one.OutboxIsEmpty();
        Assert.Equal(150, await one.Do(db => db.Effects.Select(e => e.Subject).Distinct().CountAsync()));
    }

    async Task<NoteService> Start(
        Action<IBusRegistrationConfigurator> configure, Dictionary<string, string?>? settings = null, IInterceptor? interceptor = null)
        => await NoteService.Start(await servers.NewDatabase(), await servers.NewVirtualHost(), configure, settings: settings, interceptor: interceptor);

    sealed class AnnounceNotes : SaveChangesInterceptor
    {
        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            var outbox = eventData.Context!.GetService<Outbox>();
            foreach (var note in eventData.Context!.ChangeTracker.Entries<Note>().Where(e => e.State == EntityState.Added).ToList())
                outbox.Publish(eventData.Context, new NoteWritten(note.Entity.Id));
            return new(result);
        }
    }
}

sealed class WrongClock(TimeSpan off) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + off;
}

/// <summary>Stands for a process that dies at a statement: the statement fails, once.</summary>
sealed class FailOnce(string statement) : DbCommandInterceptor
{
    int _failed;

    public bool Failed => _failed == 1;

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        => command.CommandText.Contains(statement, StringComparison.Ordinal) && Interlocked.Exchange(ref _failed, 1) == 0
            ? throw new IOException("The process died here.")
            : new(result);
}
