using System.Collections.Concurrent;
using MassTransit;
using Meida.Contracts.Booking;
using Meida.Contracts.Files;
using Meida.Contracts.Technicians;
using Meida.Contracts.Tickets;
using Meida.SharedKernel;

namespace Meida.Tickets.Tests;

/// <summary>Booking, Technicians and Files as this service sees them: answers on the real broker.</summary>
internal sealed class StandIns
{
    private readonly ConcurrentDictionary<Guid, Guid> _reserved = [];
    private readonly ConcurrentDictionary<Guid, bool> _released = [];
    private readonly ConcurrentDictionary<Guid, ReceiptUploaded> _receipts = [];
    private readonly ConcurrentDictionary<Guid, BookingSubmitted> _bookings = [];
    private readonly ConcurrentDictionary<Guid, string> _names = [];
    private readonly ConcurrentDictionary<Guid, Guid[]> _staffOf = [];
    private readonly ConcurrentDictionary<Guid, Guid> _later = [];
    private readonly ConcurrentDictionary<Guid, string> _answers = [];
    private readonly ConcurrentQueue<object> _heard = new();
    private PersonalData _personalData = null!;

    public IEnumerable<object> Heard => _heard;

    /// <summary>The registry, by serial number in upper case.</summary>
    public ConcurrentDictionary<string, ProductWarranty> Products { get; } = [];

    /// <summary>What happens between the question for a ticket's receipts and the answer.</summary>
    public Func<Guid, Task> WhileFilesThinks { get; set; } = _ => Task.CompletedTask;

    public async Task Join(IBusControl bus, PersonalData personalData)
    {
        _personalData = personalData;
        var endpoint = bus.ConnectReceiveEndpoint($"stand-ins-{Guid.NewGuid():N}", queue =>
        {
            queue.Handler<FindCandidates>(Find);
            queue.Handler<ReserveTechnician>(Reserve);
            queue.Handler<ReleaseReservation>(Release);
            queue.Handler<FindBooking>(c => c.RespondAsync(new BookingLookup(_bookings.Values.FirstOrDefault(
                b => b.TicketId == c.Message.TicketId || b.TicketNo == c.Message.TicketNo))));
            queue.Handler<FindProduct>(c => c.RespondAsync(new ProductLookup(Products.GetValueOrDefault(SerialNumber.Key(c.Message.SerialNumber)))));
            queue.Handler<GetTicketReceipts>(async c =>
            {
                await WhileFilesThinks(c.Message.TicketId);
                await c.RespondAsync(new TicketReceipts([.. _receipts.Values.Where(r => r.TicketId == c.Message.TicketId)]));
            });
            queue.Handler<TicketAssigned>(Hear);
            queue.Handler<TicketCanceled>(Hear);
            queue.Handler<TicketBooked>(Hear);
            queue.Handler<AgentBookingRecorded>(Hear);
            queue.Handler<TicketRescheduled>(Hear);
            queue.Handler<TicketReturned>(Hear);
            queue.Handler<TicketCorrected>(Hear);
            queue.Handler<TicketErasureRequested>(Hear);
            queue.Handler<TicketAssignmentFailed>(Hear);
        });
        await endpoint.Ready;
    }

    /// <summary>A new technician, free in every slot.</summary>
    public Guid Hire(string name = "李师傅")
    {
        var id = Guid.CreateVersion7();
        _names[id] = name;
        return id;
    }

    /// <summary>Whom an automatic assignment of the ticket may choose from, best first; none makes it fail.</summary>
    public void Offer(Guid ticketId, params Guid[] technicians) => _staffOf[ticketId] = technicians;

    /// <summary>Nobody is free at the first look, one is at the second.</summary>
    public void OfferLater(Guid ticketId, Guid technician) => _later[ticketId] = technician;

    /// <summary>Stays silent about a ticket until told otherwise.</summary>
    public void Silence(Guid ticketId) => _answers[ticketId] = "silent";

    /// <summary>Names candidates and then refuses to reserve any.</summary>
    public void Refuse(Guid ticketId, string reason = "overlap") => _answers[ticketId] = reason;

    public void Answer(Guid ticketId) => _answers.TryRemove(ticketId, out _);

    public ReceiptUploaded AddReceipt(Guid ticketId) => AddImage(ticketId, "RECEIPT");

    public ReceiptUploaded AddImage(Guid ticketId, string type)
    {
        var receipt = Receipt(ticketId) with { Type = type };
        _receipts[receipt.ImageId] = receipt;
        return receipt;
    }

    public static ReceiptUploaded Receipt(Guid ticketId) => new(
        ticketId, "TK00000000", Guid.CreateVersion7(), "RECEIPT", "image/jpeg", 1234, 800, 600, new string('a', 64), "tech1", "technician",
        DateTimeOffset.UtcNow);

    public void Knows(BookingSubmitted booking) => _bookings[booking.TicketId] = booking;

    public bool HasReserved(Guid assignmentId) => _reserved.ContainsKey(assignmentId);

    public bool HasReleased(Guid assignmentId) => _released.ContainsKey(assignmentId);

    private Task Hear<T>(ConsumeContext<T> context)
        where T : class
    {
        _heard.Enqueue(context.Message);
        return Task.CompletedTask;
    }

    private Task Find(ConsumeContext<FindCandidates> context)
    {
        var wish = context.Message;
        _heard.Enqueue(wish);
        if (_answers.GetValueOrDefault(wish.TicketId) == "silent")
            return Task.CompletedTask;

        var staff = wish.TechnicianId is { } wanted ? (_names.ContainsKey(wanted) ? [wanted] : []) : _staffOf.GetValueOrDefault(wish.TicketId, []);
        if (_later.TryRemove(wish.TicketId, out var later))
        {
            staff = [];
            Offer(wish.TicketId, later);
        }

        return context.Publish(new CandidatesFound(
            wish.AssignmentId, wish.TicketId, [.. staff.Select((id, i) => new Candidate(id, i == 0, i, null))],
            staff.Length > 0 ? null : wish.TechnicianId is null ? "overlap" : "unknown"));
    }

    private Task Reserve(ConsumeContext<ReserveTechnician> context)
    {
        var wish = context.Message;
        _heard.Enqueue(wish);
        var refusal = _released.ContainsKey(wish.AssignmentId) ? "released" : _answers.GetValueOrDefault(wish.TicketId);
        if (refusal == "silent")
            return Task.CompletedTask;
        if (refusal is not null)
            return context.Publish(new ReservationRefused(wish.AssignmentId, wish.TicketId, refusal));

        var chosen = _reserved.GetOrAdd(wish.AssignmentId, wish.TechnicianIds[0]);
        return context.Publish(new TechnicianReserved(
            wish.AssignmentId, wish.TicketId, new Candidate(chosen, true, 3, null), _personalData.Seal(_names.GetValueOrDefault(chosen, "?"))));
    }

    private Task Release(ConsumeContext<ReleaseReservation> context)
    {
        _released[context.Message.AssignmentId] = true;
        return Task.CompletedTask;
    }
}
