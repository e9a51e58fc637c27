using System.Security.Cryptography;
using Meida.Gateway.Accounts;
using Meida.Gateway.Data;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;

namespace Meida.Gateway.SignIn;

/// <summary>Takes the code of an authenticator app, or one of the codes for when the app is lost; each only once.</summary>
internal sealed class SecondFactor(GatewayDbContext db, PersonalData personalData, TimeProvider clock)
{
    public const int RecoveryCodes = 10;

    private const string Signs = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int MaxCodeLength = 20;

    public async Task<bool> Accepts(User user, string code, CancellationToken ct)
    {
        var plain = code.Replace(" ", "", StringComparison.Ordinal).Trim();
        return plain.Length <= MaxCodeLength && (await AcceptsTotp(user, plain, ct) || await AcceptsRecoveryCode(user, plain, ct));
    }

    /// <summary>Whether the code is the app's, now, and was not used before.</summary>
    public async Task<bool> AcceptsTotp(User user, string code, CancellationToken ct)
    {
        if (user.SealedTotpSecret is not { } secret || Totp.StepOf(Convert.FromBase64String(personalData.Open(secret)), code, clock.GetUtcNow()) is not { } step)
            return false;

        // Two requests with one code: the database lets one of them through.
        return await db.Users.Where(u => u.Id == user.Id && (u.TotpLastStep == null || u.TotpLastStep < step))
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.TotpLastStep, step), ct) == 1;
    }

    /// <summary>New codes to show once, and what is kept of them.</summary>
    public (string[] Shown, string[] Kept) NewRecoveryCodes()
    {
        string[] shown = [.. Enumerable.Range(0, RecoveryCodes).Select(_ => $"{RandomNumberGenerator.GetString(Signs, 5)}-{RandomNumberGenerator.GetString(Signs, 5)}")];
        return (shown, [.. shown.Select(Fingerprint)]);
    }

    private async Task<bool> AcceptsRecoveryCode(User user, string code, CancellationToken ct)
    {
        var kept = Fingerprint(code.ToLowerInvariant());
        return await db.Database.ExecuteSqlAsync(
            $"update users set recovery_codes = array_remove(recovery_codes, {kept}) where id = {user.Id} and {kept} = any(recovery_codes)", ct) == 1;
    }

    private string Fingerprint(string code) => personalData.Fingerprint($"recovery-code:{code}");
}
