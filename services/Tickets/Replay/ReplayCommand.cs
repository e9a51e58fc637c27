using Meida.Messaging;
using Meida.ServiceDefaults.Data;
using Meida.ServiceDefaults.Refusals;
using Meida.Tickets.Data;
using Meida.Tickets.Domain;
using Microsoft.EntityFrameworkCore.Storage;

namespace Meida.Tickets.Replay;

/// <summary>
/// <c>--replay --queue ext.x.y (--ticket TK… | [--from …] [--to …])</c>: sends public events once more and ends. It needs
/// <c>ConnectionStrings:ticketsdb</c> and <c>ConnectionStrings:messaging</c>, and no service that runs.
/// </summary>
internal static class ReplayCommand
{
    private const string Usage = "Usage: --replay --queue ext.<system>.<name> (--ticket <number> | [--from <time>] [--to <time>]).";
    private static readonly string[] Options = ["--queue", "--from", "--to", "--ticket"];

    /// <returns>The exit code of the process, or null when the arguments ask for something else.</returns>
    public static async Task<int?> RunAndExit(string[] args)
    {
        if (!args.Contains("--replay"))
            return null;

        string[] rest = [.. args.Where(argument => argument != "--replay")];
        var values = rest.Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        if (rest.Length % 2 == 1 || values.Count * 2 != rest.Length || values.Keys.Except(Options).Any())
            return Fail(Usage);

        try
        {
            var order = ReplayOrder.Read(values.GetValueOrDefault("--queue"), values.GetValueOrDefault("--from"), values.GetValueOrDefault("--to"), values.GetValueOrDefault("--ticket"));
            using var host = Host();
            await using var scope = host.Services.CreateAsyncScope();
            var done = await scope.ServiceProvider.GetRequiredService<Replayer>()
                .Send(order, ActorInfo.System with { Name = "command line" }, int.MaxValue, CancellationToken.None);
            Console.WriteLine($"Sent {done.Events} events to {done.Queue}.{(done.NotKept > 0 ? $" {done.NotKept} older events are not kept word for word and were left out." : "")}");
            return 0;
        }
        catch (ProblemException refusal)
        {
            return Fail(Sentence(refusal));
        }
        catch (Exception fault) when (fault is InvalidOperationException or RetryLimitExceededException or System.Data.Common.DbException or TimeoutException)
        {
            return Fail($"Nothing was sent, or not all of it: {fault.Message}");
        }
    }

    private static IHost Host()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.AddDatabase<TicketsDbContext>("ticketsdb");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<EventReplay>();
        builder.Services.AddScoped<Replayer>();
        return builder.Build();
    }

    private static string Sentence(ProblemException refusal) =>
        refusal.Extensions.FirstOrDefault(extension => extension.Key == "errors").Value is Dictionary<string, string[]> errors
            ? string.Join(" ", errors.SelectMany(field => field.Value.Select(message => $"--{field.Key}: {message}")))
            : refusal.Message;

    private static int Fail(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return 1;
    }
}
