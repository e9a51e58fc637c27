using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Access;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Tickets.Features;

/// <summary>The fields to change; those left out stay.</summary>
/// <param name="CustomerName">1-50 characters.</param>
/// <param name="Address">5-200 characters.</param>
/// <param name="IssueDesc">1-2000 characters.</param>
/// <param name="ProductModel">At most 100 characters; empty removes it.</param>
internal sealed record EditTicketRequest(string? CustomerName, string? Address, string? IssueDesc, string? ProductModel)
{
    /// <summary>Names no personal data.</summary>
    public override string ToString() => nameof(EditTicketRequest);
}

/// <summary>Corrects what was written down.</summary>
internal static class EditTicket
{
    public static async Task<Ok<TicketResponse>> Handle(
        string id, EditTicketRequest request, TicketDesk desk, TicketsDbContext db, TimeProvider clock, HttpContext http,
        CancellationToken cancel)
    {
        var edit = Read(request);
        var ticket = await desk.Load(id, http, cancel);
        ticket.Edit(edit, http.Actor(), clock.GetUtcNow());
        return await db.SaveAndShow(ticket, http, cancel);
    }

    private static TicketEdit Read(EditTicketRequest request)
    {
        var errors = new FieldErrors();
        var edit = new TicketEdit(
            Field("customerName", request.CustomerName, 1, 50, false),
            Field("address", request.Address, 5, 200, true),
            Field("issueDesc", request.IssueDesc, 1, 2000, true),
            string.IsNullOrWhiteSpace(request.ProductModel) && !RequestText.HasControlCharacters(request.ProductModel ?? "")
                ? request.ProductModel?.Trim()
                : Field("productModel", request.ProductModel, 1, 100, false));
        return errors.Any ? throw errors.ToException() : edit;

        string? Field(string name, string? text, int min, int max, bool multiline)
        {
            if (text is null)
                return null;
            errors.Add(RequestText.Check(name, text, min, max, multiline, out var cleaned));
            return cleaned;
        }
    }
}
