using Meida.Gateway.Accounts;
using Meida.ServiceDefaults.Access;
using Microsoft.AspNetCore.Identity;

namespace Meida.Gateway.Seed;

/// <summary>The accounts of Development. Outside it there is none.</summary>
internal sealed class DemoAccounts(UserManager<User> users, IConfiguration configuration, ILogger<DemoAccounts> log)
{
    public const string Admin = "admin";
    public const string Agent = "agent";
    public const string Operations = "ops";

    /// <summary>Technicians has technicians under these user names.</summary>
    public static readonly IReadOnlyList<string> Technicians = ["tech1", "tech2", "tech3"];

    private static readonly (string UserName, string DisplayName, string Role)[] All =
    [
        (Admin, "系统管理员", Roles.Admin),
        (Agent, "客服小林", Roles.Agent),
        (Operations, "运营主管", Roles.OpsManager),
        (Technicians[0], "王师傅", Roles.Technician),
        (Technicians[1], "李师傅", Roles.Technician),
        (Technicians[2], "张师傅", Roles.Technician),
    ];

    public async Task Ensure()
    {
        var password = configuration["Seed:Password"] is { Length: > 0 } configured ? configured : "Meida-2026";
        foreach (var (userName, displayName, role) in All)
            await Ensure(userName, displayName, role, password);

        log.LogInformation("Development accounts: {Accounts}; password of each: {Password}",
            string.Join(", ", All.Select(account => account.UserName)), password);
    }

    private async Task Ensure(string userName, string displayName, string role, string password)
    {
        if (await users.FindByNameAsync(userName) is { } known)
        {
            // What is printed must be true after Seed:Password changed.
            // Past the user manager, which would make an old hash anew and end the sessions of the account with it.
            if (known.PasswordHash is null || users.PasswordHasher.VerifyHashedPassword(known, known.PasswordHash, password) == PasswordVerificationResult.Failed)
            {
                known.PasswordHash = users.PasswordHasher.HashPassword(known, password);
                Check(await users.UpdateSecurityStampAsync(known));
            }
            return;
        }
        var user = new User { Id = Guid.CreateVersion7(), UserName = userName, DisplayName = displayName, Roles = [role] };
        // A short Seed:Password is the developer's own wish: no rules here.
        user.PasswordHash = users.PasswordHasher.HashPassword(user, password);
        Check(await users.CreateAsync(user));
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException(string.Join(" ", result.Errors.Select(error => error.Description)));
    }
}
