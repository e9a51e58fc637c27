using System.Globalization;
using Meida.LocalHosting.Processes;

namespace Meida.LocalHosting.Servers;

/// <summary>The machine's PostgreSQL programs, which distributions keep in a directory for each major version.</summary>
internal sealed record PostgresPrograms(string Directory, string Version)
{
    private const string Advice = "install it, on Debian or Ubuntu with 'apt-get install postgresql', or run ./run as root, which does it";

    public string Path(string program) => System.IO.Path.Combine(Directory, program);

    /// <summary>The newest version, or the one a kept cluster was made with, for no other can read it.</summary>
    public static PostgresPrograms Find(string? version) => Find(version, Candidates());

    internal static PostgresPrograms Find(string? version, IEnumerable<PostgresPrograms> candidates)
    {
        var found = candidates.ToList();
        if (found.Count == 0)
            throw new MissingToolException($"The PostgreSQL server is missing: {Advice}.");
        if (version is null)
            return found.MaxBy(programs => Number(programs.Version))!;
        return found.FirstOrDefault(programs => programs.Version == version) ?? throw new MissingToolException(
            $"The databases were made by PostgreSQL {version} and only {string.Join(", ", found.Select(f => f.Version))} is installed: install version {version}, or remove the directory to start afresh.");
    }

    private static IEnumerable<PostgresPrograms> Candidates()
    {
        const string root = "/usr/lib/postgresql";
        if (!System.IO.Directory.Exists(root))
            yield break;
        foreach (var directory in System.IO.Directory.EnumerateDirectories(root))
        {
            var bin = System.IO.Path.Combine(directory, "bin");
            if (File.Exists(System.IO.Path.Combine(bin, "postgres")) && File.Exists(System.IO.Path.Combine(bin, "initdb")))
                yield return new PostgresPrograms(bin, System.IO.Path.GetFileName(directory));
        }
    }

    private static double Number(string version) => double.TryParse(version, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
