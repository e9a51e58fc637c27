using Meida.Booking.Data;
using Meida.Booking.Domain;
using Meida.ServiceDefaults.Access;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Products;

/// <summary>A product with its service history.</summary>
/// <param name="SerialNumber">As it was registered.</param>
/// <param name="Model">Its model.</param>
/// <param name="Category">What kind of appliance it is.</param>
/// <param name="PurchasedOn">The day it was bought.</param>
/// <param name="WarrantyMonths">How long the manufacturer's warranty lasts.</param>
/// <param name="ExtendedUntil">The last day of an extended warranty.</param>
/// <param name="WarrantyUntil">The last day of the manufacturer's warranty.</param>
/// <param name="Coverage">Whether a repair is covered today.</param>
/// <param name="Tickets">Its tickets, newest appointment first; a technician sees own ones.</param>
internal sealed record ProductResponse(
    string SerialNumber, string Model, string? Category, DateOnly? PurchasedOn, int? WarrantyMonths, DateOnly? ExtendedUntil,
    DateOnly? WarrantyUntil, Coverage Coverage, IReadOnlyList<ProductTicket> Tickets);

/// <summary>A ticket in a product's history.</summary>
internal sealed record ProductTicket(Guid TicketId, string TicketNo, TicketStatus Status, DateOnly AppointmentDate, TimeOnly AppointmentTime);

internal static class ProductReading
{
    /// <summary>The products with the tickets that the caller may see.</summary>
    public static async Task<List<ProductResponse>> Show(
        this BookingDbContext db, IReadOnlyList<Product> products, HttpContext http, TimeProvider clock, CancellationToken cancel)
    {
        var (keys, today, reach) = (products.Select(p => p.SerialKey).ToArray(), AppointmentSlots.Today(clock), http.User.TechnicianScope());
        var tickets = (await db.Bookings.AsNoTracking()
                .Where(b => b.SerialNumber != null && keys.Contains(b.SerialNumber.ToUpper()) && (reach == null || b.TechnicianId == reach))
                .OrderByDescending(b => b.AppointmentDate).ThenByDescending(b => b.AppointmentTime).ThenBy(b => b.Id)
                .Select(b => new { Key = b.SerialNumber!.ToUpper(), Ticket = new ProductTicket(b.Id, b.TicketNo, b.Status, b.AppointmentDate, b.AppointmentTime) })
                .ToListAsync(cancel))
            .ToLookup(b => b.Key, b => b.Ticket);
        return
        [
            .. products.Select(p => new ProductResponse(
                p.SerialNumber, p.Model, p.Category, p.PurchasedOn, p.WarrantyMonths, p.ExtendedUntil, p.WarrantyUntil, p.CoverageOn(today),
                [.. tickets[p.SerialKey]])),
        ];
    }
}
