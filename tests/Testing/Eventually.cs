using System.Diagnostics;

namespace Meida.Testing;

/// <summary>Waits for what becomes true by itself, in place of sleeping and hoping.</summary>
public static class Eventually
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks again and again until the answer is yes.</summary>
    public static Task Is(Func<Task<bool>> condition, string? because = null, TimeSpan? timeout = null) => Is(async () =>
    {
        if (!await condition())
            Assert.Fail(because ?? "It did not become true.");
    }, timeout);

    /// <summary>Asks again and again until the answer is yes.</summary>
    public static Task Is(Func<bool> condition, string? because = null, TimeSpan? timeout = null) =>
        Is(() => Task.FromResult(condition()), because, timeout);

    /// <summary>Runs the assertions again and again until all hold; the last failure is the test's.</summary>
    public static async Task Is(Func<Task> assertions, TimeSpan? timeout = null)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await assertions();
                return;
            }
            catch (Exception) when (waited.Elapsed < (timeout ?? Usual))
            {
                await Task.Delay(Pause);
            }
        }
    }

    /// <summary>Asks again and again until there is something to give.</summary>
    public static async Task<T> Get<T>(Func<Task<T?>> source, string? because = null, TimeSpan? timeout = null) where T : class
    {
        T? found = null;
        await Is(async () => (found = await source()) is not null, because, timeout);
        return found!;
    }
}
