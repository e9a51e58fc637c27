using MassTransit;
using Meida.Contracts;
using Meida.Contracts.Tickets;
using Meida.Files.Data;
using Meida.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Meida.Files.Access;

/// <summary>Keeps <see cref="TicketAccess"/> up with the tickets' events, whatever order they come in.</summary>
[HandledInGroups]
internal sealed class TicketAccessConsumer(GroupInbox<FilesDbContext, TicketNote, TicketNotes> inbox) :
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

    private Task Note<T>(ConsumeContext<T> context, string status, Guid? technicianId, int technicianVersion)
        where T : class, ITicketEvent => inbox.Handle(
        context, new TicketNote(context.Message.TicketId, context.Message.TicketNo, status, context.Message.Version, technicianId, technicianVersion));
}

/// <summary>What one event says of a ticket.</summary>
internal sealed record TicketNote(Guid TicketId, string TicketNo, string Status, int Version, Guid? TechnicianId, int TechnicianVersion);

/// <summary>Keeps the newest of what the events say, in one statement for all of them.</summary>
internal sealed class TicketNotes(FilesDbContext db) : IGroupHandler<TicketNote>
{
    public Task Handle(IReadOnlyList<Arrival<TicketNote>> arrivals, CancellationToken cancel)
    {
        // The statement takes each ticket once: of several notes the newest status and the newest technician.
        var notes = arrivals.Select(arrival => arrival.Work).GroupBy(note => note.TicketId).OrderBy(ticket => ticket.Key)
            .Select(ticket => ticket.MaxBy(note => note.Version)! with
            {
                TechnicianId = ticket.MaxBy(note => note.TechnicianVersion)!.TechnicianId,
                TechnicianVersion = ticket.Max(note => note.TechnicianVersion),
            }).ToList();
        var (ids, numbers, states) = (notes.Select(n => n.TicketId).ToArray(), notes.Select(n => n.TicketNo).ToArray(), notes.Select(n => n.Status).ToArray());
        var versions = notes.Select(n => n.Version).ToArray();
        var technicians = notes.Select(n => n.TechnicianId).ToArray();
        var technicianVersions = notes.Select(n => n.TechnicianVersion).ToArray();
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into ticket_access as known (ticket_id, ticket_no, status, version, technician_id, technician_version)
            select * from unnest({ids}, {numbers}, {states}, {versions}, {technicians}, {technicianVersions})
            on conflict (ticket_id) do update set
              status = case when excluded.version > known.version then excluded.status else known.status end,
              version = greatest(excluded.version, known.version),
              technician_id = case when excluded.technician_version > known.technician_version
                then excluded.technician_id else known.technician_id end,
              technician_version = greatest(excluded.technician_version, known.technician_version)
            """, cancel);
    }
}
