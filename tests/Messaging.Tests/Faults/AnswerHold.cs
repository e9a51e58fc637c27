using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Meida.Messaging.Tests.Faults;

/// <summary>
/// Stands between a client and the broker. Everything passes until the client sends the marker; that passes too, and from
/// then on nothing of what the broker answers.
/// </summary>
internal sealed class AnswerHold : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _broker;
    private readonly byte[] _marker;
    private volatile bool _holding;

    public AnswerHold(Uri broker, string marker)
    {
        (_broker, _marker) = (broker, Encoding.UTF8.GetBytes(marker));
        _listener.Start();
        Address = new UriBuilder(broker) { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _ = Accept();
    }

    /// <summary>The broker's address by this way.</summary>
    public Uri Address { get; }

    public bool Holding => _holding;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
    }

    private async Task Accept()
    {
        while (!_end.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_end.Token);
            var server = new TcpClient();
            await server.ConnectAsync(_broker.Host, _broker.Port, _end.Token);
            _ = Pass(client, server, Requests());
            _ = Pass(server, client, _ => !_holding);
        }
    }

    private Func<ReadOnlyMemory<byte>, bool> Requests()
    {
        byte[] tail = [];
        return chunk =>
        {
            byte[] seen = [.. tail, .. chunk.Span];
            if (seen.AsSpan().IndexOf(_marker) >= 0)
                _holding = true;
            tail = seen[^Math.Min(seen.Length, _marker.Length)..];
            return true;
        };
    }

    private async Task Pass(TcpClient from, TcpClient to, Func<ReadOnlyMemory<byte>, bool> mayPass)
    {
        using (from)
        using (to)
        {
            var buffer = new byte[64 * 1024];
            int count;
            while ((count = await from.GetStream().ReadAsync(buffer, _end.Token)) > 0)
            {
                if (mayPass(buffer.AsMemory(0, count)))
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _end.Token);
            }
        }
    }
}
