using System.Net.Sockets;

namespace Meida.Testing;

/// <summary>Whether a container engine answers on this machine. MEIDA_TEST_CONTAINERS=false says not to ask.</summary>
internal static class ContainerEngine
{
    private static readonly Lazy<Task<bool>> Answer = new(Ask);

    public static Task<bool> Answers => Answer.Value;

    private static async Task<bool> Ask()
    {
        if (string.Equals(Environment.GetEnvironmentVariable("MEIDA_TEST_CONTAINERS"), "false", StringComparison.OrdinalIgnoreCase))
            return false;
        var host = new Uri(Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } given ? given : "unix:///var/run/docker.sock");
        if (host.Scheme is not ("unix" or "tcp" or "http"))
            return false;

        using var handler = new SocketsHttpHandler();
        if (host.Scheme == "unix")
        {
            handler.ConnectCallback = async (_, ct) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(host.AbsolutePath), ct);
                return new NetworkStream(socket, ownsSocket: true);
            };
        }
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(3) };
        try
        {
            var ping = host.Scheme == "unix" ? new Uri("http://localhost/_ping") : new UriBuilder(host) { Scheme = "http", Path = "/_ping" }.Uri;
            using var answer = await client.GetAsync(ping);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
