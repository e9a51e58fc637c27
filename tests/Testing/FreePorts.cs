using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Meida.Testing;

/// <summary>Ports of the loopback address that nobody listens on.</summary>
public static class FreePorts
{
    // Below the range from which the kernel serves outgoing connections, so that none of those takes a port we chose.
    private const int First = 20_000;
    private const int Last = 32_000;

    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Taken = [];

    /// <summary>Chooses that many; the same port is not given out twice by one process.</summary>
    public static int[] Take(int count)
    {
        var ports = new List<int>(count);
        lock (Gate)
        {
            for (var tries = 0; ports.Count < count; tries++)
            {
                if (tries > Last - First)
                    throw new InvalidOperationException($"No free port was found between {First} and {Last}.");
                var port = RandomNumberGenerator.GetInt32(First, Last);
                if (!Taken.Contains(port) && IsFree(port))
                {
                    Taken.Add(port);
                    ports.Add(port);
                }
            }
        }
        return [.. ports];
    }

    /// <summary>Whether a server could listen there now.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
