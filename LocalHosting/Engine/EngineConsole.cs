namespace Meida.LocalHosting.Engine;

/// <summary>The console, one whole line at a time, each with the name of whom it is about.</summary>
internal sealed class EngineConsole(TextWriter output)
{
    private readonly Lock _lock = new();
    private readonly bool _colors = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;

    public void Line(string who, string text)
    {
        var prefix = _colors ? $"\u001b[36m{who,-22}\u001b[0m| " : $"{who,-22}| ";
        Write(prefix + text);
    }

    public void Write(string text)
    {
        try
        {
            lock (_lock)
                output.WriteLine(text);
        }
        catch (IOException)
        {
            // Whoever read the console is gone (a closed terminal or pipe); the logs are in MEIDA_HOME.
        }
    }
}
