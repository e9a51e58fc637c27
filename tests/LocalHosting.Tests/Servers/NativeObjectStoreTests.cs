using System.Net;
using Meida.LocalHosting.Processes;
using Meida.LocalHosting.Servers;
using Meida.Testing;

namespace Meida.LocalHosting.Tests.Servers;

public sealed class NativeObjectStoreTests : IDisposable
{
    private readonly ScratchDirectory _scratch = TestPlaces.Scratch();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task It_checks_signatures_and_starts_again_over_what_it_kept_after_kill_9()
    {
        using var client = new HttpClient();
        var options = new NativeObjectStoreOptions
        {
            Directory = Path.Combine(_scratch.Path, "s3"),
            AccessKey = "key",
            SecretKey = "secret",
        };
        int port;
        await using (var killed = await NativeObjectStore.Start(options, CancellationToken.None))
        {
            port = killed.Port;
            using var anonymous = await client.PutAsync(new Uri(killed.Endpoint, "/bucket"), null);
            Assert.Equal(HttpStatusCode.Forbidden, anonymous.StatusCode);
            foreach (var pid in killed.Pids)
            {
                using var process = System.Diagnostics.Process.GetProcessById(pid);
                process.Kill();
            }
            await killed.Exited.WaitAsync(TimeSpan.FromSeconds(5));
        }

        await using var server = await NativeObjectStore.Start(options with { Port = port }, CancellationToken.None);

        using var answer = await client.GetAsync(server.Endpoint);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await server.Stop(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(FreePorts.IsFree(port));
    }
}
