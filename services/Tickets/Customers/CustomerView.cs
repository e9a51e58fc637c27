using Meida.Contracts.Tickets;
using Meida.SharedKernel;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Meida.Tickets.Customers;

/// <summary>Shows a ticket as its customer may see it.</summary>
internal sealed class CustomerView(TicketsDbContext db, PersonalData personalData, IOptions<CustomerRules> rules, TimeProvider clock)
{
    public async Task<CustomerTicketState> Of(Ticket ticket, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var rating = ticket.RatedAt is { } at
            ? new CustomerRating(ticket.RatingScore!.Value, ticket.RatingComment is { } comment ? personalData.Seal(comment) : null, at)
            : null;
        return new(
            ticket.Id, ticket.Version, EnumText.Of(ticket.Status), ticket.AppointmentDate, ticket.AppointmentTime, ticket.TechnicianId,
            ticket.ProductModel, ticket.SerialNumber, EnumText.Of(ticket.Coverage), ticket.UpdatedAt, ticket.UrgedAt, rating, await Timeline(ticket.Id, cancel),
            rules.Value.CanChange(ticket, TicketCommand.Reschedule, now), rules.Value.CanChange(ticket, TicketCommand.Cancel, now),
            rules.Value.CanUrge(ticket, now), CustomerRules.CanRate(ticket, now),
            ticket.Status is not (TicketStatus.Completed or TicketStatus.Canceled) && ticket.VerificationCode is { } code ? personalData.Seal(code) : null);
    }

    private async Task<List<CustomerTicketStep>> Timeline(Guid ticketId, CancellationToken cancel) =>
        [
            .. (await db.Events.AsNoTracking().Where(e => e.TicketId == ticketId && e.FromStatus != e.ToStatus).OrderBy(e => e.Sequence)
                .Select(e => new { e.ToStatus, e.At }).ToListAsync(cancel)).Select(e => new CustomerTicketStep(EnumText.Of(e.ToStatus), e.At)),
        ];
}
