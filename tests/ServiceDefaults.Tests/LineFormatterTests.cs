using System.Diagnostics;
using Meida.ServiceDefaults.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Meida.ServiceDefaults.Tests;

public sealed class LineFormatterTests
{
    [Fact]
    public void A_fault_is_one_line_that_names_every_cause_and_no_stack()
    {
        var line = Written("Information", LogLevel.Error, "GET /x failed\nwith 500", Thrown());
        Assert.Equal(1, line.Count(character => character == '\n'));
        Assert.EndsWith(
            "fail Meida.Test: GET /x failed with 500 | InvalidOperationException: outer and more <- IOException: inner" + Environment.NewLine, line, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(Thrown), line, StringComparison.Ordinal);
    }

    [Fact]
    public void The_stack_follows_where_the_level_is_debug()
    {
        var text = Written("Debug", LogLevel.Error, "it failed", Thrown());
        Assert.Contains(nameof(Thrown), text, StringComparison.Ordinal);
        Assert.StartsWith(Written("Information", LogLevel.Error, "it failed", Thrown())[13..], text[13..], StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_is_never_thousands_of_characters_long()
    {
        var line = Written("Information", LogLevel.Warning, new string('a', 5_000), new IOException(new string('b', 5_000)));
        Assert.InRange(line.Length, 1_000, 2_100);
    }

    [Fact]
    public void A_warning_names_the_trace()
    {
        using var activity = new Activity("test").Start();
        Assert.Contains(activity.TraceId.ToHexString(), Written("Information", LogLevel.Warning, "a", null), StringComparison.Ordinal);
        Assert.DoesNotContain(activity.TraceId.ToHexString(), Written("Information", LogLevel.Information, "a", null), StringComparison.Ordinal);
    }

    private static string Written(string level, LogLevel of, string text, Exception? fault)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Logging:LogLevel:Default", level)]).Build();
        using var written = new StringWriter();
        new LineFormatter(configuration, TimeProvider.System).Write(
            new LogEntry<string>(of, "Meida.Test", default, text, fault, (state, _) => state), null, written);
        return written.ToString();
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("outer\r\nand more", new IOException("inner"));
        }
        catch (InvalidOperationException fault)
        {
            return fault;
        }
    }
}
