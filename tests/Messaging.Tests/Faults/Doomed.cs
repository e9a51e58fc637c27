using System.Data.Common;
using System.Diagnostics;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Runner.InProc.SystemConsole;

namespace Meida.Messaging.Tests.Faults;

/// <summary>
/// This test assembly as a program: its tests' runner, or a service that writes one note, and kills itself at a point the product's own code
/// leads it to. <see cref="KillPointTests"/> runs it.
/// </summary>
internal static class Doomed
{
    public const string Name = "doomed";
    public const string BeforePublish = "before-publish";
    public const string BeforeConfirm = "before-confirm";
    public const string AfterConfirm = "after-confirm";
    public const string BeforeAcknowledge = "before-acknowledge";

    public static async Task<int> Main(string[] args)
    {
        if (args is not [BeforePublish or BeforeConfirm or AfterConfirm or BeforeAcknowledge, var database, var broker, var note])
            return await ConsoleRunner.Run(args);
        var point = args[0];

        var interceptor = point == BeforeAcknowledge ? new DieAfterConsumerCommit() : null;
        await using var service = await NoteService.Start(database, new Uri(broker), Consume, Name, interceptor: interceptor);
        if (point is BeforePublish or AfterConfirm)
            service.Services.GetRequiredService<IBusControl>().ConnectSendObserver(new DieAtPublicEvent(before: point == BeforePublish));
        await Write(service, Guid.Parse(note));

        // For the point between publish and confirm the test kills from outside. Whoever comes here and lives has failed.
        await Task.Delay(TimeSpan.FromMinutes(2));
        return 3;
    }

    public static void Consume(IBusRegistrationConfigurator x)
    {
        x.AddConsumer<NoteWrittenConsumer>();
        x.AddConsumer<NoteEchoConsumer>();
    }

    private static Task<int> Write(NoteService service, Guid note) => service.Do(db =>
    {
        db.Notes.Add(new Note { Id = note, Text = "a note" });
        service.Outbox.Publish(db, new NoteWritten(note));
        service.Outbox.Publish(db, new TicketNoted(
            note, "TK0A1B2C3D", 1, DateTimeOffset.UnixEpoch, new DateOnly(2026, 12, 1), new TimeOnly(9, 0), "somebody", null));
        return db.SaveChangesAsync();
    });

    private static void Die()
    {
        Process.GetCurrentProcess().Kill();
        // Not one more instruction, should the signal take a moment.
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Before: the row is committed and its event not sent. After: the broker has confirmed, and the row is still there.</summary>
    private sealed class DieAtPublicEvent(bool before) : ISendObserver
    {
        public Task PreSend<T>(SendContext<T> context) where T : class => At(context, before);

        public Task PostSend<T>(SendContext<T> context) where T : class => At(context, !before);

        public Task SendFault<T>(SendContext<T> context, Exception exception) where T : class => Task.CompletedTask;

        private static Task At(SendContext context, bool here)
        {
            if (here && context.DestinationAddress!.AbsolutePath.EndsWith(EntityNames.PublicEvents, StringComparison.Ordinal))
                Die();
            return Task.CompletedTask;
        }
    }

    /// <summary>The consumer's effect is committed, and its message not acknowledged.</summary>
    private sealed class DieAfterConsumerCommit : DbTransactionInterceptor
    {
        public override Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (eventData.Context!.ChangeTracker.Entries<Effect>().Any())
                Die();
            return Task.CompletedTask;
        }
    }
}
