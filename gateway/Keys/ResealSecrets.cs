using System.Security.Cryptography;
using Meida.Gateway.Data;
using Meida.ServiceDefaults.Privacy;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;

namespace Meida.Gateway.Keys;

/// <summary>
/// Seals what the gateway keeps secret, the private halves of its signing keys and the second factors, with the key that is in use
/// now. It may run beside the gateway.
/// </summary>
internal static class ResealSecrets
{
    /// <returns>The exit code: 0, or 1 when a value could not be opened.</returns>
    public static async Task<int> Run(IServiceProvider services, ILogger log)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
        var personalData = scope.ServiceProvider.GetRequiredService<PersonalData>();
        var (keys, unreadableKeys) = await SigningKeys(db, personalData, log);
        var (factors, unreadableFactors) = await ResealCommand.Reseal(db, personalData, new SealedColumn("users", "sealed_totp_secret"), log);
        log.LogInformation("{Resealed} secrets were sealed again, {Unreadable} cannot be opened", keys + factors, unreadableKeys + unreadableFactors);
        return unreadableKeys + unreadableFactors == 0 ? 0 : 1;
    }

    private static async Task<(int Resealed, int Unreadable)> SigningKeys(GatewayDbContext db, PersonalData personalData, ILogger log)
    {
        var (resealed, unreadable) = (0, 0);
        foreach (var key in await db.SigningKeys.AsNoTracking().ToListAsync())
        {
            try
            {
                var opened = personalData.Open(key.SealedPrivateKey);
                if (personalData.IsCurrent(key.SealedPrivateKey))
                    continue;
                var fresh = personalData.Seal(opened);
                resealed += await db.SigningKeys.Where(row => row.Id == key.Id && row.SealedPrivateKey == key.SealedPrivateKey)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.SealedPrivateKey, fresh));
            }
            catch (Exception fault) when (fault is CryptographicException or FormatException)
            {
                unreadable++;
                log.LogError("Signing key {KeyId}: {Reason}", key.Id, fault.Message);
            }
        }
        return (resealed, unreadable);
    }
}
