using MassTransit;
using MassTransit.Context;
using MassTransit.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Meida.Messaging;

/// <summary>
/// Durable schedules without a scheduler: a delayed message is an outbox row with <c>not_before</c>, committed with the
/// saga that wants it; taking it back deletes the row in the same way.
/// </summary>
sealed class OutboxScheduler(ConsumeContext context) : IScheduleMessageProvider
{
    readonly DelayedScheduleMessageProvider _delayed = new(context);

    public Task<ScheduledMessage<T>> ScheduleSend<T>(
        Uri destinationAddress, DateTime scheduledTime, T message, IPipe<SendContext<T>> pipe, CancellationToken cancellationToken)
        where T : class
        => _delayed.ScheduleSend(destinationAddress, scheduledTime, message, pipe, cancellationToken);

    public async Task CancelScheduledSend(Guid tokenId, CancellationToken cancellationToken)
    {
        var db = context.GetPayload<InboxTransaction>().Db;
        foreach (var unsaved in db.ChangeTracker.Entries<OutboxRow>().Where(e => e.Entity.ScheduleToken == tokenId).ToList())
            unsaved.State = EntityState.Detached;
        await db.Database.ExecuteSqlAsync($"delete from outbox_message where schedule_token = {tokenId}", cancellationToken);
    }

    public Task CancelScheduledSend(Uri destinationAddress, Guid tokenId, CancellationToken cancellationToken)
        => CancelScheduledSend(tokenId, cancellationToken);
}

/// <summary>Offers the scheduler to every consume context.</summary>
sealed class OutboxSchedulerFilter : IFilter<ConsumeContext>
{
    public Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        context.GetOrAddPayload<MessageSchedulerContext>(() => new ConsumeMessageSchedulerContext(
            context, c => new MessageScheduler(new OutboxScheduler(c), c.GetPayload<IBusTopology>())));
        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("outbox-scheduler");
}
