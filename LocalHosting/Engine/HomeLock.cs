using System.Globalization;

namespace Meida.LocalHosting.Engine;

/// <summary>One engine a MEIDA_HOME. The kernel frees the lock when the holder dies, however it dies.</summary>
internal sealed class HomeLock : IDisposable
{
    private readonly FileStream _file;

    private HomeLock(FileStream file, bool afterCrash) => (_file, AfterCrash) = (file, afterCrash);

    /// <summary>The last engine here did not get to say goodbye: its children may still be on their way out.</summary>
    public bool AfterCrash { get; }

    public static HomeLock Take(string home)
    {
        try
        {
            Directory.CreateDirectory(home);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"MEIDA_HOME {home} cannot be used: {e.Message}", e);
        }

        var path = Path.Combine(home, "engine.lock");
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var afterCrash = file.Length > 0;
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return new HomeLock(file, afterCrash);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StartupException($"MEIDA_HOME {home} cannot be used: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new StartupException($"Another run uses {home}: stop it, or set MEIDA_HOME (and MEIDA_PORT) for a second one beside it.", e);
        }
    }

    public void Dispose()
    {
        _file.SetLength(0);
        _file.Dispose();
    }
}
