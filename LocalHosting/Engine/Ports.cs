using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Meida.LocalHosting.Processes;

namespace Meida.LocalHosting.Engine;

internal static class Ports
{
    private static readonly TimeSpan LeaversGoWithin = TimeSpan.FromSeconds(10);

    /// <summary>Gives every endpoint its port, for as long as the engine runs: a restarted process comes back where the others look for it.</summary>
    public static async Task Allocate(IReadOnlyList<Resource> resources, bool afterCrash, CancellationToken cancellationToken)
    {
        foreach (var endpoint in resources.SelectMany(r => r.Endpoints).Where(e => e.FixedPort is not null))
        {
            endpoint.Port = endpoint.FixedPort!.Value;
            await EnsureFree(endpoint.Port, afterCrash, cancellationToken);
        }

        var open = resources.SelectMany(r => r.Endpoints).Where(e => e.FixedPort is null).ToList();
        foreach (var (endpoint, port) in open.Zip(FreePorts.Take(open.Count)))
            endpoint.Port = port;
    }

    private static async Task EnsureFree(int port, bool afterCrash, CancellationToken cancellationToken)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (!IsFree(port))
        {
            if (!afterCrash || TimeProvider.System.GetElapsedTime(deadline) > LeaversGoWithin)
                throw new StartupException($"Port {port} is taken by another program: stop that, or set MEIDA_PORT to a free port.");
            await Task.Delay(100, cancellationToken);
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new StartupException($"Port {port} may not be used by this user: set MEIDA_PORT to a port above 1023.", e);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
