using System.Globalization;
using Meida.LocalHosting.Processes;

namespace Meida.LocalHosting.Servers;

/// <summary>
/// A private S3 server from the machine's own programs: the Ceph RADOS Gateway over one monitor and one disk, loopback
/// only. Signatures are checked; the cluster behind it trusts every user of this machine, so it is for development.
/// </summary>
public sealed class NativeObjectStore : IAsyncDisposable
{
    private const string Advice = "install it, on Debian or Ubuntu with 'apt-get install --no-install-recommends ceph-mon ceph-osd radosgw'";
    private const string Made = "made";

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);

    private static readonly string[] Programs = ["ceph-mon", "ceph-osd", "radosgw", "radosgw-admin", "monmaptool", "ceph"];
    private static readonly string[] Data = ["mon", "osd", "rgw"];

    private readonly List<ChildProcess> _daemons;

    private NativeObjectStore(NativeObjectStoreOptions options, List<ChildProcess> daemons, int port)
    {
        (_daemons, Port) = (daemons, port);
        (AccessKey, SecretKey) = (options.AccessKey, options.SecretKey);
        Exited = Task.WhenAny(daemons.Select(daemon => daemon.Exited)).Unwrap();
    }

    /// <summary>The HTTP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The address of the S3 service, without a bucket.</summary>
    public Uri Endpoint => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}"));

    /// <summary>The access key.</summary>
    public string AccessKey { get; }

    /// <summary>The secret key.</summary>
    public string SecretKey { get; }

    /// <summary>The process ids of the monitor, the disk and the gateway.</summary>
    public IReadOnlyList<int> Pids => [.. _daemons.Select(daemon => daemon.Pid)];

    /// <summary>Ends when any of the daemons has ended, for none is of use without the others.</summary>
    public Task<int> Exited { get; }

    /// <summary>Starts the store kept in the directory, or makes one first; returns when it answers.</summary>
    /// <exception cref="MissingToolException">Ceph is not installed.</exception>
    /// <exception cref="ServerStartException">It did not start; the message says why.</exception>
    public static async Task<NativeObjectStore> Start(NativeObjectStoreOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (var program in Programs)
        {
            if (Tools.Find(program) is null)
                throw new MissingToolException($"The S3 server is missing ({program} of Ceph): {Advice}.");
        }

        var directory = await ServerDirectory.Open(options.Directory, "The S3 server", ct);
        if (options.Port is { } wanted && !FreePorts.IsFree(wanted))
            throw new ServerStartException($"The S3 server did not start, for port {wanted} of 127.0.0.1 is taken by another program.");
        var isNew = options.Memory || !File.Exists(directory.FilePath(Made));
        if (isNew)
        {
            foreach (var folder in Data.Select(directory.FilePath).Where(Directory.Exists))
                Directory.Delete(folder, recursive: true);
            directory.Write("cluster", CephConfiguration.Choose().ToText());
        }
        var configuration = CephConfiguration.Parse(await File.ReadAllTextAsync(directory.FilePath("cluster"), ct));
        var port = options.Port ?? FreePorts.Take(1)[0];
        directory.Write("ceph.conf", configuration.File(directory, port, options.Memory));

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(StartTime);
        var start = new CephStart(directory, configuration, options);
        try
        {
            await start.Daemons(isNew, limit.Token);
            await WaitForAnswer(port, start.Running, limit.Token);
            if (isNew)
            {
                await start.Run("radosgw-admin", limit.Token, "user", "create", "--uid=meida", "--display-name=Meida",
                    $"--access-key={options.AccessKey}", $"--secret-key={options.SecretKey}");
                directory.Write(Made, "");
            }
            return new NativeObjectStore(options, start.Running, port);
        }
        catch (Exception e)
        {
            await End(start.Running, CancellationToken.None);
            if (e is OperationCanceledException && !ct.IsCancellationRequested)
                throw new ServerStartException($"The S3 server over {directory.Path} did not answer within {StartTime.TotalSeconds:0} s.");
            throw;
        }
    }

    /// <summary>Ends the gateway, the disk and the monitor, in this order.</summary>
    public Task Stop(CancellationToken ct) => End(_daemons, ct);

    /// <summary>Stops what still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await Stop(CancellationToken.None);
        foreach (var daemon in _daemons)
            await daemon.DisposeAsync();
    }

    private static async Task End(List<ChildProcess> daemons, CancellationToken ct)
    {
        foreach (var daemon in Enumerable.Reverse(daemons))
            await daemon.Stop(Signals.Terminate, StopTime, ct);
    }

    private static async Task WaitForAnswer(int port, List<ChildProcess> daemons, CancellationToken ct)
    {
        using var client = new HttpClient();
        var root = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        while (true)
        {
            if (daemons.Any(daemon => daemon.HasExited))
                throw new ServerStartException("The S3 server did not start: one of its daemons ended.");
            try
            {
                using var answer = await client.GetAsync(root, ct);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
            await Task.Delay(100, ct);
        }
    }
}

/// <summary>The steps of one start, with what runs so far.</summary>
internal sealed class CephStart(ServerDirectory directory, CephConfiguration configuration, NativeObjectStoreOptions options)
{
    private string File => directory.FilePath("ceph.conf");

    public List<ChildProcess> Running { get; } = [];

    public async Task Daemons(bool isNew, CancellationToken ct)
    {
        var disk = configuration.Disk.ToString();
        if (isNew)
        {
            var map = directory.FilePath("monmap");
            await Run("monmaptool", ct, "--create", "--clobber", "--fsid", configuration.Cluster.ToString(), "--addv", "a", configuration.MonitorAddress, map);
            await Run("ceph-mon", ct, "--mkfs", "-i", "a", "--monmap", map);
        }
        Begin("ceph-mon", "-f", "-i", "a");
        if (isNew)
        {
            await Run("ceph", ct, "osd", "new", disk, "0");
            Directory.CreateDirectory(Path.Combine(directory.Folder("osd"), "0"));
            await Run("ceph-osd", ct, "-i", "0", "--mkfs", "--osd-uuid", disk);
            await Run("ceph", ct, "osd", "crush", "add", "osd.0", "1", "root=default", "host=local");
        }
        Begin("ceph-osd", "-f", "-i", "0");
        Begin("radosgw", "-n", "client.admin", "-f");
        directory.OwnedBy(Running.Select(daemon => daemon.Pid));
    }

    public async Task Run(string program, CancellationToken ct, params string[] arguments)
    {
        var (status, output) = await ChildProcess.Run(Options(program, arguments), ct);
        if (status != 0)
            throw new ServerStartException($"The S3 server did not start: {program} ended with {status}.\n{output}");
    }

    private void Begin(string program, params string[] arguments) =>
        Running.Add(ChildProcess.Start(Options(program, arguments) with { OnOutput = options.OnOutput }));

    private ChildProcessOptions Options(string program, string[] arguments) => new()
    {
        FileName = program,
        Arguments = ["-c", File, .. arguments],
        WorkingDirectory = directory.Path,
        Environment = new Dictionary<string, string?> { ["CEPH_ARGS"] = null, ["CEPH_CONF"] = File },
    };
}
