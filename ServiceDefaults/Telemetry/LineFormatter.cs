using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Meida.ServiceDefaults.Telemetry;

/// <summary>
/// One event, one line: what happened, and of an exception its kinds and messages. The stack follows where the level is Debug;
/// the structured log (OTLP) has it always, under the trace id that the line names.
/// </summary>
internal sealed class LineFormatter(IConfiguration configuration, TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    private const int LongestText = 1_000;
    private const int MostCauses = 5;

    private readonly bool _withStack = Enum.TryParse<LogLevel>(configuration["Logging:LogLevel:Default"], ignoreCase: true, out var level) && level <= LogLevel.Debug;

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var text = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.Write(clock.GetUtcNow().ToString("HH:mm:ss.fff ", CultureInfo.InvariantCulture));
        textWriter.Write(Short(logEntry.LogLevel));
        textWriter.Write(logEntry.Category);
        textWriter.Write(": ");
        textWriter.Write(OneLine(text));
        if (logEntry.Exception is { } fault)
        {
            textWriter.Write(" | ");
            textWriter.Write(OneLine(Causes(fault)));
        }

        if (logEntry.LogLevel >= LogLevel.Warning && Activity.Current is { } activity)
        {
            textWriter.Write(" [trace ");
            textWriter.Write(activity.TraceId.ToHexString());
            textWriter.Write(']');
        }

        textWriter.WriteLine();
        if (_withStack && logEntry.Exception is not null)
            textWriter.WriteLine(logEntry.Exception);
    }

    private static string Causes(Exception fault)
    {
        var (text, cause) = ("", (Exception?)fault);
        for (var i = 0; cause is not null && i < MostCauses; i++, cause = cause.InnerException)
            text += $"{(i == 0 ? "" : " <- ")}{cause.GetType().Name}: {cause.Message}";
        return text;
    }

    private static string OneLine(string text)
    {
        var line = text.AsSpan().IndexOfAny('\r', '\n') < 0 ? text : string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return line.Length <= LongestText ? line : string.Concat(line.AsSpan(0, LongestText), "…");
    }

    private static string Short(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce ",
        LogLevel.Debug => "dbug ",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        LogLevel.Error => "fail ",
        _ => "crit ",
    };
}
