namespace Meida.LocalHosting.Engine;

/// <summary>The lines of one resource: the last ones in memory, all of them in MEIDA_HOME/logs, and on the console if wanted.</summary>
internal sealed class ResourceLog : IDisposable
{
    private const int Kept = 500;
    private const long RotateAt = 16 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Queue<string> _lines = new(Kept);
    private readonly string _path;
    private readonly Action<string>? _console;
    private StreamWriter _file;
    private long _written;

    public ResourceLog(string directory, string name, Action<string>? console)
    {
        Directory.CreateDirectory(directory);
        _path = Path.Combine(directory, name + ".log");
        _console = console;
        _file = Open();
    }

    /// <summary>The number of lines ever appended; the last one's number.</summary>
    public long Count { get; private set; }

    public void Append(string line)
    {
        lock (_lock)
        {
            if (_lines.Count == Kept)
                _lines.Dequeue();
            _lines.Enqueue(line);
            Count++;
            Write(line);
        }

        _console?.Invoke(line);
    }

    /// <summary>The kept lines after line number <paramref name="after"/>, and the number of the last one.</summary>
    public (IReadOnlyList<string> Lines, long Last) After(long after)
    {
        lock (_lock)
        {
            var wanted = (int)Math.Clamp(Count - after, 0, _lines.Count);
            return ([.. _lines.Skip(_lines.Count - wanted)], Count);
        }
    }

    public IReadOnlyList<string> Tail(int lines)
    {
        lock (_lock)
            return [.. _lines.TakeLast(lines)];
    }

    public void Dispose()
    {
        lock (_lock)
            _file.Dispose();
    }

    private void Write(string line)
    {
        try
        {
            _file.WriteLine(line);
            _written += line.Length + 1;
            if (_written < RotateAt)
                return;
            _file.Dispose();
            _file = Open();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // A full disk must not stop the product for the sake of its log.
        }
    }

    private StreamWriter Open()
    {
        if (File.Exists(_path) && new FileInfo(_path).Length >= RotateAt / 2)
            File.Move(_path, _path + ".1", overwrite: true);
        var file = new StreamWriter(_path, append: true) { AutoFlush = true };
        _written = file.BaseStream.Length;
        return file;
    }
}
