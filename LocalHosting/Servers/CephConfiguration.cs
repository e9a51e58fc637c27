using System.Globalization;
using Meida.LocalHosting.Processes;

namespace Meida.LocalHosting.Servers;

/// <summary>The configuration of a Ceph cluster of one monitor, one disk and one gateway on this machine.</summary>
internal sealed record CephConfiguration(Guid Cluster, Guid Disk, int MonitorPort, int FormerMonitorPort)
{
    // The daemons look for a port of their own here, below what FreePorts gives out.
    private const int FirstPeerPort = 12_000;
    private const int PeerPorts = 50;

    public string MonitorAddress => string.Create(CultureInfo.InvariantCulture,
        $"[v2:127.0.0.1:{MonitorPort},v1:127.0.0.1:{FormerMonitorPort}]");

    // The monitor's address is part of its data, so these are chosen once.
    public static CephConfiguration Choose()
    {
        var ports = FreePorts.Take(2);
        return new CephConfiguration(Guid.NewGuid(), Guid.NewGuid(), ports[0], ports[1]);
    }

    public static CephConfiguration Parse(string text)
    {
        var words = text.Split(' ');
        return new CephConfiguration(
            Guid.Parse(words[0]), Guid.Parse(words[1]),
            int.Parse(words[2], CultureInfo.InvariantCulture), int.Parse(words[3], CultureInfo.InvariantCulture));
    }

    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Cluster} {Disk} {MonitorPort} {FormerMonitorPort}");

    public string File(ServerDirectory directory, int port, bool memory)
    {
        var first = FirstPeerPort + (Environment.ProcessId % 140 * PeerPorts);
        return string.Create(CultureInfo.InvariantCulture, $"""
            [global]
            fsid = {Cluster}
            mon host = {MonitorAddress}
            public addr = 127.0.0.1
            cluster addr = 127.0.0.1
            ms bind port min = {first}
            ms bind port max = {first + PeerPorts - 1}
            auth cluster required = none
            auth service required = none
            auth client required = none
            # Without it the gateway asks the monitor for a mode that needs keys, and never listens.
            ms mon client mode = crc
            osd pool default size = 1
            osd pool default min size = 1
            osd pool default pg num = 1
            osd pool default pgp num = 1
            osd pool default pg autoscale mode = off
            mon allow pool size one = true
            mon warn on pool no redundancy = false
            osd crush chooseleaf type = 0
            mon data avail crit = 1
            run dir = {directory.Folder("run")}
            crash dir = {directory.Folder("crash")}
            # The path of a socket may have 107 bytes at most, and nobody asks there.
            admin socket =
            pid file =
            log file = {directory.Folder("log")}/$name.log
            mon cluster log file = {directory.Folder("log")}/cluster.log
            mon data = {directory.Folder("mon")}/a
            osd data = {directory.Folder("osd")}/0
            rgw data = {directory.Folder("rgw")}
            osd objectstore = {(memory ? "memstore" : "bluestore")}
            memstore device bytes = 2147483648
            bluestore block size = 4294967296
            osd memory target = 939524096
            osd max object name len = 256
            [client.admin]
            rgw frontends = beast endpoint=127.0.0.1:{port}
            rgw thread pool size = 16
            rgw enable usage log = false

            """);
    }
}
