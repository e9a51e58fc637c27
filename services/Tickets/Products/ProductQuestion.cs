using MassTransit;
using Meida.Contracts.Booking;
using Meida.SharedKernel;
using Meida.Tickets.Domain;

namespace Meida.Tickets.Products;

/// <summary>
/// Asks Booking, which keeps the registry, what it knows of a serial number. A caller does not wait for a warranty: without an
/// answer the number is taken as said, and Booking tells of the product when it hears of the ticket.
/// </summary>
internal sealed class ProductQuestion(IRequestClient<FindProduct> booking, ILogger<ProductQuestion> log)
{
    private static readonly RequestTimeout Patience = RequestTimeout.After(s: 3);

    public async Task<ProductWarranty?> Ask(string? serialNumber, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(serialNumber))
            return null;

        try
        {
            return (await booking.GetResponse<ProductLookup>(new FindProduct(serialNumber), cancel, Patience)).Message.Product;
        }
        catch (Exception fault) when (fault is RequestException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            log.LogWarning("Booking could not be asked for a product: {Reason}", fault.Message);
            return null;
        }
    }
}

internal static class ProductReading
{
    public static TicketProduct? ForTicket(this ProductWarranty? product) =>
        product is null ? null : new(product.Version, product.Model, new Warranty(product.WarrantyUntil, product.ExtendedUntil));
}
