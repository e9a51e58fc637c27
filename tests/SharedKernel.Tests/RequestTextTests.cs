using System.Text;

namespace Meida.SharedKernel.Tests;

public sealed class RequestTextTests
{
    [Theory]
    [InlineData("\u200b王小明\u200b", "王小明")]
    [InlineData(" \ufeff \u202a王小明\u202c\u00a0\ufe0f ", "王小明")]
    [InlineData("王小明\U000e0100", "王小明")]
    [InlineData("王\u200d小明", "王\u200d小明")]
    [InlineData("王小明", "王小明")]
    public void What_is_not_seen_at_the_ends_of_a_text_is_dropped(string typed, string cleaned)
    {
        Assert.Null(RequestText.Check("issueDesc", typed, 1, 50, multiline: true, out var text));
        Assert.Equal(cleaned, text);
    }

    [Theory]
    [InlineData("\u200b")]
    [InlineData("\ufeff \u2060\u3164")]
    [InlineData("\U000e0001\ufe0f")]
    public void A_text_of_nothing_that_is_seen_is_empty(string typed)
    {
        Assert.Equal("required", RequestText.Check("address", typed, 1, 50, multiline: false, out _)?.Code);
        Assert.Null(RequestText.CheckOptional("productModel", typed, 50, multiline: false, out var text));
        Assert.Null(text);
        Assert.Equal("required", BookingRules.CheckPhone("customerPhone", typed, out _)?.Code);
    }

    [Theory]
    [InlineData("王\u200b小明")]
    [InlineData("\u202e明小王 a")]
    [InlineData("王\u202e小明")]
    [InlineData("王\ufe00小明")]
    [InlineData("A\u00addams")]
    public void Nothing_hides_inside_a_name(string typed)
    {
        var error = RequestText.CheckName("customerName", typed, 1, 50, out var name);
        Assert.Equal(RequestText.HasInvisible(RequestText.Trim(typed)) ? "control-characters" : null, error?.Code);
        Assert.True(error is not null || name == RequestText.Trim(typed));
    }

    [Fact]
    public void Names_of_the_world_are_names()
    {
        foreach (var typed in (string[])["王小明", "Zoë O’Brien-Ñandú", "محمد", "𠮷野家", "ཀརྨ", "Nguyễn Văn A"])
            Assert.Null(RequestText.CheckName("customerName", typed, 1, 50, out _));
    }

    [Fact]
    public void Every_format_character_is_invisible_but_the_signs_in_front_of_numbers()
    {
        foreach (var seen in (int[])[0x0600, 0x06DD, 0x070F, 0x08E2, 0x110BD, 'a', 0x4E00, 0x0301])
            Assert.False(RequestText.IsInvisible(new Rune(seen)), $"U+{seen:X4}");
        foreach (var hidden in (int[])[0x00AD, 0x061C, 0x180E, 0x200B, 0x200F, 0x202E, 0x2060, 0x2066, 0xFEFF, 0xFE0F, 0xE0100, 0xE007F, 0x3164])
            Assert.True(RequestText.IsInvisible(new Rune(hidden)), $"U+{hidden:X4}");
    }

    [Fact]
    public void Half_a_surrogate_pair_is_left_to_be_refused() =>
        Assert.Equal("control-characters", RequestText.Check("address", "abcde\ud800", 1, 50, multiline: false, out _)?.Code);
}
