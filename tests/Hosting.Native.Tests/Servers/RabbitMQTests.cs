using System.Diagnostics;
using System.Text;
using Meida.Testing;
using Meida.Testing.Servers;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Meida.Hosting.Native.Tests.Servers;

public sealed class RabbitMQTests : IDisposable
{
    private readonly ScratchDirectory _scratch = TestPlaces.Scratch();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Two_run_side_by_side_and_stop_without_leaving_a_process()
    {
        await using var one = await NativeRabbitMq.Start(At("one"));
        await using var two = await NativeRabbitMq.Start(At("two"));
        await using (var first = await Connect(one))
        await using (var second = await Connect(two))
        {
            await using var here = await first.CreateChannelAsync();
            await using var there = await second.CreateChannelAsync();
            await here.QueueDeclareAsync("only-here", durable: true, exclusive: false, autoDelete: false);
            await Assert.ThrowsAsync<OperationInterruptedException>(() => there.QueueDeclarePassiveAsync("only-here"));
        }

        await one.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(15));

        Assert.True(FreePorts.IsFree(one.Port));
        await Eventually.Is(() => !ProcessesOf(At("one")).Any(), "A process of the node is left.");
        await using (await Connect(two))
        {
            // The other one is not disturbed.
        }
    }

    [Fact]
    public async Task A_confirmed_durable_message_survives_kill_9_of_the_broker()
    {
        // Made by a run that ended in order: Erlang's own database may hold back what was declared a moment before a kill.
        await using (var first = await NativeRabbitMq.Start(At("broker")))
        {
            await using var connection = await Connect(first);
            await using var channel = await connection.CreateChannelAsync();
            await channel.QueueDeclareAsync("kept", durable: true, exclusive: false, autoDelete: false);
        }

        await using (var killed = await NativeRabbitMq.Start(At("broker")))
        {
            await using var connection = await Connect(killed);
            await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
            await channel.BasicPublishAsync("", "kept", true, new BasicProperties { Persistent = true }, Encoding.UTF8.GetBytes("美大"));
            using var process = Process.GetProcessById(killed.Pid);
            process.Kill();
        }

        await using var server = await NativeRabbitMq.Start(At("broker"));
        await using var again = await Connect(server);
        await using var reader = await again.CreateChannelAsync();
        Assert.Equal("美大", Encoding.UTF8.GetString((await reader.BasicGetAsync("kept", autoAck: true))!.Body.Span));
    }

    private string At(string name) => Path.Combine(_scratch.Path, name);

    private static Task<IConnection> Connect(NativeRabbitMq server) =>
        new ConnectionFactory { Uri = server.Address, AutomaticRecoveryEnabled = false }.CreateConnectionAsync();

    private static IEnumerable<string> ProcessesOf(string directory) => Directory.EnumerateDirectories("/proc").Where(process =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "environ")).Contains($"HOME={directory}\0", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });
}
