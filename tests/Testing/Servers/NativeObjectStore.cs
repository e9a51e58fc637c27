using System.Globalization;

namespace Meida.Testing.Servers;

/// <summary>A private S3 server of this machine that keeps objects in memory.</summary>
internal static class NativeObjectStore
{
    private static readonly HttpClient Http = new();

    /// <summary>Starts one; returns its address when it answers. It ends with this process.</summary>
    public static async Task<Uri> Start(string directory, string accessKey, string secretKey)
    {
        var ports = FreePorts.Take(3);
        await ServerProcess.Start(
            "ceph.sh", directory, ports.Select(port => port.ToString(CultureInfo.InvariantCulture)),
            new Dictionary<string, string> { ["S3_ACCESS_KEY"] = accessKey, ["S3_SECRET_KEY"] = secretKey, ["S3_IN_MEMORY"] = "1" },
            "S3 server: the account is there.", "gateway.pid");
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports[0]}"));
        await Eventually.Is(async () => (await Http.GetAsync(address)).EnsureSuccessStatusCode(), TimeSpan.FromSeconds(120));
        return address;
    }
}
