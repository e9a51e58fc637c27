using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Meida.Gateway.SignIn;

/// <summary>Counts failed sign-ins of one account from one address, so that guessing stops and its owner, elsewhere, does not.</summary>
internal sealed class LoginAttempts(IOptions<AuthOptions> options, TimeProvider clock) : IDisposable
{
    // Bounded: whoever invents user names must not fill the memory.
    private readonly Lock _making = new();
    private readonly MemoryCache _windows = new(new MemoryCacheOptions { SizeLimit = 100_000 });

    /// <summary>Counts a try before the password is looked at, so that tries side by side count too.</summary>
    /// <returns>How long to wait, or null when the try may go on.</returns>
    public TimeSpan? Begin(string account, string address)
    {
        var now = clock.GetUtcNow();
        var window = WindowOf(account, address);
        lock (window)
        {
            if (now >= window.EndsAt)
                (window.Tries, window.EndsAt) = (0, now + options.Value.Lockout.Window);
            if (window.Tries >= options.Value.Lockout.MaxFailures)
                return window.EndsAt - now;
            window.Tries++;
            return null;
        }
    }

    public void Succeeded(string account, string address) => _windows.Remove(Key(account, address));

    public void Dispose() => _windows.Dispose();

    // GetOrCreate may run its factory twice side by side, and each would count for itself.
    private Window WindowOf(string account, string address)
    {
        lock (_making)
        {
            return _windows.GetOrCreate(Key(account, address), entry =>
            {
                entry.Size = 1;
                entry.AbsoluteExpirationRelativeToNow = options.Value.Lockout.Window * 2;
                return new Window();
            })!;
        }
    }

    private static (string Account, string Address) Key(string account, string address) => (account.ToUpperInvariant(), address);

    private sealed class Window
    {
        public int Tries;
        public DateTimeOffset EndsAt;
    }
}
