using System.Collections.Concurrent;
using MassTransit;
using Meida.Contracts.Booking;
using Meida.Contracts.Files;
using Meida.Contracts.Tickets;
using Meida.Messaging;
using Meida.SharedKernel;

namespace Meida.Files.Tests.Api;

/// <summary>Tickets' side of the broker: answers as the owner of tickets would, and hears what Files announces.</summary>
internal sealed class TicketsStandIn : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, TicketAccessState> _tickets = [];
    private readonly ConcurrentQueue<ReceiptUploaded> _announced = [];
    private readonly ConcurrentQueue<ReceiptUploaded> _recorded = [];
    private readonly ConcurrentQueue<ReceiptRemoved> _withdrawn = [];
    private readonly ConcurrentQueue<ReceiptRemoved> _removed = [];
    private readonly ConcurrentQueue<TicketFilesErased> _erased = [];
    private readonly ConcurrentDictionary<Guid, bool> _keeping = [];
    private readonly ConcurrentDictionary<string, Guid> _tokens = [];
    private readonly ConcurrentQueue<OpenOwnLink> _links = [];
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
                endpoint.Handler<WithdrawReceipt>(Withdraw);
                endpoint.Handler<ReceiptRemoved>(context => Note(_removed, context.Message));
                endpoint.Handler<OpenOwnLink>(Open);
                endpoint.Handler<TicketFilesErased>(context => Note(_erased, context.Message));
            });
        });
    }

    /// <summary>What Booking, which this plays too, was asked of links.</summary>
    public IEnumerable<OpenOwnLink> AskedLinks => _links;

    /// <summary>Booking lets nobody try a link for so long.</summary>
    public int? WaitSeconds { get; set; }

    public bool IsBookingDown { get; set; }

    /// <summary>A link of the ticket.</summary>
    public string Link(Guid ticketId)
    {
        var token = ManageToken.New();
        _tokens[ManageToken.Hash(token)] = ticketId;
        return token;
    }

    /// <summary>The owner does not answer, as if the service were down.</summary>
    public bool IsDown { get; set; }

    public int Questions => _questions;

    public IEnumerable<ReceiptUploaded> Announced(Guid ticketId) => _announced.Where(receipt => receipt.TicketId == ticketId);

    public IEnumerable<ReceiptUploaded> Recorded(Guid ticketId) => _recorded.Where(receipt => receipt.TicketId == ticketId);

    public IEnumerable<ReceiptRemoved> Withdrawn(Guid ticketId) => _withdrawn.Where(removal => removal.TicketId == ticketId);

    public IEnumerable<ReceiptRemoved> Removed(Guid ticketId) => _removed.Where(removal => removal.TicketId == ticketId);

    public IEnumerable<TicketFilesErased> Erased(Guid ticketId) => _erased.Where(erased => erased.TicketId == ticketId);

    /// <summary>Says no when asked to give a receipt up, as if the ticket were completed at that moment.</summary>
    public void KeepReceipts(Guid ticketId) => _keeping[ticketId] = true;

    public async Task<TicketFilesErased> Erase(Guid ticketId)
    {
        var files = _bus.CreateRequestClient<TicketErasureRequested>(RequestTimeout.After(s: 20));
        return (await files.GetResponse<TicketFilesErased>(new TicketErasureRequested(ticketId))).Message;
    }

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

    private async Task Open(ConsumeContext<OpenOwnLink> context)
    {
        _links.Enqueue(context.Message);
        if (IsBookingDown)
            return;
        var ticket = _tokens.TryGetValue(context.Message.TokenHash, out var id) ? _tickets.GetValueOrDefault(id) : null;
        await context.RespondAsync(WaitSeconds is { } wait ? new OwnLinkOpened(null, null, wait) : new OwnLinkOpened(ticket?.TicketId, ticket?.TicketNo, null));
    }

    private async Task Record(ConsumeContext<RecordReceipts> context)
    {
        if (IsDown)
            return;
        foreach (var receipt in context.Message.Receipts)
            _recorded.Enqueue(receipt);
        await context.RespondAsync(new ReceiptsRecorded(context.Message.Receipts[0].TicketId));
    }

    private async Task Withdraw(ConsumeContext<WithdrawReceipt> context)
    {
        if (IsDown)
            return;
        var removal = context.Message.Removal;
        var isWithdrawn = !_keeping.ContainsKey(removal.TicketId);
        if (isWithdrawn)
            _withdrawn.Enqueue(removal);
        await context.RespondAsync(new ReceiptWithdrawal(isWithdrawn, isWithdrawn ? "ASSIGNED" : "COMPLETED"));
    }

    private static Task Note<T>(ConcurrentQueue<T> heard, T message)
    {
        heard.Enqueue(message);
        return Task.CompletedTask;
    }

    private Task Hear(ConsumeContext<ReceiptUploaded> context)
    {
        _announced.Enqueue(context.Message);
        return Task.CompletedTask;
    }
}
