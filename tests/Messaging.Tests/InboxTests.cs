using System.Data.Common;
using MassTransit;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.Messaging.Tests;

[Collection("servers")]
public sealed class InboxTests(Servers servers)
{
    [Fact]
    public async Task Twenty_copies_of_a_message_act_once()
    {
        await using var service = await Start(x => x.AddConsumer<NoteWrittenConsumer>());
        var (note, id) = (Guid.NewGuid(), Guid.NewGuid());

        await service.Do(db =>
        {
            for (var i = 0; i < 20; i++)
                service.Outbox.Publish(db, new NoteWritten(note), id);
            return db.SaveChangesAsync();
        });

        await Eventually.Is(() => service.Counted("meida.inbox.duplicates") == 19, "19 copies should be dropped");
        Assert.Equal(1, await service.Effects(note));
    }

    [Fact]
    public async Task Two_consumers_of_one_message_both_act()
    {
        await using var service = await Start(x => { x.AddConsumer<NoteWrittenConsumer>(); x.AddConsumer<StumblingConsumer>(); });

        var note = await service.Write();

        await service.HasEffects(2, note);
    }

    [Fact]
    public async Task A_failed_try_leaves_nothing_behind()
    {
        await using var service = await Start(x => { x.AddConsumer<StumblingConsumer>(); x.AddConsumer<NoteEchoConsumer>(); });

        var note = await service.Write();

        await service.HasEffects(2, note);
        await service.OutboxIsEmpty();
        Assert.Equal(1, await service.Do(db => db.Effects.CountAsync(e => e.Consumer == nameof(StumblingConsumer))));
        Assert.Equal(1, await service.Do(db => db.Effects.CountAsync(e => e.Consumer == nameof(NoteEchoConsumer))));
    }

    [Fact]
    public async Task A_crash_between_commit_and_acknowledgement_acts_once()
    {
        var crash = new FailAfterConsumerCommit();
        await using var service = await Start(x => { x.AddConsumer<NoteWrittenConsumer>(); x.AddConsumer<NoteEchoConsumer>(); }, crash);

        var note = await service.Write();

        await Eventually.Is(() => service.Counted("meida.inbox.duplicates") == 1, "the message should be seen twice");
        await service.HasEffects(2, note);
        Assert.True(crash.Failed);
    }

    [Fact]
    public async Task Ids_are_forgotten_after_the_retention_time_only()
    {
        await using var service = await Start(x => x.AddConsumer<NoteWrittenConsumer>());
        await service.Write();
        await service.HasEffects(1);
        var scopes = service.Services.GetRequiredService<IServiceScopeFactory>();

        Assert.Equal(0, await InboxCleanup<TestDb>.DeleteSlice(scopes, TimeSpan.FromDays(14), CancellationToken.None));
        await service.Do(db => db.Database.ExecuteSqlAsync($"update inbox_message set received_at = now() - interval '15 days'"));
        Assert.Equal(1, await InboxCleanup<TestDb>.DeleteSlice(scopes, TimeSpan.FromDays(14), CancellationToken.None));
    }

    async Task<NoteService> Start(Action<IBusRegistrationConfigurator> configure, IInterceptor? interceptor = null)
        => await NoteService.Start(await servers.NewDatabase(), await servers.NewVirtualHost(), configure, interceptor: interceptor);

    /// <summary>The consumer's transaction is committed, and then the consumer fails before it acknowledges.</summary>
    sealed class FailAfterConsumerCommit : DbTransactionInterceptor
    {
        int _failed;

        public bool Failed => _failed == 1;

        public override Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
            => eventData.Context!.ChangeTracker.Entries<Effect>().Any() && Interlocked.Exchange(ref _failed, 1) == 0
                ? throw new InvalidOperationException("The process died here.")
                : Task.CompletedTask;
    }
}
