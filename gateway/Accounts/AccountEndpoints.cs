using Meida.Gateway.SignIn;
using Meida.ServiceDefaults.Access;

namespace Meida.Gateway.Accounts;

/// <summary>The routes of accounts. All ask for <see cref="Permissions.AccountsWrite"/>.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this WebApplication app)
    {
        var accounts = app.MapGroup("/api/accounts").WithTags("Accounts")
            .RequireAuthorization(SignInSetup.SignedIn).RequireAuthorization(Permissions.AccountsWrite).WithMetadata(UsesSession.Instance)
            .ProducesProblem(401).ProducesProblem(403);

        accounts.MapGet("", ListAccounts.Handle)
            .WithName(nameof(ListAccounts)).WithSummary("Who may sign in").ProducesProblem(400);
        accounts.MapGet("/{id}", GetAccount.Handle)
            .WithName(nameof(GetAccount)).WithSummary("One account").ProducesProblem(404);
        accounts.MapPost("", CreateAccount.Handle)
            .WithName(nameof(CreateAccount)).WithSummary("Add an account; the answer holds its initial password, once").ProducesProblem(400).ProducesProblem(409);
        accounts.MapPatch("/{id}", ChangeAccount.Handle)
            .WithName(nameof(ChangeAccount)).WithSummary("Change a name, roles, or whether it may sign in").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        accounts.MapPost("/{id}/reset-password", ResetPassword.Handle)
            .WithName(nameof(ResetPassword)).WithSummary("A new initial password; every session of the account ends").ProducesProblem(404);
        accounts.MapPost("/{id}/reset-totp", ResetTotp.Handle)
            .WithName(nameof(ResetTotp)).WithSummary("Take the second factor away; every session of the account ends").ProducesProblem(404);
    }
}
