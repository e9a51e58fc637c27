namespace Meida.LocalHosting.Processes;

/// <summary>A program of the machine that is needed and absent; the message is one sentence that says what to do.</summary>
public sealed class MissingToolException(string message) : Exception(message);

internal static class Tools
{
    // A login shell of another user may lack the directories of the system.
    private static readonly string[] Usual = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    public static string? Find(string name) => name.Contains('/')
        ? (File.Exists(name) ? name : null)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(Usual)
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists);

    public static string Need(string name, string package) => Find(name)
        ?? throw new MissingToolException($"The program {name} is missing: install it, on Debian or Ubuntu with 'apt-get install {package}'.");
}
