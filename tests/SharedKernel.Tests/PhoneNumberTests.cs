namespace Meida.SharedKernel.Tests;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("13800138000", "13800138000", "138****8000")]
    [InlineData("138 0013 8000", "13800138000", "138****8000")]
    [InlineData("138-0013-8000", "13800138000", "138****8000")]
    [InlineData("+86 13800138000", "13800138000", "138****8000")]
    [InlineData("008613800138000", "13800138000", "138****8000")]
    [InlineData("１３８００１３８０００", "13800138000", "138****8000")]
    [InlineData("＋８６ １３８ ００１３ ８０００", "13800138000", "138****8000")]
    [InlineData("0571-88886666", "057188886666", "057****6666")]
    [InlineData("(010) 6552 9988", "01065529988", "010****9988")]
    [InlineData("+86 571 8888 6666", "057188886666", "057****6666")]
    [InlineData("\u202a13800138000\u202c", "13800138000", "138****8000")]
    [InlineData("\ufeff138\u200b0013\u200d8000\ufe0f", "13800138000", "138****8000")]
    [InlineData("138\U000e010000138000", "13800138000", "138****8000")]
    [InlineData("+86 10 6552 9988", "01065529988", "010****9988")]
    public void A_number_is_read_as_people_write_it(string typed, string value, string masked)
    {
        Assert.True(PhoneNumber.TryParse(typed, out var phone));
        Assert.Equal((value, masked), (phone.Value, phone.Masked));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u200b\ufeff")]
    [InlineData("12800138000")]
    [InlineData("1380013800")]
    [InlineData("138001380001")]
    [InlineData("88886666")]
    [InlineData("1380013800a")]
    [InlineData("138\u00000138000")]
    [InlineData("+1 415 555 0100")]
    [InlineData("13800138000;13800138001")]
    public void What_is_no_number_is_refused(string? typed) => Assert.False(PhoneNumber.TryParse(typed, out _));

    [Fact]
    public void A_number_prints_itself_masked()
    {
        Assert.True(PhoneNumber.TryParse("13800138000", out var phone));
        Assert.Equal("138****8000", $"{phone}");
    }
}
