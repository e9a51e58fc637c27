using Microsoft.AspNetCore.Identity;

namespace Meida.Gateway.Accounts;

/// <summary><c>--add-user NAME --role ROLE [--display-name TEXT]</c>: adds an account, its password read from standard input.</summary>
internal static class AddUserCommand
{
    /// <returns>The exit code of the process, or null when the arguments ask for something else.</returns>
    public static async Task<int?> RunAndExit(WebApplication app, string[] args)
    {
        if (Argument(args, "--add-user") is not { } name)
            return null;

        var role = Argument(args, "--role");
        if (role is null || !RolePermissions.Known.Contains(role))
            return Fail($"--role must be one of {string.Join(", ", RolePermissions.Known)}.");
        if (await Console.In.ReadLineAsync() is not { Length: > 0 } password)
            return Fail("The password is read from standard input, which is empty.");

        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var user = new User { Id = Guid.CreateVersion7(), UserName = name, DisplayName = Argument(args, "--display-name") ?? name, Roles = [role] };
        var result = await users.CreateAsync(user, password);
        if (!result.Succeeded)
            return Fail(string.Join(" ", result.Errors.Select(error => error.Description)));

        Console.WriteLine($"Added {name} as {role}.");
        return 0;
    }

    private static string? Argument(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at < 0 ? null : at + 1 < args.Length ? args[at + 1] : "";
    }

    private static int Fail(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return 1;
    }
}
