namespace Meida.Files.Storage;

/// <summary>
/// Where the bytes of receipts live. Keys are made by us (<see cref="ObjectKeys"/>) and never used twice, so there is
/// no overwriting. Every method throws <see cref="StoreUnavailableException"/> when the store does not do its work.
/// </summary>
internal interface IReceiptStore
{
    /// <summary>Returns when the object is durable.</summary>
    Task Put(string key, ReadOnlyMemory<byte> content, string contentType, CancellationToken ct);

    /// <summary>The object's bytes from an offset on, or null when there is no such object.</summary>
    Task<Stream?> Open(string key, long offset, CancellationToken ct);

    /// <summary>Deletes an object, and what a write that broke off left of it. That there is none is no error.</summary>
    Task Delete(string key, CancellationToken ct);

    /// <summary>Proves that the store answers and would take an object.</summary>
    Task Check(CancellationToken ct);
}

/// <summary>The store does not do its work: a time-out to whoever waits for it, answered 503 like any other outage.</summary>
internal sealed class StoreUnavailableException(Exception cause)
    : TimeoutException("The receipt store does not answer.", cause);
