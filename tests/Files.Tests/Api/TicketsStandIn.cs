using System.Collections.Concurrent;
using MassTransit;
using Meida.Contracts.Files;
using Meida.Contracts.Tickets;
using Meida.Messaging;

namespace Meida.Files.Tests.Api;

/// <summary>Tickets' side of the broker: answers as the owner of tickets would, and hears what Files announces.</summary>
internal sealed class TicketsStandIn : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, TicketAccessState> _tickets = [];
    private readonly ConcurrentQueue<ReceiptUploaded> _announced = [];
    private readonly ConcurrentQueue<ReceiptUploaded> _recorded = [];
    private readonly IBusControl _bus;
    private int _questions;

    private TicketsStandIn(Uri broker)
    {
        _bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host(new UriBuilder(broker) { UserName = "", Password = "", Scheme = "rabbitmq" }.Uri, host =>
            {
                host.Username(Uri.UnescapeDataString(broker.UserInfo.Split(':')[0]));
                host.Password(Uri.UnescapeDataString(broker.UserInfo.Split(':')[1]));
            });
            rabbit.MessageTopology.SetEntityNameFormatter(new EntityNames());
            rabbit.ReceiveEndpoint("stand-in-tickets", endpoint =>
            {
                endpoint.Handler<GetTicketAccess>(Answer);
                endpoint.Handler<RecordReceipts>(Record);
                endpoint.Handler<ReceiptUploaded>(Hear);
            });
        });
    }

    /// <summary>The owner does not answer, as if the service were down.</summary>
    public bool IsDown { get; set; }

    public int Questions => _questions;

    public IEnumerable<ReceiptUploaded> Announced(Guid ticketId) => _announced.Where(receipt => receipt.TicketId == ticketId);

    public IEnumerable<ReceiptUploaded> Recorded(Guid ticketId) => _recorded.Where(receipt => receipt.TicketId == ticketId);

    public static async Task<TicketsStandIn> Start(Uri broker)
    {
        var tickets = new TicketsStandIn(broker);
        await tickets._bus.StartAsync();
        return tickets;
    }

    public TicketAccessState Set(TicketAccessState ticket) => _tickets[ticket.TicketId] = ticket;

    public Task Publish<T>(T message) where T : class => _bus.Publish(message);

    public async Task<TicketReceipts> AskFiles(Guid ticketId)
    {
        var files = _bus.CreateRequestClient<GetTicketReceipts>(RequestTimeout.After(s: 20));
        return (await files.GetResponse<TicketReceipts>(new GetTicketReceipts(ticketId))).Message;
    }

    public async ValueTask DisposeAsync() => await _bus.StopAsync();

    private async Task Answer(ConsumeContext<GetTicketAccess> context)
    {
        Interlocked.Increment(ref _questions);
        if (IsDown)
            return;
        var ticket = context.Message.TicketId is { } id
            ? _tickets.GetValueOrDefault(id)
            : _tickets.Values.SingleOrDefault(ticket => ticket.TicketNo == context.Message.TicketNo);
        await context.RespondAsync(new TicketAccessAnswer(ticket));
    }

    private async Task Record(ConsumeContext<RecordReceipts> context)
    {
        if (IsDown)
            return;
        foreach (var receipt in context.Message.Receipts)
            _recorded.Enqueue(receipt);
        await context.RespondAsync(new ReceiptsRecorded(context.Message.Receipts[0].TicketId));
    }

    private Task Hear(ConsumeContext<ReceiptUploaded> context)
    {
        _announced.Enqueue(context.Message);
        return Task.CompletedTask;
    }
}
