using System.Globalization;
using Meida.LocalHosting.Processes;

namespace Meida.LocalHosting.Servers;

/// <summary>A private PostgreSQL from the machine's own programs: one cluster in one directory, loopback only, password always.</summary>
public sealed class NativePostgres : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);

    // After a kill -9 the former backends need a moment to notice and let go of the lock file, the memory and the port.
    private static readonly TimeSpan LetGo = TimeSpan.FromSeconds(8);

    private static readonly string[] StillThere = ["lock file \"postmaster.pid\" already exists", "pre-existing shared memory block"];
    private static readonly string[] PortTaken = ["could not bind", "could not create any TCP/IP sockets"];

    private readonly NativePostgresOptions _options;
    private readonly PostgresPrograms _programs;
    private readonly ChildProcess _server;

    private NativePostgres(NativePostgresOptions options, PostgresPrograms programs, ChildProcess server, int port)
    {
        (_options, _programs, _server, Port) = (options, programs, server, port);
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The postmaster's process id.</summary>
    public int Pid => _server.Pid;

    /// <summary>Ends when the server has ended, for whatever reason.</summary>
    public Task<int> Exited => _server.Exited;

    /// <summary>The connection string, as Npgsql reads it, of one database.</summary>
    public string ConnectionString(string database) => string.Create(CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={Port};Username={_options.User};Password={_options.Password};Database={database}");

    /// <summary>Starts the cluster kept in the directory, or makes one first; returns when it answers.</summary>
    /// <exception cref="MissingToolException">PostgreSQL is not installed.</exception>
    /// <exception cref="ServerStartException">It did not start; the message says why.</exception>
    public static async Task<NativePostgres> Start(NativePostgresOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var data = Path.Combine(Path.GetFullPath(options.Directory), "data");
        var versionFile = Path.Combine(data, "PG_VERSION");
        var programs = PostgresPrograms.Find(File.Exists(versionFile) ? (await File.ReadAllTextAsync(versionFile, ct)).Trim() : null);

        var directory = await ServerDirectory.Open(options.Directory, "PostgreSQL", ct);
        var user = ServerUser();
        if (user is not null)
        {
            Posix.Own(directory.Path, user);
            await CheckReach(directory.Path, user, ct);
        }

        if (!Directory.Exists(data))
            await Initialise(options, programs, directory, user, ct);

        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var port = options.Port ?? FreePorts.Take(1)[0];
            var log = new ServerLog(options.OnOutput, "database system is ready to accept connections");
            var server = ChildProcess.Start(ServerProcess(options, programs, directory, user, port) with { OnOutput = log.Add });
            directory.OwnedBy(server.Pid);
            try
            {
                await Task.WhenAny(log.Ready, server.Exited).WaitAsync(StartTime, ct);
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
            if (log.Ready.IsCompleted)
                return new NativePostgres(options, programs, server, port);

            await server.DisposeAsync();
            var taken = PortTaken.Any(log.Says);
            if (waited.Elapsed > LetGo || !(taken || StillThere.Any(log.Says)))
                throw new ServerStartException(taken
                    ? $"PostgreSQL did not start, for port {port} of 127.0.0.1 is taken by another program."
                    : $"PostgreSQL did not start over {directory.Path}:\n{log}");
            await Task.Delay(200, ct);
        }
    }

    /// <summary>Makes a database unless it is there.</summary>
    public async Task CreateDatabase(string name, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        // psql's \gexec runs what the query answers, and :"name" quotes: the name never becomes SQL by itself.
        var script = """
            SELECT format('CREATE DATABASE %I', :'name') WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
            """;
        var (status, output) = await ChildProcess.Run(new ChildProcessOptions
        {
            FileName = "/bin/sh",
            Arguments = ["-c", "printf '%s\\n' \"$1\" | \"$2\" -X -q -v ON_ERROR_STOP=1 -v name=\"$3\" -d postgres", "psql", script, _programs.Path("psql"), name],
            Environment = new Dictionary<string, string?>
            {
                ["PGHOST"] = "127.0.0.1",
                ["PGPORT"] = Port.ToString(CultureInfo.InvariantCulture),
                ["PGUSER"] = _options.User,
                ["PGPASSWORD"] = _options.Password,
            },
        }, ct);
        // Somebody else made it between the look and the deed.
        if (status != 0 && !output.Contains("already exists", StringComparison.Ordinal))
            throw new InvalidOperationException($"The database {name} could not be made: {output}");
    }

    /// <summary>Ends the server at once and in order, rolling back what is under way.</summary>
    public Task Stop(CancellationToken ct) => _server.Stop(Signals.Interrupt, StopTime, ct);

    /// <summary>Stops the server if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await Stop(CancellationToken.None);
        await _server.DisposeAsync();
    }

    // The server refuses to run as root; its package brings a user for it.
    private static UserAccount? ServerUser() => !Posix.IsRoot ? null
        : UserAccount.Find("postgres") ?? UserAccount.Find("nobody")
        ?? throw new MissingToolException("PostgreSQL does not run as root and the user postgres is missing: add one with 'useradd --system postgres'.");

    private static async Task CheckReach(string directory, UserAccount user, CancellationToken ct)
    {
        var (status, _) = await ChildProcess.Run(AsServer("/bin/sh", user, "/") with { Arguments = ["-c", "cd \"$1\"", "sh", directory] }, ct);
        if (status != 0)
            throw new ServerStartException(
                $"PostgreSQL runs as the user {user.Name}, who cannot enter {directory}: allow it with 'chmod o+x' on every directory above it, or set MEIDA_HOME to another place.");
    }

    private static async Task Initialise(NativePostgresOptions options, PostgresPrograms programs, ServerDirectory directory, UserAccount? user, CancellationToken ct)
    {
        // Made under another name first: a kill in the middle leaves no half cluster that looks like a whole one.
        var unfinished = directory.FilePath("data.new");
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        directory.Write("password", options.Password);
        if (user is not null)
            Posix.Own(directory.FilePath("password"), user);

        var (status, output) = await ChildProcess.Run(AsServer(programs.Path("initdb"), user, directory.Path) with
        {
            Arguments =
            [
                "-D", unfinished, "-U", options.User, "--auth=scram-sha-256", $"--pwfile={directory.FilePath("password")}",
                "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums", .. options.Durable ? Array.Empty<string>() : ["--no-sync"],
            ],
        }, ct);
        File.Delete(directory.FilePath("password"));
        if (status != 0)
            throw new ServerStartException($"PostgreSQL could not make its cluster in {directory.Path}:\n{output}");
        Directory.Move(unfinished, directory.FilePath("data"));
    }

    private static ChildProcessOptions ServerProcess(NativePostgresOptions options, PostgresPrograms programs, ServerDirectory directory, UserAccount? user, int port)
    {
        // Given here and not in a file of the cluster, so that every start may choose another port.
        List<string> settings =
        [
            "listen_addresses=127.0.0.1",
            string.Create(CultureInfo.InvariantCulture, $"port={port}"),
            // No socket: the path of one may have 107 bytes at most, and every client has a password anyway.
            "unix_socket_directories=",
            "max_connections=200",
            "shared_buffers=128MB",
            "logging_collector=off",
        ];
        if (!options.Durable)
            settings.AddRange(["fsync=off", "synchronous_commit=off", "full_page_writes=off"]);
        return AsServer(programs.Path("postgres"), user, directory.Path) with
        {
            Arguments = ["-D", directory.FilePath("data"), .. settings.SelectMany(setting => new[] { "-c", setting })],
            OrphanSignal = Signals.Interrupt,
        };
    }

    private static ChildProcessOptions AsServer(string program, UserAccount? user, string workingDirectory) => new()
    {
        FileName = program,
        WorkingDirectory = workingDirectory,
        RunAsUser = user?.Name,
        ClearEnvironment = true,
        Environment = new Dictionary<string, string?> { ["LANG"] = "C.UTF-8", ["LC_ALL"] = "C.UTF-8", ["PATH"] = "/usr/bin:/bin", ["TZ"] = "UTC" },
    };
}
