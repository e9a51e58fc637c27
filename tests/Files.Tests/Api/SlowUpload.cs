using System.Net;

namespace Meida.Files.Tests.Api;

/// <summary>Two files; the second comes when the test says so.</summary>
internal sealed class SlowUpload : HttpContent
{
    private readonly byte[] _first;
    private readonly byte[] _second;
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SlowUpload(byte[] first, byte[] second)
    {
        (_first, _second) = (first, second);
        Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "abc") } };
    }

    public void GoOn() => _goOn.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync("--abc\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.jpg\"\r\n\r\n"u8.ToArray());
        await stream.WriteAsync(_first);
        await stream.WriteAsync("\r\n--abc\r\nContent-Disposition: form-data; name=\"files\"; filename=\"b.jpg\"\r\n\r\n"u8.ToArray());
        await stream.FlushAsync();
        await _goOn.Task;
        await stream.WriteAsync(_second);
        await stream.WriteAsync("\r\n--abc--\r\n"u8.ToArray());
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
