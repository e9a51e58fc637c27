using Microsoft.AspNetCore.Identity;

namespace Meida.Gateway.Accounts;

/// <summary>Refuses passwords that guessers try first: leaked ones, and what people make of them to fit the rules.</summary>
/// <remarks>
/// The list holds the commonest passwords of published leaks, commonest first (collected by Mark Burnett, public domain,
/// by way of the zxcvbn package), and the longer ones of a second such list (Royce Williams, by way of Django).
/// </remarks>
internal sealed class LeakedPasswords : IPasswordValidator<User>
{
    // The first lines are so common that "Password2026!" is tried right after "password".
    private const int Commonest = 1000;
    private const int LongestRepeat = 8;

    private static readonly Lazy<(HashSet<string> All, HashSet<string> Commonest)> List = new(Read);

    private static readonly IdentityError Refusal = new()
    {
        Code = "PasswordLeaked",
        Description = "This password is among those that are guessed first. Choose another.",
    };

    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password) =>
        Task.FromResult(IsGuessedFirst(password ?? "", user.UserName ?? "") ? IdentityResult.Failed(Refusal) : IdentityResult.Success);

    internal static bool IsGuessedFirst(string password, string userName)
    {
        var text = password.ToLowerInvariant();
        var core = text.Trim([.. text.Where(c => !char.IsLetter(c)).Distinct()]);
        return List.Value.All.Contains(text)
            || List.Value.Commonest.Contains(core)
            || userName.Length > 0 && (userName.Equals(core, StringComparison.OrdinalIgnoreCase) || userName.Equals(text, StringComparison.OrdinalIgnoreCase))
            || IsRepeated(text)
            || IsSequence(text);
    }

    private static bool IsRepeated(string text)
    {
        for (var length = 1; length <= text.Length / 2; length++)
        {
            var unit = text[..length];
            if ((length <= LongestRepeat || List.Value.All.Contains(unit)) && Enumerable.Range(0, text.Length).All(i => text[i] == unit[i % length]))
                return true;
        }
        return false;
    }

    // 123456789012, abcdefghijkl, and the same backwards.
    private static bool IsSequence(string text) =>
        Enumerable.Range(1, text.Length - 1).All(i => Follows(text[i - 1], text[i])) || Enumerable.Range(1, text.Length - 1).All(i => Follows(text[i], text[i - 1]));

    private static bool Follows(char one, char next) => next == one + 1 || (one, next) is ('9', '0') or ('z', 'a');

    private static (HashSet<string> All, HashSet<string> Commonest) Read()
    {
        using var reader = new StreamReader(typeof(LeakedPasswords).Assembly.GetManifestResourceStream("leaked-passwords.txt")!);
        string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (new(lines, StringComparer.Ordinal), new(lines.Take(Commonest).Where(line => line.Any(char.IsLetter)), StringComparer.Ordinal));
    }
}
