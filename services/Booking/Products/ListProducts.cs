using Meida.Booking.Data;
using Meida.ServiceDefaults.Data;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Products;

/// <summary>Products, the last changed first.</summary>
internal static class ListProducts
{
    private const int LongestText = 100;

    public static async Task<Results<Ok<ListResponse<ProductResponse>>, ProblemHttpResult>> Handle(
        string? serialNumber, string? q, string? page, string? pageSize, BookingDbContext db, TimeProvider clock, HttpContext http,
        CancellationToken cancel)
    {
        var errors = new FieldErrors().Add(SerialNumber.CheckOptional("serialNumber", serialNumber, out var serial));
        var wanted = PageRequest.Read(page, pageSize, errors);
        if (RequestText.LengthInCharacters(RequestText.Trim(q)) > LongestText)
            errors.Add("q", "length", $"Must be at most {LongestText} characters.");
        if (errors.Any)
            return errors.ToProblem();

        var found = db.Products.AsNoTracking();
        if (serial is not null)
        {
            var key = SerialNumber.Key(serial);
            found = found.Where(p => p.SerialKey == key);
        }

        foreach (var word in RequestText.Trim(q).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var pattern = LikePattern.Containing(word);
            found = found.Where(p => EF.Functions.ILike(p.SerialNumber, pattern) || EF.Functions.ILike(p.Model, pattern) || EF.Functions.ILike(p.Category!, pattern));
        }

        var total = await found.Take(PageRequest.MaxExactTotal + 1).CountAsync(cancel);
        var products = wanted.Offset > int.MaxValue
            ? []
            : await found.OrderByDescending(p => p.UpdatedAt).ThenBy(p => p.SerialKey).Skip((int)wanted.Offset).Take(wanted.PageSize).ToListAsync(cancel);
        return TypedResults.Ok(new ListResponse<ProductResponse>(
            await db.Show(products, http, clock, cancel), wanted.Page, wanted.PageSize, Math.Min(total, PageRequest.MaxExactTotal),
            total <= PageRequest.MaxExactTotal));
    }
}
