using Meida.Gateway.Accounts;

namespace Meida.Gateway.Tests.Accounts;

public sealed class LeakedPasswordTests
{
    [Theory]
    [InlineData("password1234")]
    [InlineData("PASSWORD1234")]
    [InlineData("12345678987654321")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("Password2026!")]
    [InlineData("2026-Welcome-2026")]
    [InlineData("qwertyuiopqwertyuiop")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abc1abc1abc1")]
    [InlineData("123456789012")]
    [InlineData("abcdefghijkl")]
    [InlineData("987654321098")]
    [InlineData("lihua.wang2026")]
    public void What_is_guessed_first_is_refused(string password) => Assert.True(LeakedPasswords.IsGuessedFirst(password, "lihua.wang"));

    [Theory]
    [InlineData("Right-Horse-7")]
    [InlineData("Seven-Green-Lamps")]
    [InlineData("correct horse battery staple")]
    [InlineData("七盏绿色的灯在窗台上发着光")]
    [InlineData("k7mqp-x2wtr-9hvna-c4zes")]
    public void What_is_not_is_taken(string password) => Assert.False(LeakedPasswords.IsGuessedFirst(password, "lihua.wang"));
}
