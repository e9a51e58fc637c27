using Meida.SharedKernel;

namespace Meida.SharedKernel.Tests;

public sealed class SerialNumberTests
{
    [Theory]
    [InlineData("SN-12345", "SN-12345")]
    [InlineData("  sn-12345\u200b", "sn-12345")]
    [InlineData("ＳＮ－１２３４５", "SN-12345")]
    [InlineData("SN\u201112345", "SN-12345")]
    public void It_is_read_as_people_copy_it(string text, string expected)
    {
        Assert.True(SerialNumber.TryParse(text, out var serialNumber));
        Assert.Equal(expected, serialNumber);
    }

    [Theory]
    [InlineData("ABC")]
    [InlineData("----")]
    [InlineData("SN 12345")]
    [InlineData("SN_12345")]
    [InlineData("序列号12345")]
    [InlineData("1234567890123456789012345678901")]
    public void Anything_else_is_none(string text) => Assert.False(SerialNumber.TryParse(text, out _));

    [Theory]
    [InlineData("2026-11-27", "2026-11-27", null, Coverage.InWarranty)]
    [InlineData("2026-11-28", "2026-11-27", null, Coverage.OutOfWarranty)]
    [InlineData("2026-11-28", "2026-11-27", "2026-11-28", Coverage.Extended)]
    [InlineData("2026-11-29", "2026-11-27", "2026-11-28", Coverage.OutOfWarranty)]
    [InlineData("2026-11-28", null, "2026-11-28", Coverage.Extended)]
    [InlineData("2026-11-28", null, null, Coverage.Unknown)]
    public void The_last_day_of_a_warranty_counts(string day, string? until, string? extended, Coverage coverage) =>
        Assert.Equal(coverage, new Warranty(Date(until), Date(extended)).On(DateOnly.Parse(day, null)));

    private static DateOnly? Date(string? text) => text is null ? null : DateOnly.Parse(text, null);
}
