using System.Globalization;
using System.Text;

namespace Meida.Testing.Servers;

/// <summary>A private RabbitMQ node of this machine.</summary>
public sealed class NativeRabbitMq : IAsyncDisposable
{
    private const string User = "meida";
    private const string Password = "test";

    private readonly ServerProcess _server;

    private NativeRabbitMq(ServerProcess server, int port) => (_server, Port) = (server, port);

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The node's process id.</summary>
    public int Pid => _server.Pid;

    /// <summary>The address of the virtual host <c>/</c>, with user and password.</summary>
    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"amqp://{User}:{Password}@127.0.0.1:{Port}/"));

    /// <summary>Starts the node kept in the directory, or makes one first; returns when it answers.</summary>
    public static async Task<NativeRabbitMq> Start(string directory, int? port = null)
    {
        var ports = FreePorts.Take(3);
        var own = port ?? ports[0];
        var server = await ServerProcess.Start(
            "rabbitmq.sh", directory, [.. new[] { own, ports[1], ports[2] }.Select(number => number.ToString(CultureInfo.InvariantCulture))],
            new Dictionary<string, string> { ["RABBITMQ_DEFAULT_USER"] = User, ["RABBITMQ_DEFAULT_PASS"] = Password },
            "Server startup complete", "node.pid");
        return new NativeRabbitMq(server, own);
    }

    /// <summary>Makes a virtual host, with every right for the user, unless it is there.</summary>
    // One call of the control program in place of two: each starts an Erlang machine.
    public Task CreateVirtualHost(string name, CancellationToken ct) => RabbitControl.Run(Pid, ct, "eval", $$"""
        H = {{Binary(name)}}, U = {{Binary(User)}},
        case rabbit_vhost:exists(H) of true -> ok; false -> rabbit_vhost:add(H, U) end,
        rabbit_auth_backend_internal:set_permissions(U, H, <<".*">>, <<".*">>, <<".*">>, U).
        """);

    /// <summary>Removes a virtual host with all its queues.</summary>
    public Task RemoveVirtualHost(string name, CancellationToken ct) => RabbitControl.Run(Pid, ct, "delete_vhost", name);

    /// <summary>Stops it.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string Binary(string text) => $"<<{string.Join(',', Encoding.UTF8.GetBytes(text))}>>";
}
