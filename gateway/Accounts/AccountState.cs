using System.Security.Cryptography;
using System.Text;
using Meida.Gateway.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace Meida.Gateway.Accounts;

/// <summary>What decides whether a session or token given out earlier is still good.</summary>
/// <param name="Stamp">Changes with the password and the roles; names neither.</param>
/// <param name="DisplayName">The name to show.</param>
/// <param name="MaySignIn">Active and not locked out.</param>
/// <param name="MustChangePassword">Nothing but a new password is taken from it.</param>
/// <param name="HasSecondFactor">Its sign-ins take a code.</param>
internal sealed record AccountState(string Stamp, string DisplayName, bool MaySignIn, bool MustChangePassword, bool HasSecondFactor)
{
    private const int StampBytes = 16;

    public static AccountState Of(User user, DateTimeOffset now) =>
        new(StampOf(user), user.DisplayName, user.MaySignIn(now), user.MustChangePassword, user.TwoFactorEnabled);

    private static string StampOf(User user)
    {
        var rights = string.Join('\n', [user.Id.ToString(), user.SecurityStamp, user.MustChangePassword ? "initial" : "own", .. user.Roles.Order(StringComparer.Ordinal)]);
        return Base64UrlEncoder.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(rights)).AsSpan(0, StampBytes).ToArray());
    }
}

/// <summary>The accounts in use, as they were at most two seconds ago, whoever changed them.</summary>
internal sealed class AccountStates(IServiceScopeFactory scopes, TimeProvider clock, ILogger<AccountStates> log) : IDisposable
{
    private readonly RecentlyRead<Guid, AccountState> _states = new((db, ids, ct) => Read(db, ids, clock, ct), scopes, clock, log);

    /// <summary>Null for an account that is no more.</summary>
    public ValueTask<AccountState?> Of(Guid id, CancellationToken ct) => _states.Current(id, ct);

    public void Learn(Guid id, AccountState state, DateTimeOffset readAt) => _states.Learn(id, state, readAt);

    public void Forget(Guid id) => _states.Forget(id);

    public void Dispose() => _states.Dispose();

    private static async Task<Dictionary<Guid, AccountState>> Read(GatewayDbContext db, Guid[] ids, TimeProvider clock, CancellationToken ct) =>
        (await db.Users.AsNoTracking().Where(user => ids.Contains(user.Id)).ToListAsync(ct))
            .ToDictionary(user => user.Id, user => AccountState.Of(user, clock.GetUtcNow()));
}
