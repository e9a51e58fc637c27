using System.Runtime.InteropServices;

namespace Meida.LocalHosting.Processes;

/// <summary>Signal numbers of Linux that the engine sends.</summary>
public static class Signals
{
    /// <summary>SIGINT, PostgreSQL's fast shutdown.</summary>
    public const int Interrupt = 2;

    /// <summary>SIGKILL.</summary>
    public const int Kill = 9;

    /// <summary>SIGTERM.</summary>
    public const int Terminate = 15;
}

internal static class Posix
{
    public static bool IsRoot => geteuid() == 0;

    public static void SignalGroup(int group, int signal)
    {
        // kill(-1) and kill(0) mean everybody and ourselves.
        if (group > 1)
            _ = kill(-group, signal);
    }

    public static int? Group(int pid) => getpgid(pid) is > 0 and var group ? group : null;

    public static void Own(string path, UserAccount user)
    {
        if (chown(path, user.Uid, user.Gid) != 0)
            throw new IOException($"{path} cannot be given to the user {user.Name} (errno {Marshal.GetLastPInvokeError()}).");
    }

    /// <summary>The moment a process began, in clock ticks since boot: with the id it names one process for ever.</summary>
    public static long? StartTime(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            // The name in brackets may itself hold blanks and brackets; field 22 counts from the last one.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int pid, int signal);

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int getpgid(int pid);

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint geteuid();

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int chown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint owner, uint group);
}

internal sealed record UserAccount(string Name, uint Uid, uint Gid)
{
    public static UserAccount? Find(string name) => File.ReadLines("/etc/passwd")
        .Select(line => line.Split(':'))
        .Where(fields => fields.Length > 3 && fields[0] == name)
        .Select(fields => new UserAccount(name, Number(fields[2]), Number(fields[3])))
        .FirstOrDefault();

    private static uint Number(string text) => uint.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
