using Meida.Booking.Data;
using Meida.Booking.Domain;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Products;

internal static class ProductQueries
{
    /// <summary>The product with this serial number, in any case; null for none, and where no number is named.</summary>
    public static async Task<Product?> FindProduct(this BookingDbContext db, string? serialNumber, CancellationToken cancel)
    {
        if (serialNumber is null)
            return null;

        var key = SerialNumber.Key(serialNumber);
        return await db.Products.AsNoTracking().SingleOrDefaultAsync(p => p.SerialKey == key, cancel);
    }
}
