using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Meida.Hosting.Native;

/// <summary>Whether the application has come up, and why it did not.</summary>
internal sealed class RunState(IHostApplicationLifetime lifetime, TimeProvider clock)
{
    private readonly long _began = clock.GetTimestamp();
    private int _failed;

    /// <summary>Everything was healthy at the same time, once.</summary>
    public bool WasHealthy { get; private set; }

    public TimeSpan Healthy()
    {
        WasHealthy = true;
        return clock.GetElapsedTime(_began);
    }

    /// <summary>Says why in a sentence, on the console, and ends everything in order, with exit status 1.</summary>
    public void Fail(string sentence)
    {
        if (Interlocked.Exchange(ref _failed, 1) != 0 || lifetime.ApplicationStopping.IsCancellationRequested)
            return;
        Console.Error.WriteLine(sentence);
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }
}
