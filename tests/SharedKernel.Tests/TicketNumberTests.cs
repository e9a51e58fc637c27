namespace Meida.SharedKernel.Tests;

public sealed class TicketNumberTests
{
    [Fact]
    public void Numbers_have_the_published_form()
    {
        for (var i = 0; i < 1000; i++)
            Assert.Matches("^TK[0-9A-HJKMNP-TV-Z]{8}$", TicketNumber.New(i % 2 == 0 ? TicketNumberIssuer.Booking : TicketNumberIssuer.Tickets));
    }

    [Fact]
    public void Two_issuers_never_draw_the_same_number()
    {
        const string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(0, alphabet.IndexOf(TicketNumber.New(TicketNumberIssuer.Booking)[2]) % 2);
            Assert.Equal(1, alphabet.IndexOf(TicketNumber.New(TicketNumberIssuer.Tickets)[2]) % 2);
        }
    }

    [Theory]
    [InlineData("tk0a1b2c3d")]
    [InlineData("0A1B2C3D")]
    [InlineData(" tk 0a1b 2c3d ")]
    [InlineData("TK-0A1B-2C3D")]
    [InlineData("T-K0 a1‐b2–c3—d−")]
    [InlineData("ＴＫ０Ａ１Ｂ２Ｃ３Ｄ")]
    [InlineData("ｔｋ　０ａ１ｂ－２ｃ３ｄ")]
    [InlineData("TKOAIB2C3D")]
    [InlineData("oalb2c3d")]
    [InlineData("\u202aTK0A1B\u200b2C3D\u202c\ufeff")]
    [InlineData("TK0A1B2C3\u00adD\n")]
    public void A_number_is_read_as_people_write_it(string text)
    {
        Assert.True(TicketNumber.TryParse(text, out var number));
        Assert.Equal("TK0A1B2C3D", number);
    }

    [Fact]
    public void Eight_characters_that_begin_with_TK_are_a_whole_number()
    {
        Assert.True(TicketNumber.TryParse("TK345678", out var number));
        Assert.Equal("TKTK345678", number);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("TK")]
    [InlineData("TK0A1B2C3")]
    [InlineData("TK0A1B2C3DE")]
    [InlineData("TKUUUUUUUU")]
    [InlineData("TK0A1B2C3_D")]
    [InlineData("TK0A1B\n2C3D")]
    [InlineData("TK0A1B2C3\0D")]
    [InlineData("TK0A1B2C3é")]
    [InlineData("\u200b")]
    [InlineData("XX0A1B2C3D")]
    [InlineData("TK0A1B2C3\n")]
    public void What_is_no_number_is_refused(string? text) => Assert.False(TicketNumber.TryParse(text, out _));

    [Fact]
    public void A_path_names_a_ticket_by_id_or_by_number()
    {
        var id = Guid.CreateVersion7();
        Assert.True(TicketKey.TryParse(id.ToString(), out var byId, out var none));
        Assert.Equal((id, null), (byId, none));

        Assert.True(TicketKey.TryParse("tk0a1b2c3d", out var noId, out var byNumber));
        Assert.Equal((null, "TK0A1B2C3D"), (noId, byNumber));

        Assert.False(TicketKey.TryParse("../etc/passwd", out _, out _));
        Assert.False(TicketKey.TryParse("{" + id + "}", out _, out _));
    }
}
