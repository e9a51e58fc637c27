namespace Meida.ServiceDefaults.Http;

/// <summary>Endpoint metadata: the body goes by as a stream and is never buffered, <c>Idempotency-Key</c> or not.</summary>
public sealed class StreamedBody
{
    /// <summary>The marker.</summary>
    public static StreamedBody Instance { get; } = new();

    private StreamedBody()
    {
    }
}
