namespace Meida.EndToEnd.Pages;

public sealed class BrowserTests
{
    [Fact]
    public void A_missing_Chromium_fails_with_the_sentence_that_says_how_to_install_it()
    {
        var error = Assert.Throws<FileNotFoundException>(() => Browser.Program("/nowhere/chromium"));
        Assert.Contains("/nowhere/chromium is missing: install it with 'eng/install chromium'", error.Message, StringComparison.Ordinal);
    }
}
