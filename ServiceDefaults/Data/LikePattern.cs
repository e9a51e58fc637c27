namespace Meida.ServiceDefaults.Data;

/// <summary>Patterns of <c>LIKE</c> from what people type (PostgreSQL documentation, "Pattern Matching"; the escape is the backslash).</summary>
public static class LikePattern
{
    /// <summary>Matches what has the text in it, whose own wildcards are letters like others.</summary>
    /// <param name="text">The text.</param>
    public static string Containing(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return "%" + text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal) + "%";
    }
}
