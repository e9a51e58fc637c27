using Meida.Contracts.Booking;
using Meida.Contracts.Tickets;
using Meida.Messaging;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Access;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Meida.Tickets.Projections;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Features;

/// <summary>An agent books for a caller. Booking is told, so that the customer can look the ticket up.</summary>
internal static class CreateTicket
{
    public static async Task<Created<TicketResponse>> Handle(
        BookingRequest request, TicketsDbContext db, PersonalData personalData, Outbox outbox, TimeProvider clock, HttpContext http,
        CancellationToken cancel)
    {
        var errors = new FieldErrors().AddRange(BookingRules.Check(request, clock, out var details));
        if (details is null)
            throw errors.ToException();

        var now = clock.GetUtcNow();
        var centerId = await ChooseCenter(db, details, cancel);
        var opening = new TicketOpening(
            Guid.CreateVersion7(now), await FreeNumber(db, cancel), details.CustomerName, personalData.PhoneHash(details.Phone),
            details.Phone.Masked, personalData.Seal(details.Phone.Value), details.Address, details.IssueDesc, centerId,
            details.ProductModel, details.AppointmentDate, details.AppointmentTime);
        var ticket = Ticket.Book(opening, http.Actor(), now);
        db.Tickets.Add(ticket);

        var sealedDetails = personalData.Seal(new SealedDetails(details.CustomerName, details.Phone.Value, details.Address, details.IssueDesc));
        outbox.Publish(db, new AgentBookingRecorded(new BookingSubmitted(
            ticket.Id, ticket.TicketNo, centerId, ticket.AppointmentDate, ticket.AppointmentTime, ticket.ProductModel, sealedDetails, now)));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/tickets/{ticket.Id}", await db.Show(ticket.Id, http, cancel));
    }

    // Two draws of 39 random bits meet about never; the unique index is the law, this spares the caller.
    private static async Task<string> FreeNumber(TicketsDbContext db, CancellationToken cancel)
    {
        string number;
        do
            number = TicketNumber.New(TicketNumberIssuer.Tickets);
        while (await db.Tickets.AnyAsync(ticket => ticket.TicketNo == number, cancel));
        return number;
    }

    // As Booking chooses: the center that was named, else the one whose district the address names, else the only one.
    private static async Task<Guid?> ChooseCenter(TicketsDbContext db, BookingDetails details, CancellationToken cancel)
    {
        var centers = await db.Centers.AsNoTracking().OrderBy(center => center.Id).ToListAsync(cancel);
        if (details.CenterId is { } chosen)
        {
            return centers.Count == 0 || centers.Exists(center => center.Id == chosen)
                ? chosen
                : throw new FieldErrors().Add("centerId", "unknown", "There is no such service center.").ToException();
        }

        return Serving(centers, details.Address)?.Id ?? (centers.Count == 1 ? centers[0].Id : null);
    }

    // The most specific district decides: 上海路 in 杭州市西湖区 belongs to 西湖区.
    private static CenterCard? Serving(List<CenterCard> centers, string address) => centers
        .SelectMany(center => center.Regions, (center, region) => (center, region))
        .Where(pair => pair.region.Length > 0 && address.Contains(pair.region, StringComparison.OrdinalIgnoreCase))
        .OrderByDescending(pair => pair.region.Length)
        .ThenBy(pair => address.IndexOf(pair.region, StringComparison.OrdinalIgnoreCase))
        .Select(pair => pair.center)
        .FirstOrDefault();
}
