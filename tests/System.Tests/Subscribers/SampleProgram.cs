using System.Diagnostics;
using System.Text.RegularExpressions;
using Meida.EndToEnd.Running;
using Microsoft.Data.Sqlite;

namespace Meida.EndToEnd.Subscribers;

/// <summary>The sample subscriber, built and started by the very commands of the README.</summary>
internal sealed partial class SampleProgram : IDisposable
{
    private readonly Process _shell;
    private readonly List<string> _lines = [];

    private SampleProgram(Process shell) => _shell = shell;

    public static SampleProgram Start(string home)
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var commands = Commands().Match(readme[readme.IndexOf("## For other systems", StringComparison.Ordinal)..]).Groups[1].Value;
        Assert.Contains("EventSubscriber.dll", commands, StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash", ["-e", "-c", commands])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MEIDA_HOME"] = home;
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        var program = new SampleProgram(Process.Start(start)!);
        program._shell.OutputDataReceived += (_, line) => program.Remember(line.Data);
        program._shell.ErrorDataReceived += (_, line) => program.Remember(line.Data);
        program._shell.BeginOutputReadLine();
        program._shell.BeginErrorReadLine();
        return program;
    }

    public bool Runs => !_shell.HasExited;

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public int EventsSeen => Lines.Count(line => line.StartsWith("TK", StringComparison.Ordinal));

    /// <summary>SIGKILL for the program and the shell above it.</summary>
    public async Task Kill()
    {
        _shell.Kill(entireProcessTree: true);
        await _shell.WaitForExitAsync();
    }

    /// <summary>The program's own table, by ticket number, and the ids it has seen.</summary>
    public static (Dictionary<string, string> Statuses, HashSet<string> Seen) Table(string home)
    {
        using var db = new SqliteConnection($"Data Source={Path.Combine(home, "subscriber.db")};Mode=ReadOnly;Pooling=false");
        db.Open();
        return (Rows("select ticket_no, status from tickets").ToDictionary(), [.. Rows("select id, id from seen").Select(row => row.Key)]);

        IEnumerable<KeyValuePair<string, string>> Rows(string sql)
        {
            using var command = new SqliteCommand(sql, db);
            using var rows = command.ExecuteReader();
            while (rows.Read())
                yield return new(rows.GetString(0), rows.GetString(1));
        }
    }

    public void Dispose()
    {
        if (Runs)
            _shell.Kill(entireProcessTree: true);
        _shell.Dispose();
    }

    private void Remember(string? line)
    {
        lock (_lines)
            _lines.Add(line ?? "");
    }

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Commands();
}
