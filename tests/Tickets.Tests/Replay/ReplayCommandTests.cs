using System.Diagnostics;
using Meida.Tickets.Data;

namespace Meida.Tickets.Tests.Replay;

/// <summary>The command as an operator types it, in a process of its own.</summary>
[Collection(nameof(TicketsService))]
public sealed class ReplayCommandTests(TicketsService service)
{
    [Fact]
    public async Task It_sends_a_tickets_events_and_says_so_in_one_line()
    {
        await using var newcomer = await Subscriber.Join(service.Broker);
        var id = await service.Confirmed();
        var number = (await service.Admin.Read($"/api/tickets/{id}")).GetProperty("ticketNo").GetString()!;

        var (exit, output, errors) = await Run("--replay", "--queue", newcomer.Queue, "--ticket", number);

        Assert.Equal((0, $"Sent 2 events to {newcomer.Queue}.\n", ""), (exit, output, errors));
        Assert.Equal(["ticket.booked", "ticket.confirmed"], (await newcomer.Take()).Select(heard => heard.Type));
        var entry = (await service.AuditLog($"ticketId={id}&action=replayed")).GetProperty("items")[0];
        Assert.Equal("command line", entry.GetProperty("actor").GetString());
    }

    [Theory]
    [InlineData("Usage: --replay --queue ext.<system>.<name> (--ticket <number> | [--from <time>] [--to <time>]).", "--replay", "--queue")]
    [InlineData("Usage: --replay --queue ext.<system>.<name> (--ticket <number> | [--from <time>] [--to <time>]).", "--replay", "--since", "2026-11-01")]
    [InlineData("--queue: Name a subscriber's queue. --ticket: Name a ticket, or a range of time by from, to or both.", "--replay")]
    [InlineData("--queue: Must be a subscriber's queue: ext.<system>.<name>.", "--replay", "--queue", "files", "--from", "2026-11-01")]
    [InlineData("--to: Must be after from.", "--replay", "--queue", "ext.a.b", "--from", "2026-11-03", "--to", "2026-11-01")]
    [InlineData("There is no queue 'ext.tests.nowhere'.", "--replay", "--queue", "ext.tests.nowhere", "--from", "2026-11-01")]
    [InlineData("There is no such ticket.", "--replay", "--queue", "ext.tests.nowhere", "--ticket", "TK00000000")]
    public async Task What_cannot_be_done_is_said_in_a_sentence(string sentence, params string[] args)
    {
        var (exit, output, errors) = await Run(args);

        Assert.Equal((1, "", sentence + "\n"), (exit, output, errors));
    }

    private async Task<(int Exit, string Output, string Errors)> Run(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(TicketsDbContext).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ConnectionStrings__ticketsdb"] = service.Database.ConnectionString,
                ["ConnectionStrings__messaging"] = service.Broker.Address.AbsoluteUri,
            },
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token);
        return (process.ExitCode, await output, await errors);
    }
}
