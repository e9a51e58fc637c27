using System.Text.Json;
using System.Text.RegularExpressions;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;

namespace Meida.Gateway.Accounts;

/// <summary>The rules of an account's fields.</summary>
internal static partial class AccountRules
{
    public static string CheckUserName(string? text, FieldErrors errors)
    {
        errors.Add(RequestText.Check("userName", text, 1, 64, multiline: false, out var userName));
        if (userName.Length > 0 && !UserName().IsMatch(userName))
            errors.Add("userName", "format", "Must be 1 to 64 letters, digits, dots, dashes, underscores or @.");
        return userName;
    }

    public static string CheckDisplayName(string? text, FieldErrors errors)
    {
        errors.Add(RequestText.Check("displayName", text, 1, 100, multiline: false, out var displayName));
        if (displayName.Any(c => char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format))
            errors.Add("displayName", "control-characters", "Must not contain invisible characters.");
        return displayName;
    }

    public static string[] CheckRoles(IReadOnlyList<string?>? roles, FieldErrors errors)
    {
        if (roles is not { Count: > 0 })
            errors.Add("roles", "required", "At least one role is required.");
        else if (roles.Any(role => role is null || !RolePermissions.Known.Contains(role)))
            errors.Add("roles", "unknown", $"Must be of {string.Join(", ", RolePermissions.Known)}.");
        else
            return [.. roles.Distinct()!];
        return [];
    }

    /// <summary>A field of the account that a call cannot set is not left out silently.</summary>
    public static void Unchangeable(FieldErrors errors, Dictionary<string, JsonElement>? others, params string[] fields)
    {
        foreach (var name in fields.Where(field => others?.Any(other =>
            other.Key.Equals(field, StringComparison.OrdinalIgnoreCase) && other.Value.ValueKind != JsonValueKind.Null) == true))
        {
            errors.Add(name, "not-changeable", "Cannot be set here.");
        }
    }

    // As Technicians writes the user name that links the two.
    [GeneratedRegex(@"^[A-Za-z0-9._@-]{1,64}\z")]
    private static partial Regex UserName();
}
