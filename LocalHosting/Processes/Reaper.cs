using System.Diagnostics;
using System.Globalization;

namespace Meida.LocalHosting.Processes;

/// <summary>
/// One small shell beside this process. It holds the read end of a pipe; when this process ends, however it ends,
/// the pipe closes and the shell ends every group and removes every scratch directory that is still on its list.
/// </summary>
internal static class Reaper
{
    // Only builtins, kill, sleep and rm. An id is trusted only with its start time, for the kernel uses ids again;
    // a group whose leader is gone keeps its id from being used again for as long as it has a member.
    private const string Script = """
        exec > /dev/null 2>&1
        groups=' '
        directories=''
        started() { read -r line < "/proc/$1/stat" || return 1; rest=${line##*) }; set -- $rest; echo "${20}"; } 2>/dev/null
        mine() { now=$(started "$1") || return 0; [ "$now" = "$2" ]; }
        alive() { kill -0 "-$1" 2>/dev/null; }
        while read -r verb id rest; do
          case $verb in
            add) groups="$groups$id:${rest% *}:${rest#* } " ;;
            end) case $groups in *" $id:"*) head=${groups%%" $id:"*}; tail=${groups#*" $id:"}; groups="$head ${tail#* }" ;; esac ;;
            dir) directories="$directories$id${rest:+ $rest}
        " ;;
          esac
        done
        left=''
        for entry in $groups; do
          id=${entry%%:*}; time=${entry#*:}; time=${time%:*}
          if alive "$id" && mine "$id" "$time"; then kill "-${entry##*:}" "-$id" 2>/dev/null; left="$left $id:$time"; fi
        done
        tries=0
        while [ -n "$left" ] && [ $tries -lt 50 ]; do
          sleep 0.1; tries=$((tries + 1)); still=''
          for entry in $left; do alive "${entry%:*}" && still="$still $entry"; done
          left=$still
        done
        for entry in $left; do mine "${entry%:*}" "${entry#*:}" && kill -9 "-${entry%:*}" 2>/dev/null; done
        [ -z "$left" ] || sleep 0.3
        printf '%s' "$directories" | while IFS= read -r directory; do rm -rf -- "$directory"; done
        exit 0
        """;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, string> Groups = [];
    private static readonly List<string> Directories = [];
    private static Process? _shell;

    public static void Add(int pid, int signal)
    {
        if (Posix.StartTime(pid) is not { } started)
            return;
        var line = string.Create(CultureInfo.InvariantCulture, $"add {pid} {started} {signal}");
        lock (Gate)
        {
            Groups[pid] = line;
            Write(line);
        }
    }

    public static void Remove(int pid)
    {
        lock (Gate)
        {
            if (Groups.Remove(pid))
                Write(string.Create(CultureInfo.InvariantCulture, $"end {pid}"));
        }
    }

    public static void RemoveDirectoryAtEnd(string path)
    {
        lock (Gate)
        {
            Directories.Add($"dir {path}");
            Write(Directories[^1]);
        }
    }

    private static void Write(string line)
    {
        try
        {
            if (_shell is { HasExited: false })
            {
                _shell.StandardInput.WriteLine(line);
                _shell.StandardInput.Flush();
                return;
            }
        }
        catch (IOException)
        {
            // Somebody ended the reaper; the next one is told everything again.
        }
        _shell = Start();
        foreach (var entry in Groups.Values.Concat(Directories))
            _shell.StandardInput.WriteLine(entry);
        _shell.StandardInput.Flush();
    }

    private static Process Start()
    {
        var start = new ProcessStartInfo(Tools.Need("setsid", "util-linux"))
        {
            RedirectStandardInput = true,
            ArgumentList = { "/bin/sh", "-c", Script, "meida-reaper" },
            WorkingDirectory = "/",
        };
        return Process.Start(start) ?? throw new InvalidOperationException("The reaper did not start.");
    }
}
