using Meida.Contracts.Booking;
using Meida.ServiceDefaults.Data;
using Meida.SharedKernel;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Meida.Tickets.Products;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Intake;

/// <summary>Opens the ticket of a booking, once, whichever way the booking becomes known.</summary>
internal sealed class TicketIntake(TicketsDbContext db, PersonalData personalData)
{
    /// <summary>Adds the ticket unless it is there. The caller has a transaction open, in which one at a time comes to look; it saves.</summary>
    public async Task Open(BookingSubmitted booking, CancellationToken cancel)
    {
        await db.Database.LockName($"ticket:{booking.TicketId:N}", cancel);
        if (await db.Tickets.AnyAsync(ticket => ticket.Id == booking.TicketId, cancel))
            return;

        var details = personalData.OpenDetails(booking.SealedDetails);
        if (!PhoneNumber.TryParse(details.CustomerPhone, out var phone))
            throw new InvalidOperationException($"The booking {booking.TicketNo} has no telephone number.");

        var opening = new TicketOpening(
            booking.TicketId, booking.TicketNo, details.CustomerName, personalData.PhoneHash(phone), phone.Masked,
            personalData.Seal(phone.Value), details.Address, details.IssueDesc, booking.CenterId, booking.ProductModel,
            booking.AppointmentDate, booking.AppointmentTime, booking.SerialNumber, booking.Product.ForTicket());
        db.Tickets.Add(Ticket.Book(opening, ActorInfo.Customer, booking.OccurredAt));
    }
}
