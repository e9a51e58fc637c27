using MassTransit;
using Meida.Contracts;
using Meida.Contracts.Tickets;
using Meida.Files.Data;
using Microsoft.EntityFrameworkCore;

namespace Meida.Files.Access;

/// <summary>Keeps <see cref="TicketAccess"/> up with the tickets' events, whatever order they come in.</summary>
internal sealed class TicketAccessConsumer(FilesDbContext db) :
    IConsumer<TicketBooked>,
    IConsumer<TicketConfirmed>,
    IConsumer<TicketAssigned>,
    IConsumer<TicketStarted>,
    IConsumer<TicketCompleted>,
    IConsumer<TicketCanceled>,
    IConsumer<TicketReturned>
{
    public Task Consume(ConsumeContext<TicketBooked> context) => Note(context, "BOOKED");

    public Task Consume(ConsumeContext<TicketConfirmed> context) => Note(context, "CONFIRMED");

    public Task Consume(ConsumeContext<TicketAssigned> context) => Note(context, "ASSIGNED", context.Message.TechnicianId);

    public Task Consume(ConsumeContext<TicketStarted> context) => Note(context, "IN_PROGRESS");

    public Task Consume(ConsumeContext<TicketCompleted> context) => Note(context, "COMPLETED", context.Message.TechnicianId);

    public Task Consume(ConsumeContext<TicketCanceled> context) => Note(context, "CANCELED", context.Message.TechnicianId);

    // Nobody has it any more.
    public Task Consume(ConsumeContext<TicketReturned> context) => Note(context, "CONFIRMED", technicianId: null, context.Message.Version);

    private Task Note<T>(ConsumeContext<T> context, string status, Guid? technicianId = null)
        where T : class, ITicketEvent => Note(context, status, technicianId, technicianId is null ? 0 : context.Message.Version);

    private async Task Note<T>(ConsumeContext<T> context, string status, Guid? technicianId, int technicianVersion)
        where T : class, ITicketEvent
    {
        var ticket = context.Message;
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into ticket_access as known (ticket_id, ticket_no, status, version, technician_id, technician_version)
            values ({ticket.TicketId}, {ticket.TicketNo}, {status}, {ticket.Version}, {technicianId}, {technicianVersion})
            on conflict (ticket_id) do update set
              status = case when excluded.version > known.version then excluded.status else known.status end,
              version = greatest(excluded.version, known.version),
              technician_id = case when excluded.technician_version > known.technician_version
                then excluded.technician_id else known.technician_id end,
              technician_version = greatest(excluded.technician_version, known.technician_version)
            """,
            context.CancellationToken);
    }
}
