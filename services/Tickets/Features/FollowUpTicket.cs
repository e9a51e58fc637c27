using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Access;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Meida.Tickets.Intake;
using Meida.Tickets.Products;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Tickets.Features;

/// <summary>When somebody comes again, and for what.</summary>
/// <param name="AppointmentDate"><c>YYYY-MM-DD</c>, today to 60 days ahead.</param>
/// <param name="AppointmentTime"><c>HH:mm</c>, a bookable start time.</param>
/// <param name="IssueDesc">1-2000 characters; what the first ticket says when left out.</param>
internal sealed record FollowUpTicketRequest(string? AppointmentDate, string? AppointmentTime, string? IssueDesc)
{
    /// <summary>Names no personal data.</summary>
    public override string ToString() => nameof(FollowUpTicketRequest);
}

/// <summary>A second visit for the same customer and appliance: a ticket of its own, confirmed already.</summary>
internal static class FollowUpTicket
{
    public static async Task<Created<TicketResponse>> Handle(
        string id, FollowUpTicketRequest request, TicketDesk desk, TicketsDbContext db, PersonalData personalData, ProductQuestion products,
        AgentIntake intake, TimeProvider clock, HttpContext http, CancellationToken cancel)
    {
        var errors = new FieldErrors().AddRange(
            AppointmentSlots.Check(request.AppointmentDate, request.AppointmentTime, clock, out var date, out var time));
        errors.Add(RequestText.CheckOptional("issueDesc", request.IssueDesc, 2000, multiline: true, out var issue));
        if (errors.Any)
            throw errors.ToException();

        var first = await desk.Load(id, http, cancel);
        first.Require(TicketCommand.FollowUp);
        first.RequireCustomer();
        if (!PhoneNumber.TryParse(personalData.Open(first.CustomerPhoneEncrypted), out var phone))
            throw new InvalidOperationException($"The ticket {first.TicketNo} has no telephone number.");

        var details = new BookingDetails(
            first.CustomerName, phone, first.Address, date, time, issue ?? first.IssueDesc, first.CenterId, first.ProductModel, first.SerialNumber);
        var (opened, token) = await intake.Open(details, first.CenterId, await products.Ask(first.SerialNumber, cancel), http.Actor(), first.Id, cancel);
        opened.Confirm(http.Actor(), clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        var shown = await db.Show(opened.Id, http, cancel);
        return TypedResults.Created($"/api/tickets/{opened.Id}", shown with { ManageUrl = ManageToken.Url(token) });
    }
}
