using System.Security.Cryptography;

namespace Meida.SharedKernel.Tests;

public sealed class PersonalDataTests
{
    private static readonly string DataKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private static readonly string Pepper = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly PersonalData _personalData = new(DataKey, Pepper);

    [Fact]
    public void What_is_sealed_can_be_opened_and_not_read()
    {
        var details = new SealedDetails("张三", "13800138000", "杭州市西湖区", "漏水");
        var sealedText = _personalData.Seal(details);

        Assert.DoesNotContain("13800138000", sealedText, StringComparison.Ordinal);
        Assert.Equal(details, _personalData.OpenDetails(sealedText));
    }

    [Fact]
    public void The_same_text_is_sealed_differently_each_time() => Assert.NotEqual(_personalData.Seal("a"), _personalData.Seal("a"));

    [Fact]
    public void A_changed_box_does_not_open()
    {
        var box = Convert.FromBase64String(_personalData.Seal("13800138000"));
        box[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => _personalData.Open(Convert.ToBase64String(box)));
    }

    [Fact]
    public void Another_key_does_not_open_it()
    {
        var other = new PersonalData(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), Pepper);
        Assert.ThrowsAny<CryptographicException>(() => other.Open(_personalData.Seal("13800138000")));
    }

    [Fact]
    public void A_number_is_found_again_by_its_hash_only_with_the_pepper()
    {
        Assert.True(PhoneNumber.TryParse("+86 138 0013 8000", out var typed));
        Assert.True(PhoneNumber.TryParse("13800138000", out var plain));
        Assert.Equal(_personalData.PhoneHash(plain), _personalData.PhoneHash(typed));

        var other = new PersonalData(DataKey, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        Assert.NotEqual(_personalData.PhoneHash(plain), other.PhoneHash(plain));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not base64")]
    [InlineData("c2hvcnQ=")]
    public void A_missing_or_short_key_is_named(string? key)
    {
        var refused = Assert.Throws<ArgumentException>(() => new PersonalData(key, Pepper));
        Assert.Contains("Privacy:DataKey", refused.Message, StringComparison.Ordinal);
    }
}
