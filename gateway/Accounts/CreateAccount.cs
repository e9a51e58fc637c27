using System.Text.Json;
using System.Text.Json.Serialization;
using Meida.Gateway.Data;
using Meida.Gateway.Security;
using Meida.ServiceDefaults.Audit;
using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Meida.Gateway.Accounts;

/// <summary>The body that adds an account.</summary>
internal sealed record CreateAccountRequest(string? UserName, string? DisplayName, IReadOnlyList<string?>? Roles)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>An account is added, with a password that its owner must change.</summary>
internal static class CreateAccount
{
    public static async Task<Results<Created<AccountWithPassword>, ProblemHttpResult>> Handle(
        CreateAccountRequest request, GatewayDbContext db, IPasswordHasher<User> hasher, ILookupNormalizer names, SecurityLog security,
        HttpContext http, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var userName = AccountRules.CheckUserName(request.UserName, errors);
        var displayName = AccountRules.CheckDisplayName(request.DisplayName, errors);
        var roles = AccountRules.CheckRoles(request.Roles, errors);
        AccountRules.Unchangeable(errors, request.Others, "id", "isActive", "technicianId", "lastSignInAt", "initialPassword", "password");
        if (errors.Any)
            return errors.ToProblem();

        var password = InitialPassword.Generate();
        var user = new User
        {
            Id = Guid.CreateVersion7(),
            UserName = userName,
            NormalizedUserName = names.NormalizeName(userName),
            DisplayName = displayName,
            Roles = roles,
            MustChangePassword = true,
            SecurityStamp = Guid.NewGuid().ToString("N"),
            LockoutEnabled = true,
        };
        user.PasswordHash = hasher.HashPassword(user, password);
        var written = SecurityEvents.By(http, SecurityActions.AccountCreated, AuditEntry.Done, user.Id, ("roles", roles));
        db.Users.Add(user);
        db.AuditLogs.Add(written);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException fault) when (fault.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return AccountProblems.Duplicate();
        }

        security.Tell(written);
        return TypedResults.Created($"/api/accounts/{user.Id}", AccountWithPassword.Of(user, password));
    }
}
