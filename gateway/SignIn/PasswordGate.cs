using System.Threading.RateLimiting;

namespace Meida.Gateway.SignIn;

/// <summary>
/// How many passwords are checked at once. Checking one is slow on purpose: a flood of them must take neither every core nor
/// everybody's turn, so an address holds no more places than there are cores, and waits by itself for more.
/// </summary>
internal sealed class PasswordGate : IDisposable
{
    private const int WaitingPerAddress = 100;
    private const int WaitingInAll = 500;

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetConcurrencyLimiter(address, _ => Turns(WaitingPerAddress))),
        PartitionedRateLimiter.Create<string, string>(_ => RateLimitPartition.GetConcurrencyLimiter("", _ => Turns(WaitingInAll))));

    /// <summary>Waits for a turn; dispose of it when the password has been checked.</summary>
    public ValueTask<RateLimitLease> Enter(string address, CancellationToken ct) => _limiter.AcquireAsync(address, 1, ct);

    public void Dispose() => _limiter.Dispose();

    private static ConcurrencyLimiterOptions Turns(int waiting) => new()
    {
        PermitLimit = Math.Max(2, Environment.ProcessorCount),
        QueueLimit = waiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    };
}
