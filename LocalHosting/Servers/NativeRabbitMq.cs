using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using Meida.LocalHosting.Processes;

namespace Meida.LocalHosting.Servers;

/// <summary>
/// A private RabbitMQ node from the machine's own programs: its own node name, cookie and port mapper,
/// loopback only. Several run side by side, also beside the machine's service.
/// </summary>
public sealed class NativeRabbitMq : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LetGo = TimeSpan.FromSeconds(8);

    private readonly NativeRabbitMqOptions _options;
    private readonly RabbitMqPrograms _programs;
    private readonly Dictionary<string, string?> _environment;
    private readonly ChildProcess _portMapper;
    private readonly ChildProcess _node;

    private NativeRabbitMq(
        NativeRabbitMqOptions options, RabbitMqPrograms programs, Dictionary<string, string?> environment,
        ChildProcess portMapper, ChildProcess node, int port, int? managementPort)
    {
        (_options, _programs, _environment, _portMapper, _node) = (options, programs, environment, portMapper, node);
        (Port, ManagementPort) = (port, managementPort);
    }

    /// <summary>The AMQP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The port of the management pages where they were asked for.</summary>
    public int? ManagementPort { get; }

    /// <summary>The node's process id.</summary>
    public int Pid => _node.Pid;

    /// <summary>Ends when the node has ended, for whatever reason.</summary>
    public Task<int> Exited => _node.Exited;

    /// <summary>The address of the virtual host the node was made with, with the user and the password.</summary>
    public Uri AmqpUri => AmqpUriOf(_options.VHost);

    /// <summary>The address of one virtual host, with the user and the password.</summary>
    public Uri AmqpUriOf(string virtualHost)
    {
        ArgumentNullException.ThrowIfNull(virtualHost);
        // A path of nothing means the virtual host '/' to every client.
        var path = virtualHost == "/" ? "" : Uri.EscapeDataString(virtualHost);
        return new Uri(string.Create(CultureInfo.InvariantCulture,
            $"amqp://{Uri.EscapeDataString(_options.User)}:{Uri.EscapeDataString(_options.Password)}@127.0.0.1:{Port}/{path}"));
    }

    /// <summary>Starts the node kept in the directory, or makes one first; returns when it answers.</summary>
    /// <exception cref="MissingToolException">RabbitMQ is not installed.</exception>
    /// <exception cref="ServerStartException">It did not start; the message says why.</exception>
    public static async Task<NativeRabbitMq> Start(NativeRabbitMqOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var programs = RabbitMqPrograms.Find();
        var directory = await ServerDirectory.Open(options.Directory, "RabbitMQ", ct);
        await WaitForPort(options.Port, ct);

        var ports = FreePorts.Take(4);
        var port = options.Port ?? ports[0];
        int? managementPort = options.Management ? ports[1] : null;
        var (distributionPort, mapperPort) = (ports[2], ports[3]);

        WriteFiles(options, directory, port, managementPort);
        var environment = NodeEnvironment(directory, port, distributionPort, mapperPort);

        // Erlang would start a port mapper of its own accord, as a daemon that outlives the node.
        var mapper = ChildProcess.Start(new ChildProcessOptions
        {
            FileName = programs.Epmd,
            Arguments = ["-port", mapperPort.ToString(CultureInfo.InvariantCulture), "-address", "127.0.0.1"],
            OnOutput = options.OnOutput,
        });
        var log = new ServerLog(options.OnOutput, "Server startup complete");
        ChildProcess? node = null;
        try
        {
            await WaitUntilListening(mapperPort, mapper.Exited, ct);
            node = ChildProcess.Start(new ChildProcessOptions
            {
                FileName = programs.Server,
                WorkingDirectory = directory.Path,
                Environment = environment,
                OnOutput = log.Add,
            });
            directory.OwnedBy(mapper.Pid, node.Pid);
            await Task.WhenAny(log.Ready, node.Exited).WaitAsync(StartTime, ct);
            if (!log.Ready.IsCompleted)
                throw new ServerStartException(log.Says("eaddrinuse")
                    ? $"RabbitMQ did not start, for port {port} of 127.0.0.1 is taken by another program."
                    : $"RabbitMQ did not start over {directory.Path}:\n{log}");
            return new NativeRabbitMq(options, programs, environment, mapper, node, port, managementPort);
        }
        catch
        {
            if (node is not null)
                await node.DisposeAsync();
            await mapper.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a virtual host, with every right for the user, unless it is there.</summary>
    public async Task CreateVirtualHost(string name, CancellationToken ct)
    {
        // One call of the control program in place of two: each starts an Erlang machine.
        await Control(ct, "eval", $$"""
            H = {{Binary(name)}}, U = {{Binary(_options.User)}},
            case rabbit_vhost:exists(H) of true -> ok; false -> rabbit_vhost:add(H, U) end,
            rabbit_auth_backend_internal:set_permissions(U, H, <<".*">>, <<".*">>, <<".*">>, U).
            """);
    }

    /// <summary>Removes a virtual host with all its queues.</summary>
    public Task RemoveVirtualHost(string name, CancellationToken ct) => Control(ct, "delete_vhost", name);

    /// <summary>Ends the node in order, then its port mapper.</summary>
    public async Task Stop(CancellationToken ct)
    {
        await _node.Stop(Signals.Terminate, StopTime, ct);
        await _portMapper.Stop(Signals.Terminate, StopTime, ct);
    }

    /// <summary>Stops the node if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await Stop(CancellationToken.None);
        await _node.DisposeAsync();
        await _portMapper.DisposeAsync();
    }

    private async Task Control(CancellationToken ct, params string[] arguments)
    {
        var (status, output) = await ChildProcess.Run(new ChildProcessOptions
        {
            FileName = _programs.Control,
            Arguments = ["-q", .. arguments],
            Environment = _environment,
        }, ct);
        if (status != 0)
            throw new InvalidOperationException($"rabbitmqctl {arguments[0]} failed: {output}");
    }

    private static string Binary(string text) =>
        $"<<{string.Join(',', System.Text.Encoding.UTF8.GetBytes(text))}>>";

    // A broker that was killed a moment ago may still be losing its port.
    private static async Task WaitForPort(int? port, CancellationToken ct)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (port is { } wanted && !FreePorts.IsFree(wanted))
        {
            if (waited.Elapsed > LetGo)
                throw new ServerStartException($"RabbitMQ did not start, for port {wanted} of 127.0.0.1 is taken by another program.");
            await Task.Delay(200, ct);
        }
    }

    private static async Task WaitUntilListening(int port, Task<int> exited, CancellationToken ct)
    {
        while (!exited.IsCompleted)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port, ct);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20, ct);
            }
        }
        throw new ServerStartException($"Erlang's port mapper (epmd) did not start on port {port} of 127.0.0.1.");
    }

    private static void WriteFiles(NativeRabbitMqOptions options, ServerDirectory directory, int port, int? managementPort)
    {
        // The data belongs to the node's name, so the name is chosen once.
        if (!File.Exists(directory.FilePath("node")))
            directory.Write("node", $"meida-{RandomNumberGenerator.GetHexString(8, lowercase: true)}@localhost");
        if (!File.Exists(directory.FilePath(".erlang.cookie")))
        {
            directory.Write(".erlang.cookie", RandomNumberGenerator.GetHexString(40));
            File.SetUnixFileMode(directory.FilePath(".erlang.cookie"), UnixFileMode.UserRead);
        }
        directory.Write("enabled_plugins", managementPort is null ? "[].\n" : "[rabbitmq_management].\n");

        directory.Write("definitions.json", RabbitMqDefinitions.Write(options));
        List<string> settings =
        [
            string.Create(CultureInfo.InvariantCulture, $"listeners.tcp.default = 127.0.0.1:{port}"),
            $"load_definitions = {directory.FilePath("definitions.json")}",
            "log.console = true",
            "log.console.level = info",
            "log.file = false",
            "vm_memory_high_watermark.absolute = 512MB",
            "disk_free_limit.absolute = 200MB",
        ];
        if (managementPort is { } pages)
        {
            settings.Add("management.tcp.ip = 127.0.0.1");
            settings.Add(string.Create(CultureInfo.InvariantCulture, $"management.tcp.port = {pages}"));
        }
        directory.Write("rabbitmq.conf", string.Join('\n', settings) + "\n");
    }

    private static Dictionary<string, string?> NodeEnvironment(ServerDirectory directory, int port, int distributionPort, int mapperPort) => new()
    {
        ["HOME"] = directory.Path,
        ["LANG"] = "C.UTF-8",
        // On localhost: the machine's own name may change or not resolve.
        ["RABBITMQ_NODENAME"] = File.ReadAllText(directory.FilePath("node")),
        ["RABBITMQ_USE_LONGNAME"] = "false",
        ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODE_PORT"] = port.ToString(CultureInfo.InvariantCulture),
        ["RABBITMQ_DIST_PORT"] = distributionPort.ToString(CultureInfo.InvariantCulture),
        ["ERL_EPMD_PORT"] = mapperPort.ToString(CultureInfo.InvariantCulture),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
        ["RABBITMQ_CONFIG_FILE"] = directory.FilePath("rabbitmq.conf"),
        ["RABBITMQ_ADVANCED_CONFIG_FILE"] = directory.FilePath("advanced.config"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = directory.FilePath("enabled_plugins"),
        ["RABBITMQ_MNESIA_BASE"] = directory.Folder("db"),
        ["RABBITMQ_LOG_BASE"] = directory.Folder("log"),
        ["RABBITMQ_GENERATED_CONFIG_DIR"] = directory.FilePath("config"),
        ["RABBITMQ_SCHEMA_DIR"] = directory.FilePath("schema"),
        ["RABBITMQ_PID_FILE"] = directory.FilePath("node.pid"),
        // Makes the script become the node in place of staying its parent: the id we know is the node's, and TERM stops it in order.
        ["RABBITMQ_ALLOW_INPUT"] = "true",
        ["RABBITMQ_SERVER_START_ARGS"] = "-noinput -start_epmd false",
        // Idle schedulers sleep at once; two brokers and five services share a small machine.
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] =
            "+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}",
        ["NOTIFY_SOCKET"] = null,
    };
}
