using System.Text.RegularExpressions;

namespace Meida.EndToEnd.Upgrade;

/// <summary>What a migration may not do while a service of the release before still runs on the database.</summary>
internal static partial class MigrationRules
{
    private static readonly string[] Taking = ["DropTable", "DropColumn", "DropSchema", "DropSequence", "RenameTable", "RenameColumn", "RenameSequence"];

    /// <summary>The operations of a migration's <c>Up</c> that take something away from the former release; none for an additive one.</summary>
    public static IReadOnlyList<string> Breaches(string migration)
    {
        var up = UpMethod().Match(migration);
        Assert.True(up.Success, "A migration without an Up method.");
        return [.. Operation().Matches(up.Groups["body"].Value).SelectMany(Breaches)];
    }

    private static IEnumerable<string> Breaches(Match operation)
    {
        var (name, arguments) = (operation.Groups["name"].Value, operation.Groups["arguments"].Value);
        if (Taking.Contains(name))
            yield return $"{name} {arguments}";
        if (name == "AddColumn" && IsRequired(arguments) && !HasDefault(arguments))
            yield return $"{name} without a default {arguments}";
        if (name == "AlterColumn" && (BecomesRequired(arguments) || ChangesType(arguments)))
            yield return $"{name} {arguments}";
        if (name == "Sql" && TakingSql().Match(arguments) is { Success: true } sql)
            yield return $"{name} {sql.Value}";
    }

    private static bool IsRequired(string arguments) => arguments.Contains("nullable: false", StringComparison.Ordinal);

    private static bool BecomesRequired(string arguments) =>
        IsRequired(arguments) && arguments.Contains("oldNullable: true", StringComparison.Ordinal) && !HasDefault(arguments);

    // What the former release writes may not fit any more.
    private static bool ChangesType(string arguments) =>
        OldType().Match(arguments) is { Success: true } old && NewType().Match(arguments).Groups[1].Value != old.Groups[1].Value;

    private static bool HasDefault(string arguments) =>
        arguments.Contains(" defaultValue", StringComparison.Ordinal) || arguments.Contains(" computedColumnSql", StringComparison.Ordinal);

    [GeneratedRegex(@"void Up\(MigrationBuilder migrationBuilder\)(?<body>.*?)(void Down\(|\z)", RegexOptions.Singleline)]
    private static partial Regex UpMethod();

    [GeneratedRegex(@"migrationBuilder\.(?<name>\w+)(<[^(]*>)?\((?<arguments>.*?)(?=migrationBuilder\.|\z)", RegexOptions.Singleline)]
    private static partial Regex Operation();

    [GeneratedRegex("\\btype: \"([^\"]*)\"")]
    private static partial Regex NewType();

    [GeneratedRegex("\\boldType: \"([^\"]*)\"")]
    private static partial Regex OldType();

    [GeneratedRegex(@"\b(drop\s+(table|column|schema|view|function|type)|rename\s|set\s+not\s+null|alter\s+column\s+\w+\s+(set\s+data\s+)?type|truncate\s|delete\s+from)", RegexOptions.IgnoreCase)]
    private static partial Regex TakingSql();
}
