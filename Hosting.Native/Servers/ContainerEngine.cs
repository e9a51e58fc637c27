using System.ComponentModel;
using System.Diagnostics;

namespace Meida.Hosting.Native;

/// <summary>The machine's container engine.</summary>
public static class ContainerEngine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Whether Docker or Podman answers here.</summary>
    public static bool Answers() => Answers("docker") || Answers("podman");

    private static bool Answers(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["version", "--format", "{{.Server.Version}}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            if (process.WaitForExit(Patience))
                return process.ExitCode == 0;
            process.Kill();
            return false;
        }
        catch (Win32Exception)
        {
            // It is not installed.
            return false;
        }
    }
}
