using Meida.Files.Uploads;

namespace Meida.Files.Images;

/// <summary>
/// Lets a few pictures be decoded at a time. Whose account has the fewest under way comes next, so that nobody's
/// pictures, however many and dear, hold up another's longer than one of them takes. Who would wait too long is told so.
/// </summary>
internal sealed class DecodingQueue(UploadSettings settings, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly List<Waiter> _waiting = [];
    private readonly List<string> _running = [];

    /// <summary>Returns when it is this picture's turn, which ends when the answer is disposed.</summary>
    /// <exception cref="DecodersBusyException">There is no room to wait, or no time left to.</exception>
    public async Task<IDisposable> Enter(UploadBudget budget, CancellationToken ct)
    {
        var waiter = new Waiter(budget.Account);
        lock (_lock)
        {
            if (_running.Count < settings.Decoders)
            {
                _running.Add(waiter.Account);
                return new Turn(this, waiter.Account);
            }

            if (_waiting.Count >= settings.MaxWaiting || _waiting.Count(other => other.Account == waiter.Account) >= settings.MaxWaitingOfAccount)
                throw new DecodersBusyException();
            _waiting.Add(waiter);
        }

        var since = clock.GetTimestamp();
        try
        {
            await waiter.Turn.Task.WaitAsync(budget.Patience, clock, ct);
            budget.Wait(clock.GetElapsedTime(since));
            return new Turn(this, waiter.Account);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            bool hadItsTurn;
            lock (_lock)
                hadItsTurn = !_waiting.Remove(waiter);
            if (hadItsTurn)
                Leave(waiter.Account);
            if (e is TimeoutException)
                throw new DecodersBusyException();
            throw;
        }
    }

    private void Leave(string account)
    {
        lock (_lock)
        {
            _running.Remove(account);
            // Of equals the first in line.
            if (_waiting.MinBy(waiter => _running.Count(other => other == waiter.Account)) is not { } next)
                return;
            _waiting.Remove(next);
            _running.Add(next.Account);
            next.Turn.SetResult();
        }
    }

    private sealed class Waiter(string account)
    {
        public string Account => account;

        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Turn(DecodingQueue queue, string account) : IDisposable
    {
        private bool _isOver;

        public void Dispose()
        {
            if (_isOver)
                return;
            _isOver = true;
            queue.Leave(account);
        }
    }
}

/// <summary>More pictures wait to be decoded than can be within a time that anybody would wait.</summary>
internal sealed class DecodersBusyException() : Exception("Too many images are being checked.");
