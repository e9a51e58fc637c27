using MassTransit;
using Meida.Contracts.Booking;
using Meida.ServiceDefaults.Audit;
using Meida.SharedKernel;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;

namespace Meida.Tickets.Audit;

/// <summary>Somebody wrote products down in Booking, which has no audit log of its own.</summary>
internal sealed class ProductsRecordedConsumer(TicketsDbContext db, PersonalData personalData) : IConsumer<ProductsRecorded>
{
    public Task Consume(ConsumeContext<ProductsRecorded> context)
    {
        var written = context.Message;
        var address = personalData.Open(written.SealedClientAddress);
        db.AuditLogs.Add(AuditEntry.Of(
            new ActorInfo(written.ActorId, written.ActorName, written.ActorRole, address.Length > 0 ? address : null), written.OccurredAt,
            written.SerialNumber is null ? "PRODUCTS_IMPORTED" : "PRODUCT_WRITTEN", null, null, AuditEntry.Done,
            TicketEvent.Details(new { written.SerialNumber, written.Created, written.Changed, written.Refused })));
        return Task.CompletedTask;
    }
}
