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

    [Fact]
    public void What_former_keys_sealed_is_read_after_the_key_was_replaced()
    {
        var old = new PersonalData(DataKey, Pepper).Seal("13800138000");
        var prepared = new PersonalData(Keys(DataKey, current: null), Peppers);
        var replaced = new PersonalData(Keys(DataKey, current: "2026-11"), Peppers);
        var without = new PersonalData(Keys(null, current: "2026-11"), Peppers);

        Assert.Equal("13800138000", prepared.Open(old));
        Assert.Equal("13800138000", replaced.Open(old));
        Assert.Equal((true, false), (prepared.IsCurrent(old), replaced.IsCurrent(old)));
        var fresh = replaced.Seal("13800138000");
        Assert.True(replaced.IsCurrent(fresh));
        // A process that has the new key and does not use it yet reads what one sealed that does.
        Assert.Equal("13800138000", prepared.Open(fresh));
        Assert.Equal("13800138000", without.Open(fresh));
        Assert.Contains("Privacy:DataKey", Assert.Throws<CryptographicException>(() => without.Open(old)).Message, StringComparison.Ordinal);
        Assert.Contains("Privacy:DataKeys:2026-11", Assert.Throws<CryptographicException>(() => new PersonalData(DataKey, Pepper).Open(fresh)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_other_keys_the_form_is_the_former_releases() =>
        Assert.Equal(1, Convert.FromBase64String(new PersonalData(DataKey, Pepper).Seal("a"))[0]);

    [Fact]
    public void The_keys_name_cannot_be_exchanged()
    {
        var keys = new PersonalData(new SecretKeys("Privacy:DataKey", null, [new("a", Next), new("b", Next)], "a"), Peppers);
        var box = Convert.FromBase64String(keys.Seal("13800138000"));
        box[2] = (byte)'b';
        Assert.ThrowsAny<CryptographicException>(() => keys.Open(Convert.ToBase64String(box)));
    }

    [Fact]
    public void A_number_is_looked_for_under_the_current_pepper_first_and_then_under_former_ones()
    {
        Assert.True(PhoneNumber.TryParse("13800138000", out var phone));
        var former = new PersonalData(DataKey, Pepper);
        var replaced = new PersonalData(new SecretKeys("Privacy:DataKey", DataKey), new SecretKeys("Privacy:PhonePepper", Pepper, [new("b", Next)], "b"));

        Assert.Equal([former.PhoneHash(phone)], former.PhoneHashes(phone));
        Assert.Equal([replaced.PhoneHash(phone), former.PhoneHash(phone)], replaced.PhoneHashes(phone));
        Assert.NotEqual(former.PhoneHash(phone), replaced.PhoneHash(phone));
    }

    [Theory]
    [InlineData("c", "a", "Privacy:CurrentDataKey")]
    [InlineData("", "a:b", "Privacy:DataKeys:a:b")]
    public void A_key_set_that_cannot_be_is_refused_with_the_settings_name(string current, string id, string setting)
    {
        var refused = Assert.Throws<ArgumentException>(() => new SecretKeys("Privacy:DataKey", DataKey, [new(id, Next)], current));
        Assert.Contains(setting, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_key_that_is_none_is_refused_with_its_name() => Assert.Contains(
        "Privacy:DataKeys:a", Assert.Throws<ArgumentException>(() => new SecretKeys("Privacy:DataKey", DataKey, [new("a", "x")])).Message, StringComparison.Ordinal);

    private static readonly string Next = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static SecretKeys Peppers => new("Privacy:PhonePepper", Pepper);

    private static SecretKeys Keys(string? first, string? current) => new("Privacy:DataKey", first, [new("2026-11", Next)], current);
}
