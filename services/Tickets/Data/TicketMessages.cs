using System.Runtime.CompilerServices;
using Meida.Contracts.Files;
using Meida.Contracts.Tickets;
using Meida.Messaging;
using Meida.ServiceDefaults.Audit;
using Meida.Tickets.Audit;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Meida.Tickets.Data;

/// <summary>
/// Announces and audits every new ticket event in the save that stores it, so that no handler can forget, and keeps with
/// it what other systems are told. The message id is the event's id.
/// </summary>
internal sealed class TicketMessages(IServiceProvider services) : SaveChangesInterceptor
{
    // Asked for when there is something to send: a migration has a database and no broker.
    private readonly Lazy<Outbox> _outbox = new(services.GetRequiredService<Outbox>);
    private readonly ILogger _log = services.GetRequiredService<ILogger<TicketMessages>>();
    private readonly ConditionalWeakTable<TicketEvent, TicketEvent> _announced = [];

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Announce(eventData.Context);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Announce(eventData.Context);
        return ValueTask.FromResult(result);
    }

    private void Announce(DbContext? db)
    {
        if (db is not TicketsDbContext)
            return;

        db.ChangeTracker.DetectChanges();
        var tickets = db.ChangeTracker.Entries<Ticket>().Select(entry => entry.Entity).ToDictionary(ticket => ticket.Id);
        TicketEvent[] added = [.. db.ChangeTracker.Entries<TicketEvent>().Where(entry => entry.State == EntityState.Added).Select(entry => entry.Entity)];
        foreach (var happened in added)
            Announce(db, tickets[happened.TicketId], happened);
    }

    /// <summary>Does it before the save, for a new ticket: what is sent goes on in the trace of the current span.</summary>
    public void Announce(TicketsDbContext db, Ticket opened)
    {
        foreach (var happened in opened.Events)
            Announce(db, opened, happened);
    }

    private void Announce(DbContext db, Ticket ticket, TicketEvent happened)
    {
        if (!_announced.TryAdd(happened, happened))
            return;

        db.Add(AuditEntry.Of(happened, ticket.TicketNo));
        Publish(db, ticket, happened);
        // An operator has the number of a ticket, and the trace of this line.
        _log.LogInformation("{TicketNo}: {Action}, version {Version}", ticket.TicketNo, happened.Action, happened.TicketVersion);
    }

    private void Publish(DbContext db, Ticket t, TicketEvent e)
    {
        switch (e.Action)
        {
            case TicketAction.Booked:
                Send(new TicketBooked(t.Id, t.TicketNo, e.TicketVersion, e.At, t.CenterId, t.AppointmentDate, t.AppointmentTime, t.ProductModel));
                break;
            case TicketAction.Confirmed:
                Send(new TicketConfirmed(t.Id, t.TicketNo, e.TicketVersion, e.At));
                break;
            case TicketAction.Rescheduled:
                Send(new TicketRescheduled(t.Id, t.TicketNo, e.TicketVersion, e.At, t.AppointmentDate, t.AppointmentTime, t.TechnicianId));
                break;
            case TicketAction.Assigned or TicketAction.Reassigned:
                var facts = e.Assignment!;
                Send(new TicketAssigned(
                    t.Id, t.TicketNo, e.TicketVersion, e.At, facts.AssignmentId, t.TechnicianId!.Value, facts.FormerTechnicianId,
                    facts.FormerAssignmentId, t.AppointmentDate, t.AppointmentTime));
                break;
            case TicketAction.AssignmentFailed:
                Send(new TicketAssignmentFailed(t.Id, t.TicketNo, e.TicketVersion, e.At, e.Assignment!.AssignmentId, e.Assignment.Reason!));
                break;
            case TicketAction.Returned:
                Send(new TicketReturned(
                    t.Id, t.TicketNo, e.TicketVersion, e.At, e.Assignment!.FormerTechnicianId!.Value, e.Assignment.FormerAssignmentId!.Value));
                break;
            case TicketAction.Started:
                Send(new TicketStarted(t.Id, t.TicketNo, e.TicketVersion, e.At));
                break;
            case TicketAction.Completed:
                Send(new TicketCompleted(t.Id, t.TicketNo, e.TicketVersion, e.At, t.TechnicianId));
                break;
            case TicketAction.Canceled:
                Send(new TicketCanceled(t.Id, t.TicketNo, e.TicketVersion, e.At, t.TechnicianId));
                break;
            case TicketAction.ReceiptUploaded:
                // Files has announced it, under the image's id.
                Keep(new ReceiptUploaded(
                    t.Id, t.TicketNo, e.Receipt!.Id, e.Receipt.Type, e.Receipt.ContentType, e.Receipt.Size, e.Receipt.Width, e.Receipt.Height,
                    e.Receipt.ChecksumSha256, e.ActorName, e.ActorRole, e.At), e.Receipt.Id);
                break;
            case TicketAction.ReceiptRemoved:
                // So is this, under the removal's id, which is the event's.
                Keep(new ReceiptRemoved(e.Id, t.Id, t.TicketNo, e.Removal!.ImageId, e.Removal.Type, e.ActorName, e.ActorRole, e.At), e.Id);
                break;
            case TicketAction.Edited or TicketAction.PhoneRevealed or TicketAction.Erased or TicketAction.Urged or TicketAction.Rated
                or TicketAction.Noted or TicketAction.PriorityChanged:
                // Nobody else's business.
                break;
            default:
                throw new InvalidOperationException($"It is not decided whether {e.Action} is announced.");
        }

        void Send<T>(T message)
            where T : class
        {
            _outbox.Value.Publish(db, message, e.Id);
            Keep(message, e.Id);
        }

        // For a replay: the same text, but for the trace of the first sending.
        void Keep<T>(T message, Guid id)
            where T : class => e.Announcement = CloudEvent.Write(message, id, CloudEvent.RoutingKey(typeof(T))!, activity: null);
    }
}
