using System.Text;
using Meida.LocalHosting.Processes;
using Meida.LocalHosting.Servers;
using Meida.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Meida.LocalHosting.Tests.Servers;

public sealed class NativeRabbitMqTests : IDisposable
{
    private readonly ScratchDirectory _scratch = TestPlaces.Scratch();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Two_run_side_by_side_and_stop_without_leaving_a_process()
    {
        await using var one = await NativeRabbitMq.Start(Options("one"), CancellationToken.None);
        await using var two = await NativeRabbitMq.Start(Options("two"), CancellationToken.None);
        await one.CreateVirtualHost("own", CancellationToken.None);
        await one.CreateVirtualHost("own", CancellationToken.None);
        await two.CreateVirtualHost("own", CancellationToken.None);

        await using (var first = await Connect(one.AmqpUriOf("own")))
        await using (var second = await Connect(two.AmqpUriOf("own")))
        {
            await using var here = await first.CreateChannelAsync();
            await using var there = await second.CreateChannelAsync();
            await here.QueueDeclareAsync("only-here", durable: true, exclusive: false, autoDelete: false);
            await Assert.ThrowsAsync<OperationInterruptedException>(() => there.QueueDeclarePassiveAsync("only-here"));
        }

        await one.Stop(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(FreePorts.IsFree(one.Port));
        await using (await Connect(two.AmqpUri))
        {
            // The other one is not disturbed.
        }
        Assert.Empty(ProcessesThatMention(Path.Combine(_scratch.Path, "one")));
    }

    [Fact]
    public async Task A_confirmed_durable_message_survives_kill_9_of_the_broker()
    {
        // Made by a run that ended in order: Erlang's own database may hold back what was declared a moment before a kill.
        await using (var first = await NativeRabbitMq.Start(Options("broker"), CancellationToken.None))
        {
            await first.CreateVirtualHost("work", CancellationToken.None);
            await using (var connection = await Connect(first.AmqpUriOf("work")))
            {
                await using var channel = await connection.CreateChannelAsync();
                await channel.QueueDeclareAsync("kept", durable: true, exclusive: false, autoDelete: false);
            }
            await first.Stop(CancellationToken.None);
        }

        int port;
        await using (var killed = await NativeRabbitMq.Start(Options("broker"), CancellationToken.None))
        {
            port = killed.Port;
            await using (var connection = await Connect(killed.AmqpUriOf("work")))
            {
                await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
                await channel.BasicPublishAsync("", "kept", true, new BasicProperties { Persistent = true }, Encoding.UTF8.GetBytes("美大"));
            }
            using (var process = System.Diagnostics.Process.GetProcessById(killed.Pid))
                process.Kill();
            await killed.Exited.WaitAsync(TimeSpan.FromSeconds(30));
        }

        await using var server = await NativeRabbitMq.Start(Options("broker") with { Port = port }, CancellationToken.None);

        await using var again = await Connect(server.AmqpUriOf("work"));
        await using var reader = await again.CreateChannelAsync();
        var message = await reader.BasicGetAsync("kept", autoAck: true);
        Assert.Equal(port, server.Port);
        Assert.Equal("美大", Encoding.UTF8.GetString(message!.Body.Span));
    }

    [Fact]
    public async Task A_taken_port_is_said_in_a_sentence()
    {
        var port = FreePorts.Take(1)[0];
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
        other.Start();

        var refused = await Assert.ThrowsAsync<ServerStartException>(() =>
            NativeRabbitMq.Start(Options("broker") with { Port = port }, CancellationToken.None));

        Assert.Equal($"RabbitMQ did not start, for port {port} of 127.0.0.1 is taken by another program.", refused.Message);
    }

    private NativeRabbitMqOptions Options(string name) => new()
    {
        Directory = Path.Combine(_scratch.Path, name),
        Password = "secret",
    };

    private static Task<IConnection> Connect(Uri uri) => new ConnectionFactory { Uri = uri }.CreateConnectionAsync();

    private static IEnumerable<string> ProcessesThatMention(string text) => Directory.EnumerateDirectories("/proc")
        .Select(directory => Path.Combine(directory, "environ"))
        .Where(file =>
        {
            try
            {
                return File.ReadAllText(file).Contains($"HOME={text}\0", StringComparison.Ordinal);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        });
}
