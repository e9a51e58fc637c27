namespace Meida.Testing;

/// <summary>Where tests find the repository and put their files.</summary>
public static class TestPlaces
{
    /// <summary>The root of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>A new directory under MEIDA_HOME, removed when disposed of, else by the next test process.</summary>
    public static ScratchDirectory Scratch() => ScratchDirectory.Create(Path.Combine(
        Environment.GetEnvironmentVariable("MEIDA_HOME") is { Length: > 0 } home ? home : Path.Combine(Repository, ".data"), "test"));

    private static string FindRepository()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Meida.Aspire.sln")))
                return directory.FullName;
        }
        throw new InvalidOperationException($"No Meida.Aspire.sln above {AppContext.BaseDirectory}.");
    }
}
