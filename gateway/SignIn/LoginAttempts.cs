using Meida.Gateway.Data;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using static Meida.Gateway.SignIn.AuthOptions;

namespace Meida.Gateway.SignIn;

/// <summary>
/// Counts tries to sign in, in the database, so that all gateways count together: of one account from one address, of one
/// address, and of one account from everywhere. The last two slow spraying down to as many tries a window as they allow; they
/// do not stop an account at an address that it has signed in from before, so that nobody can lock its owner out.
/// </summary>
internal sealed class LoginAttempts(
    IServiceScopeFactory scopes, PersonalData personalData, IOptions<AuthOptions> options, TimeProvider clock) : IDisposable
{
    private const int MaxRows = 500_000;

    // Who is refused once is refused from memory until the window ends: a flood changes nothing in the database.
    private readonly MemoryCache _refused = new(new MemoryCacheOptions { SizeLimit = 100_000 });

    private LockoutOptions Limits => options.Value.Lockout;

    /// <summary>Counts a try before the password is looked at, so that tries side by side count too.</summary>
    /// <returns>How long to wait, or null when the try may go on.</returns>
    public async Task<TimeSpan?> Begin(string account, string address, CancellationToken ct)
    {
        var keys = KeysOf(account, address);
        if (RefusedUntil(keys.Pair) is { } known)
            return known;

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
        // The address first: what is refused there counts neither against the account nor leaves a row for an invented name.
        return await Slow(db, keys.Address, Limits.MaxFailuresPerAddress, Limits.Window, keys, ct)
            ?? await Count(db, keys.Pair, ct)
            ?? await Slow(db, keys.Account, Limits.MaxFailuresPerAccount, Limits.AccountWindow, keys, ct);
    }

    /// <summary>The password was right: the try does not count, and the address is familiar from now on.</summary>
    public async Task Succeeded(string account, string address, CancellationToken ct)
    {
        var keys = KeysOf(account, address);
        var until = clock.GetUtcNow() + Limits.FamiliarFor;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
        await db.SignInCounters.Where(counter => counter.Key == keys.Pair).ExecuteDeleteAsync(ct);
        await TakeBack(db, keys, ct);
        await db.Database.ExecuteSqlAsync(
            $"""
             insert into sign_in_counters (key, tries, ends_at) values ({keys.Familiar}, 0, {until})
             on conflict (key) do update set ends_at = excluded.ends_at
             """, ct);
    }

    /// <summary>The password was not looked at.</summary>
    public async Task NotTried(string account, string address, CancellationToken ct)
    {
        var keys = KeysOf(account, address);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
        await db.SignInCounters.Where(counter => counter.Key == keys.Pair && counter.Tries > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(counter => counter.Tries, counter => counter.Tries - 1), ct);
        await TakeBack(db, keys, ct);
    }

    /// <summary>Removes what is over, and what is too much: whoever invents names must not fill the disk.</summary>
    public async Task<int> DropExpired(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
        var dropped = await db.SignInCounters.Where(counter => counter.EndsAt <= now).ExecuteDeleteAsync(ct);
        var tooMany = await db.SignInCounters.CountAsync(ct) - MaxRows;
        if (tooMany > 0)
        {
            dropped += await db.SignInCounters
                .Where(counter => db.SignInCounters.OrderBy(c => c.EndsAt).Take(tooMany).Select(c => c.Key).Contains(counter.Key))
                .ExecuteDeleteAsync(ct);
        }
        return dropped;
    }

    public void Dispose() => _refused.Dispose();

    // A limit for who is not familiar. Each try moves the row's time on by the window's share, and is refused when that would be more
    // than a window ahead: so many at once, then one for each share that passes.
    private async Task<TimeSpan?> Slow(GatewayDbContext db, string key, int limit, TimeSpan window, Keys keys, CancellationToken ct)
    {
        var (now, share) = (clock.GetUtcNow(), window / limit);
        if ((RefusedUntil(key) ?? await Advance(db, key, now, share, window, ct)) is not { } wait)
            return null;
        if (await db.SignInCounters.AnyAsync(counter => counter.Key == keys.Familiar && counter.EndsAt > now, ct))
            return null;

        RefuseUntil(keys.Pair, now + wait);
        return wait;
    }

    private async Task<TimeSpan?> Advance(GatewayDbContext db, string key, DateTimeOffset now, TimeSpan share, TimeSpan window, CancellationToken ct)
    {
        var taken = await db.Database.ExecuteSqlAsync(
            $"""
             insert into sign_in_counters as counter (key, tries, ends_at) values ({key}, 0, {now + share})
             on conflict (key) do update set ends_at = greatest(counter.ends_at, {now}) + {share}
             where greatest(counter.ends_at, {now}) + {share} <= {now + window}
             """, ct);
        if (taken == 1)
            return null;

        var ahead = await db.SignInCounters.Where(counter => counter.Key == key).Select(counter => counter.EndsAt).SingleOrDefaultAsync(ct);
        var until = ahead + share - window;
        if (until <= now)
            return share;
        RefuseUntil(key, until);
        return until - now;
    }

    private async Task<TimeSpan?> Count(GatewayDbContext db, string key, CancellationToken ct)
    {
        var (now, end) = (clock.GetUtcNow(), clock.GetUtcNow() + Limits.Window);
        var counted = (await db.Database.SqlQuery<Counted>(
            $"""
             insert into sign_in_counters as counter (key, tries, ends_at) values ({key}, 1, {end})
             on conflict (key) do update set
                 tries = case when counter.ends_at <= {now} then 1 else counter.tries + 1 end,
                 ends_at = case when counter.ends_at <= {now} then excluded.ends_at else counter.ends_at end
             returning tries, ends_at
             """).ToListAsync(ct)).Single();
        if (counted.Tries <= Limits.MaxFailures)
            return null;

        RefuseUntil(key, counted.EndsAt);
        return counted.EndsAt - now;
    }

    private TimeSpan? RefusedUntil(string key)
    {
        var now = clock.GetUtcNow();
        return _refused.TryGetValue(key, out DateTimeOffset until) && until > now ? until - now : null;
    }

    private void RefuseUntil(string key, DateTimeOffset until) => _refused.Set(
        key, until, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = until - clock.GetUtcNow() + TimeSpan.FromSeconds(1) });

    private async Task TakeBack(GatewayDbContext db, Keys keys, CancellationToken ct)
    {
        await TakeBack(db, keys.Address, Limits.Window / Limits.MaxFailuresPerAddress, ct);
        await TakeBack(db, keys.Account, Limits.AccountWindow / Limits.MaxFailuresPerAccount, ct);
    }

    private static Task<int> TakeBack(GatewayDbContext db, string key, TimeSpan share, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"update sign_in_counters set ends_at = ends_at - {share} where key = {key}", ct);

    private Keys KeysOf(string account, string address)
    {
        var name = account.ToUpperInvariant();
        return new(Key('p', $"{name}\n{address}"), Key('a', address), Key('u', name), Key('f', $"{name}\n{address}"));

        string Key(char kind, string text) => $"{kind}:{personalData.Fingerprint($"sign-in:{kind}:{text}")[..32]}";
    }

    private readonly record struct Keys(string Pair, string Address, string Account, string Familiar);

    private sealed record Counted(int Tries, DateTimeOffset EndsAt);
}
