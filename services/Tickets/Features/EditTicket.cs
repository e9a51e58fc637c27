using System.Text.Json;
using System.Text.Json.Serialization;
using Meida.Contracts.Booking;
using Meida.Contracts.Tickets;
using Meida.Messaging;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Access;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Meida.Tickets.Products;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Tickets.Features;

/// <summary>The fields to change; those left out stay.</summary>
/// <param name="CustomerName">1-50 characters.</param>
/// <param name="CustomerPhone">A mainland-China telephone number.</param>
/// <param name="Address">5-200 characters.</param>
/// <param name="CenterId">A service center; empty removes it.</param>
/// <param name="IssueDesc">1-2000 characters.</param>
/// <param name="ProductModel">At most 100 characters; empty removes it.</param>
/// <param name="SerialNumber">4-30 letters, digits and hyphens; empty removes it.</param>
internal sealed record EditTicketRequest(
    string? CustomerName, string? CustomerPhone, string? Address, string? CenterId, string? IssueDesc, string? ProductModel,
    string? SerialNumber = null)
{
    /// <summary>Whatever else was sent.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }

    /// <summary>Names no personal data.</summary>
    public override string ToString() => nameof(EditTicketRequest);
}

/// <summary>Corrects what was written down. Booking is told, so that the customer is found by what is right.</summary>
internal static class EditTicket
{
    private static readonly HashSet<string> NotChangeable =
    [
        .. typeof(TicketResponse).GetProperties().Select(property => property.Name)
            .Except(typeof(EditTicketRequest).GetProperties().Select(property => property.Name))
            .Select(JsonNamingPolicy.CamelCase.ConvertName),
    ];

    public static async Task<Ok<TicketResponse>> Handle(
        string id, EditTicketRequest request, TicketDesk desk, TicketsDbContext db, PersonalData personalData, ProductQuestion products, Outbox outbox,
        TimeProvider clock, HttpContext http, CancellationToken cancel)
    {
        var edit = Read(request, personalData);
        var ticket = await desk.Load(id, http, cancel);
        ticket.RequireCustomer();

        // An address that is right now may tell the center that was not to be found before.
        if (edit.CenterId is { } named && named != Guid.Empty)
            await db.Choose(named, "", cancel);
        else if (edit is { CenterId: null, Address: { } address } && ticket.CenterId is null)
            edit = edit with { CenterId = await db.Choose(null, address, cancel) };

        var product = await products.Ask(edit.SerialNumber, cancel);
        edit = edit with { Product = product.ForTicket() };
        var before = ticket.Version;
        ticket.Edit(edit, http.Actor(), clock.GetUtcNow());
        if (ticket.Version != before)
            outbox.Publish(db, new TicketCorrected(ticket.Version, Announcement(ticket, personalData)));
        return await db.SaveAndShow(ticket, http, cancel);
    }

    private static BookingSubmitted Announcement(Ticket ticket, PersonalData personalData) => new(
        ticket.Id, ticket.TicketNo, ticket.CenterId, ticket.AppointmentDate, ticket.AppointmentTime, ticket.ProductModel,
        personalData.Seal(new SealedDetails(
            ticket.CustomerName, personalData.Open(ticket.CustomerPhoneEncrypted), ticket.Address, ticket.IssueDesc)), ticket.CreatedAt,
        ticket.SerialNumber);

    private static TicketEdit Read(EditTicketRequest request, PersonalData personalData)
    {
        var errors = new FieldErrors();
        foreach (var name in (request.Others ?? []).Keys.Select(JsonNamingPolicy.CamelCase.ConvertName).Where(NotChangeable.Contains))
            errors.Add(name, "not-changeable", "Cannot be changed here.");

        var edit = new TicketEdit(
            Field("customerName", request.CustomerName, 1, 50, false),
            Phone(),
            Field("address", request.Address, 5, 200, true),
            Center(),
            Field("issueDesc", request.IssueDesc, 1, 2000, true),
            string.IsNullOrWhiteSpace(request.ProductModel) && !RequestText.HasControlCharacters(request.ProductModel ?? "")
                ? request.ProductModel?.Trim()
                : Field("productModel", request.ProductModel, 1, 100, false),
            Serial());
        return errors.Any ? throw errors.ToException() : edit;

        string? Field(string name, string? text, int min, int max, bool multiline)
        {
            if (text is null)
                return null;
            errors.Add(RequestText.Check(name, text, min, max, multiline, out var cleaned));
            return cleaned;
        }

        TicketPhone? Phone()
        {
            if (request.CustomerPhone is null)
                return null;
            errors.Add(BookingRules.CheckPhone("customerPhone", request.CustomerPhone, out var phone));
            return phone is null ? null : new(personalData.PhoneHash(phone), phone.Masked, personalData.Seal(phone.Value));
        }

        string? Serial()
        {
            errors.Add(SerialNumber.CheckOptional("serialNumber", request.SerialNumber, out var serialNumber));
            return serialNumber ?? (request.SerialNumber is null ? null : "");
        }

        Guid? Center()
        {
            if (request.CenterId is null)
                return null;
            if (string.IsNullOrWhiteSpace(request.CenterId))
                return Guid.Empty;
            if (Guid.TryParseExact(request.CenterId.Trim(), "D", out var center) && center != Guid.Empty)
                return center;
            errors.Add("centerId", "format", "Must be the id of a service center.");
            return null;
        }
    }
}
