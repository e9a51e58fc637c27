using MassTransit;
using Meida.Contracts.Files;

namespace Meida.Tickets.Receipts;

/// <summary>Files has stored an image.</summary>
internal sealed class ReceiptUploadedConsumer(ReceiptLog receipts) : IConsumer<ReceiptUploaded>
{
    public Task Consume(ConsumeContext<ReceiptUploaded> context) => receipts.Record([context.Message], context.CancellationToken);
}

/// <summary>The same, asked for by Files right after an upload, so that the uploader reads what was written.</summary>
internal sealed class RecordReceiptsConsumer(ReceiptLog receipts) : IConsumer<RecordReceipts>
{
    public async Task Consume(ConsumeContext<RecordReceipts> context)
    {
        await receipts.Record(context.Message.Receipts, context.CancellationToken);
        await context.RespondAsync(new ReceiptsRecorded(context.Message.Receipts.Select(r => r.TicketId).FirstOrDefault()));
    }
}
