using Meida.Booking.Data;
using Meida.Contracts.Booking;
using Meida.Messaging;
using Meida.ServiceDefaults.Access;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Meida.Booking.Products;

/// <summary>How many products a write made and changed; those that were so already are neither.</summary>
internal readonly record struct ProductCount(int Created, int Changed)
{
    public static ProductCount operator +(ProductCount one, ProductCount other) => new(one.Created + other.Created, one.Changed + other.Changed);
}

/// <summary>Writes products down, many in one statement, and tells Tickets of those that a booking names.</summary>
internal sealed class ProductStore(BookingDbContext db, Outbox outbox, PersonalData personalData, TimeProvider clock)
{
    private const string Upsert =
        """
        insert into products as p (serial_key, serial_number, model, category, purchased_on, warranty_months, warranty_until, extended_until, version, updated_at)
        select k, s, m, c, b, n, w, e, 1, @now
        from unnest(@keys, @serials, @models, @categories, @purchased, @months, @warranty, @extended) as given (k, s, m, c, b, n, w, e)
        order by k
        on conflict (serial_key) do update set
            serial_number = excluded.serial_number, model = excluded.model, category = excluded.category, purchased_on = excluded.purchased_on,
            warranty_months = excluded.warranty_months, warranty_until = excluded.warranty_until, extended_until = excluded.extended_until,
            version = p.version + 1, updated_at = excluded.updated_at
        where (p.serial_number, p.model, p.category, p.purchased_on, p.warranty_months, p.warranty_until, p.extended_until)
            is distinct from (excluded.serial_number, excluded.model, excluded.category, excluded.purchased_on, excluded.warranty_months,
                excluded.warranty_until, excluded.extended_until)
        returning p.serial_key, p.version, p.model, p.warranty_until, p.extended_until, p.xmax::text = '0' as is_new
        """;

    /// <summary>Writes one product down, and who did.</summary>
    public Task<ProductCount> Write(ProductFields product, HttpContext http, CancellationToken cancel) =>
        Write([product], count => Audit(product.SerialNumber, count, refused: 0, http), cancel);

    /// <summary>Writes products down in a transaction of their own. No serial number may stand there twice.</summary>
    public Task<ProductCount> Write(IReadOnlyList<ProductFields> products, CancellationToken cancel) => Write(products, _ => { }, cancel);

    /// <summary>Has a file audited, whatever became of its lines.</summary>
    public Task AuditFile(ProductCount count, int refused, HttpContext http, CancellationToken cancel)
    {
        Audit(null, count, refused, http);
        return db.SaveChangesAsync(cancel);
    }

    private Task<ProductCount> Write(IReadOnlyList<ProductFields> products, Action<ProductCount> also, CancellationToken cancel) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            var written = await db.Database.SqlQueryRaw<Written>(Upsert, Parameters(products)).ToListAsync(cancel);
            await Tell(written, cancel);
            var created = written.Count(product => product.IsNew);
            var count = new ProductCount(created, written.Count - created);
            also(count);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return count;
        });

    private void Audit(string? serialNumber, ProductCount count, int refused, HttpContext http) => outbox.Publish(db, new ProductsRecorded(
        serialNumber, count.Created, count.Changed, refused, http.User.UserId(), http.User.UserName(), http.User.PrimaryRole(),
        personalData.Seal(http.ClientAddress() ?? ""), clock.GetUtcNow()));

    private async Task Tell(List<Written> written, CancellationToken cancel)
    {
        var keys = written.Select(product => product.SerialKey).ToArray();
        var named = await db.Database.SqlQuery<string>(
            $"""
            select distinct upper(serial_number) as "Value" from bookings where serial_number is not null and upper(serial_number) = any({keys})
            """).ToListAsync(cancel);
        foreach (var product in written.Where(product => named.Contains(product.SerialKey)))
        {
            outbox.Publish(db, new ProductWarrantyChanged(
                product.SerialKey, new ProductWarranty(product.Version, product.Model, product.WarrantyUntil, product.ExtendedUntil)));
        }
    }

    private object[] Parameters(IReadOnlyList<ProductFields> products) =>
    [
        new NpgsqlParameter("now", clock.GetUtcNow().ToUniversalTime()),
        new NpgsqlParameter("keys", products.Select(p => SerialNumber.Key(p.SerialNumber)).ToArray()),
        new NpgsqlParameter("serials", products.Select(p => p.SerialNumber).ToArray()),
        new NpgsqlParameter("models", products.Select(p => p.Model).ToArray()),
        new NpgsqlParameter("categories", products.Select(p => p.Category).ToArray()),
        new NpgsqlParameter("purchased", products.Select(p => p.PurchasedOn).ToArray()),
        new NpgsqlParameter("months", products.Select(p => p.WarrantyMonths).ToArray()),
        new NpgsqlParameter("warranty", products.Select(p => p.WarrantyUntil).ToArray()),
        new NpgsqlParameter("extended", products.Select(p => p.ExtendedUntil).ToArray()),
    ];

    private sealed record Written(string SerialKey, int Version, string Model, DateOnly? WarrantyUntil, DateOnly? ExtendedUntil, bool IsNew);
}
