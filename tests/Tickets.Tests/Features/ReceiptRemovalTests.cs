using System.Net;
using Meida.Contracts.Files;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Tests.Features;

[Collection(nameof(TicketsService))]
public sealed class ReceiptRemovalTests(TicketsService service)
{
    [Fact]
    public async Task A_ticket_whose_only_receipt_is_withdrawn_is_not_completed()
    {
        var (id, _) = await service.InProgress();
        var receipt = await Recorded(id);
        Assert.Equal(1, (await service.Admin.Read($"/api/tickets/{id}")).GetProperty("receiptCount").GetInt32());

        var answer = await Withdraw(Removal(receipt));

        Assert.Equal(new ReceiptWithdrawal(true, "IN_PROGRESS"), answer);
        Assert.Equal("receipt-required", await service.Ops.Command($"/api/tickets/{id}/complete").Refusal(HttpStatusCode.Conflict));
        var ticket = await service.Admin.Read($"/api/tickets/{id}");
        Assert.Equal((0, 4), (ticket.GetProperty("receiptCount").GetInt32(), ticket.Version()));
        Assert.Equal(["RECEIPT_UPLOADED", "RECEIPT_REMOVED"], ticket.Actions()[^2..]);

        await Recorded(id);
        Assert.Equal("COMPLETED", (await service.Ops.Done($"/api/tickets/{id}/complete")).Status());
    }

    [Fact]
    public async Task A_removal_acts_once_however_it_comes_and_old_news_of_the_upload_change_nothing()
    {
        var (id, _) = await service.InProgress();
        var receipt = await Recorded(id);
        var removal = Removal(receipt);

        await Withdraw(removal);
        await Withdraw(removal with { RemovalId = Guid.CreateVersion7() });
        await service.Publish(removal, removal.RemovalId, times: 2);
        await service.Publish(receipt, Guid.NewGuid());
        await service.Ask<RecordReceipts, ReceiptsRecorded>(new([receipt]));
        // The queues are in order enough: when a later upload is there, the earlier messages were handled.
        await Recorded(id);

        var ticket = await service.Admin.Read($"/api/tickets/{id}");
        Assert.Equal(1, ticket.GetProperty("receiptCount").GetInt32());
        Assert.Equal(1, ticket.Actions().Count(action => action == "RECEIPT_REMOVED"));
        Assert.Equal(removal.RemovalId, await service.Db(db => db.Events.Where(e => e.TicketId == id && e.Action == TicketAction.ReceiptRemoved).Select(e => e.Id).SingleAsync()));
    }

    [Fact]
    public async Task A_completed_ticket_keeps_its_receipts()
    {
        var (id, _) = await service.InProgress();
        var receipt = await Recorded(id);
        await service.Ops.Done($"/api/tickets/{id}/complete");

        Assert.Equal(new ReceiptWithdrawal(false, "COMPLETED"), await Withdraw(Removal(receipt)));

        Assert.Equal(1, (await service.Admin.Read($"/api/tickets/{id}")).GetProperty("receiptCount").GetInt32());
        Assert.Equal(new ReceiptWithdrawal(false, null), await Withdraw(Removal(StandIns.Receipt(Guid.CreateVersion7()))));
    }

    [Fact]
    public async Task The_log_says_whose_account_uploaded_and_removed_and_from_where()
    {
        var (id, _) = await service.InProgress();
        var (uploader, remover) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var receipt = StandIns.Receipt(id) with { UploadedById = uploader, ClientAddress = "203.0.113.7" };
        await service.Ask<RecordReceipts, ReceiptsRecorded>(new([receipt]));
        await Withdraw(Removal(receipt) with { RemovedById = remover, ClientAddress = "203.0.113.8" });

        var entries = await service.Db(db => db.AuditLogs.Where(entry => entry.TicketId == id && entry.Action.StartsWith("RECEIPT_"))
            .OrderBy(entry => entry.Id).Select(entry => new { entry.Action, entry.ActorUserId, entry.ClientAddress, entry.ActorName }).ToListAsync());

        Assert.Equal(
            [("RECEIPT_REMOVED", (Guid?)remover, "203.0.113.8", "agent"), ("RECEIPT_UPLOADED", uploader, "203.0.113.7", "tech1")],
            entries.Select(entry => (entry.Action, entry.ActorUserId, entry.ClientAddress, entry.ActorName)).Order());
    }

    private static ReceiptRemoved Removal(ReceiptUploaded receipt) => new(
        Guid.CreateVersion7(), receipt.TicketId, receipt.TicketNo, receipt.ImageId, receipt.Type, "agent", "agent", DateTimeOffset.UtcNow);

    private Task<ReceiptWithdrawal> Withdraw(ReceiptRemoved removal) => service.Ask<WithdrawReceipt, ReceiptWithdrawal>(new WithdrawReceipt(removal));

    private async Task<ReceiptUploaded> Recorded(Guid ticketId)
    {
        var receipt = StandIns.Receipt(ticketId);
        await service.Ask<RecordReceipts, ReceiptsRecorded>(new([receipt]));
        return receipt;
    }
}
