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

    [Fact]
    public void A_number_is_read_in_any_case()
    {
        Assert.True(TicketNumber.TryParse("tk0a1b2c3d", out var number));
        Assert.Equal("TK0A1B2C3D", number);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("TK")]
    [InlineData("TK0A1B2C3")]
    [InlineData("TK0A1B2C3DE")]
    [InlineData("TKIIIIIIII")]
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
