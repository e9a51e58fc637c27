namespace Meida.LocalHosting.Servers;

/// <summary>Passes lines on, keeps the last few for an error message, and tells when one with a given text has come.</summary>
internal sealed class ServerLog(Action<string>? onOutput, string readyText)
{
    private const int Kept = 20;

    private readonly Queue<string> _last = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Ready => _ready.Task;

    public void Add(string line)
    {
        lock (_last)
        {
            if (_last.Count == Kept)
                _last.Dequeue();
            _last.Enqueue(line);
        }
        if (line.Contains(readyText, StringComparison.Ordinal))
            _ready.TrySetResult();
        onOutput?.Invoke(line);
    }

    public bool Says(string text)
    {
        lock (_last)
            return _last.Any(line => line.Contains(text, StringComparison.OrdinalIgnoreCase));
    }

    public override string ToString()
    {
        lock (_last)
            return string.Join('\n', _last);
    }
}
