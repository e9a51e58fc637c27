using System.Diagnostics;

namespace Meida.Testing.Servers;

/// <summary><c>rabbitmqctl</c> for a private node.</summary>
public static class RabbitControl
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmqctl";

    // What is for the server only.
    private static readonly string[] Others = ["RABBITMQ_SERVER_START_ARGS", "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "RABBITMQ_DIST_PORT", "RABBITMQ_NODE_PORT"];

    /// <summary>Runs a command and gives what it printed.</summary>
    /// <param name="node">The node's process: its environment says where its cookie and its port mapper are.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <param name="arguments">The command.</param>
    public static async Task<string> Run(int node, CancellationToken ct, params string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var start = new ProcessStartInfo(Program, ["-q", .. arguments]) { RedirectStandardOutput = true };
        foreach (var variable in (await File.ReadAllTextAsync($"/proc/{node}/environ", ct)).Split('\0'))
        {
            if (variable.Split('=', 2) is [var name, var value] && !Others.Contains(name)
                && (name == "HOME" || name.StartsWith("RABBITMQ_", StringComparison.Ordinal) || name.StartsWith("ERL_EPMD_", StringComparison.Ordinal)))
                start.Environment[name] = value;
        }
        foreach (var name in Others)
            start.Environment.Remove(name);

        using var control = Process.Start(start)!;
        var text = await control.StandardOutput.ReadToEndAsync(ct);
        await control.WaitForExitAsync(ct);
        return control.ExitCode == 0 ? text : throw new InvalidOperationException($"rabbitmqctl {arguments[0]} ended with {control.ExitCode}: {text}");
    }
}
