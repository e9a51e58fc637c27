namespace Meida.ServiceDefaults.Http;

/// <summary>Paths with a secret in them, a customer's link, in the form in which they may be logged and traced.</summary>
public static class SecretPaths
{
    private const string Hidden = "{token}";

    private static readonly string[] Prefixes = ["/api/public/tickets/", "/booking/t/"];

    /// <summary>The path, or the address, without the secret.</summary>
    /// <param name="path">A path, or a whole address.</param>
    public static string Redact(string path)
    {
        foreach (var prefix in Prefixes)
        {
            var at = path.IndexOf(prefix, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
                continue;

            var start = at + prefix.Length;
            var end = path.AsSpan(start).IndexOfAny('/', '?');
            return string.Concat(path.AsSpan(0, start), Hidden, end < 0 ? "" : path.AsSpan(start + end));
        }

        return path;
    }
}
