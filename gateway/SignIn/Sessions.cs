using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Meida.Gateway.Accounts;
using Meida.Gateway.Data;
using Meida.Gateway.Keys;
using Meida.ServiceDefaults.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Meida.Gateway.SignIn;

/// <summary>A session as a request sees it: who it is, and the token that goes to the services in the cookie's place.</summary>
internal sealed record LiveSession(string Id, ClaimsPrincipal User, AccountState Account, string AccessToken)
{
    public override string ToString() => nameof(LiveSession);
}

/// <summary>Starts, finds and ends the sessions of browsers. The cookie is a random number that means nothing elsewhere.</summary>
internal sealed class Sessions(
    IServiceScopeFactory scopes, AccountStates accounts, TokenIssuer tokens, IOptions<SessionOptions> options, IOptions<AuthOptions> auth,
    TimeProvider clock, ILogger<Sessions> log) : IDisposable
{
    private const int CookieBytes = 32;
    private const int CookieLength = 43;

    // Built with a query, a token and perhaps a question to Technicians, and kept for a minute; whether it lives on is read every two seconds.
    private readonly MemoryCache _live = new(new MemoryCacheOptions { SizeLimit = 50_000 });
    private readonly MemoryCache _ended = new(new MemoryCacheOptions { SizeLimit = 50_000 });
    private readonly RecentlyRead<string, string> _alive = new((db, ids, ct) => ReadAlive(db, ids, clock, ct), scopes, clock, log);

    public async Task<string> Start(User user, CancellationToken ct)
    {
        var cookie = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(CookieBytes));
        var now = clock.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
        db.Sessions.Add(new Session
        {
            Id = IdOf(cookie),
            UserId = user.Id,
            SecurityStamp = user.SecurityStamp ?? "",
            CreatedAt = now,
            ExpiresAt = now + Shorter(options.Value.IdleTimeout, options.Value.Lifetime),
        });
        await db.SaveChangesAsync(ct);
        return cookie;
    }

    public async ValueTask<LiveSession?> Find(string cookie, CancellationToken ct)
    {
        if (cookie.Length != CookieLength)
            return null;

        var id = IdOf(cookie);
        var now = clock.GetUtcNow();
        if (_live.TryGetValue(id, out (LiveSession Session, DateTimeOffset Until) known) && now < known.Until && await GoesOn(known.Session, ct))
            return known.Session;

        if (await Load(id, now, ct) is not { } session)
        {
            _live.Remove(id);
            return null;
        }
        _live.Set(id, (session, now + options.Value.CachedFor), Remembered());
        // Only now: a session that ends later than this is taken out of the memory by whoever ends it.
        if (!_ended.TryGetValue(id, out _))
            return session;

        _live.Remove(id);
        return null;
    }

    /// <summary>Whether the session has neither ended nor changed what its account may do, at any gateway.</summary>
    public async ValueTask<bool> GoesOn(LiveSession session, CancellationToken ct) =>
        !_ended.TryGetValue(session.Id, out _)
        && await _alive.Current(session.Id, ct) is not null
        && await accounts.Of(session.User.UserId(), ct) == session.Account;

    /// <summary>Ends the session of the cookie that a browser sends when it signs in once more.</summary>
    public async Task EndFormer(string? cookie, CancellationToken ct)
    {
        if (cookie is { Length: CookieLength })
            await End(IdOf(cookie), ct);
    }

    public async Task End(string id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
        await db.Sessions.Where(s => s.Id == id).ExecuteDeleteAsync(ct);
        // A request that has read the row already must not bring the session back.
        _ended.Set(id, true, Remembered());
        _live.Remove(id);
        _alive.Forget(id);
    }

    public async Task<int> DropExpired(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
        return await db.Sessions.Where(s => s.ExpiresAt <= now).ExecuteDeleteAsync(ct);
    }

    public void Dispose()
    {
        _live.Dispose();
        _ended.Dispose();
        _alive.Dispose();
    }

    private MemoryCacheEntryOptions Remembered() => new() { Size = 1, AbsoluteExpirationRelativeToNow = options.Value.CachedFor };

    private async Task<LiveSession?> Load(string id, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
        var session = await db.Sessions.AsNoTracking().Include(s => s.User)
            .SingleOrDefaultAsync(s => s.Id == id && s.ExpiresAt > now, ct);
        if (session?.User is not { } user || user.SecurityStamp != session.SecurityStamp || !user.MaySignIn(now))
            return null;

        var state = AccountState.Of(user, now);
        accounts.Learn(user.Id, state, now);
        _alive.Learn(id, id, now);

        // Once a cache period, not once a request: the row is written about once a minute while somebody works.
        var until = now + options.Value.IdleTimeout;
        var end = session.CreatedAt + options.Value.Lifetime;
        await db.Sessions.Where(s => s.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.ExpiresAt, until < end ? until : end), ct);

        await scope.ServiceProvider.GetRequiredService<TechnicianLink>().Refresh(user, ct);
        var account = Account.Of(user);
        var token = await tokens.Issue(account, state.Stamp, auth.Value.ForwardedTokenLifetime, ct);
        var identity = new ClaimsIdentity(account.Claims(), SessionAuthentication.Scheme, TokenClaims.UserName, TokenClaims.Role);
        return new LiveSession(id, new ClaimsPrincipal(identity), state, token);
    }

    private static Task<Dictionary<string, string>> ReadAlive(GatewayDbContext db, string[] ids, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return db.Sessions.Where(s => ids.Contains(s.Id) && s.ExpiresAt > now).ToDictionaryAsync(s => s.Id, s => s.Id, ct);
    }

    private static string IdOf(string cookie) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(cookie)));

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
