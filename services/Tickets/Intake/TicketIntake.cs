using System.Diagnostics;
using Meida.Contracts.Booking;
using Meida.Messaging;
using Meida.ServiceDefaults.Data;
using Meida.SharedKernel;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Meida.Tickets.Products;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Intake;

/// <summary>Opens the tickets of bookings, each once, whichever way a booking becomes known.</summary>
internal sealed class TicketIntake(TicketsDbContext db, TicketMessages messages, PersonalData personalData) : IGroupHandler<BookingSubmitted>
{
    /// <summary>Adds the ticket unless it is there. The caller has a transaction open, in which one at a time comes to look; it saves.</summary>
    public Task Open(BookingSubmitted booking, CancellationToken cancel) => Handle([new(booking, Activity.Current)], cancel);

    public async Task Handle(IReadOnlyList<Arrival<BookingSubmitted>> arrivals, CancellationToken cancel)
    {
        var ids = arrivals.Select(arrival => arrival.Work.TicketId).ToArray();
        await db.Database.LockNames(ids.Select(id => $"ticket:{id:N}"), cancel);
        var there = (await db.Tickets.Where(ticket => ids.Contains(ticket.Id)).Select(ticket => ticket.Id).ToListAsync(cancel)).ToHashSet();
        foreach (var (booking, span) in arrivals)
        {
            if (!there.Add(booking.TicketId))
                continue;

            var ticket = Opened(booking);
            db.Tickets.Add(ticket);
            // What is announced goes on in the trace of its own booking.
            Activity.Current = span;
            messages.Announce(db, ticket);
        }
    }

    private Ticket Opened(BookingSubmitted booking)
    {
        var details = personalData.OpenDetails(booking.SealedDetails);
        if (!PhoneNumber.TryParse(details.CustomerPhone, out var phone))
            throw new InvalidOperationException($"The booking {booking.TicketNo} has no telephone number.");

        var opening = new TicketOpening(
            booking.TicketId, booking.TicketNo, details.CustomerName, personalData.PhoneHash(phone), phone.Masked,
            personalData.Seal(phone.Value), details.Address, details.IssueDesc, booking.CenterId, booking.ProductModel,
            booking.AppointmentDate, booking.AppointmentTime, booking.SerialNumber, booking.Product.ForTicket());
        return Ticket.Book(opening, ActorInfo.Customer, booking.OccurredAt);
    }
}
