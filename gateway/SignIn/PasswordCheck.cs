using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Meida.Gateway.Accounts;
using Meida.Gateway.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Meida.Gateway.SignIn;

/// <summary>Compares a password with the hash of an account, in the same time whatever account it is and whether there is one.</summary>
internal sealed class PasswordCheck(IPasswordHasher<User> hasher, GatewayDbContext db)
{
    /// <summary>PBKDF2 with HMAC-SHA512, as often as the OWASP Password Storage Cheat Sheet asks for.</summary>
    public const int Rounds = 210_000;

    private static readonly User Nobody = new() { DisplayName = "", Roles = [] };
    private static string? _nobodysHash;

    public async Task<bool> Matches(User? user, string password, CancellationToken ct)
    {
        if (user?.PasswordHash is not { } hash)
        {
            _nobodysHash ??= hasher.HashPassword(Nobody, Guid.NewGuid().ToString());
            hasher.VerifyHashedPassword(Nobody, _nobodysHash, password);
            return false;
        }

        var result = hasher.VerifyHashedPassword(user, hash, password);
        if (result == PasswordVerificationResult.SuccessRehashNeeded)
            await Rehash(user, hash, password, ct);
        else if (result == PasswordVerificationResult.Failed)
            CatchUp(hash, password);
        return result != PasswordVerificationResult.Failed;
    }

    // Past the user manager, whose new security stamp would end the account's sessions.
    private async Task Rehash(User user, string former, string password, CancellationToken ct)
    {
        var hash = hasher.HashPassword(user, password);
        await db.Users.Where(u => u.Id == user.Id && u.PasswordHash == former)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordHash, hash), ct);
    }

    // A hash of earlier times is wrong sooner, which would tell that the account exists.
    private static void CatchUp(string hash, string password)
    {
        var missing = Rounds - RoundsOf(hash);
        if (missing > 0)
            Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), new byte[16], missing, HashAlgorithmName.SHA512, 32);
    }

    // Format 1 of ASP.NET Core Identity: a marker, the function, then the rounds, big endian.
    private static int RoundsOf(string hash)
    {
        Span<byte> bytes = stackalloc byte[256];
        return Convert.TryFromBase64String(hash, bytes, out var length) && length > 9 && bytes[0] == 1
            ? (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(bytes[5..]), Rounds)
            : 0;
    }
}
