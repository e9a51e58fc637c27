using Meida.Booking.Notices;

namespace Meida.Booking.Tests.Notices;

public sealed class NoticeTextsTests
{
    public static TheoryData<string, bool> All =>
        new(Enum.GetValues<NoticeKind>().SelectMany(kind => new[] { (kind.ToString(), false), (kind.ToString(), true) }));

    [Theory]
    [MemberData(nameof(All))]
    public void Every_notice_has_a_text_in_both_languages_with_what_its_reader_must_know(string name, bool english)
    {
        var kind = Enum.Parse<NoticeKind>(name);
        var words = new NoticeWords("王", "TK0123ABCD", new DateOnly(2026, 12, 3), new TimeOnly(10, 0), new TimeOnly(12, 0), "张伟", "https://repair.example/booking/t/abc");

        var text = NoticeTexts.Write(kind, words, english);

        Assert.Contains("王*", text, StringComparison.Ordinal);
        Assert.Contains("TK0123ABCD", text, StringComparison.Ordinal);
        Assert.Equal(kind is not (NoticeKind.OnTheWay or NoticeKind.Completed or NoticeKind.Canceled), text.Contains("10:00-12:00", StringComparison.Ordinal));
        Assert.Equal(kind is NoticeKind.Assigned or NoticeKind.OnTheWay, text.Contains("张伟", StringComparison.Ordinal));
        Assert.Equal(kind is NoticeKind.Booked, text.Contains("/booking/t/abc", StringComparison.Ordinal));
        Assert.Equal(english, !text.Contains("您好", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_technician_and_link_the_text_is_whole_all_the_same(bool english)
    {
        var words = new NoticeWords("王", "TK0123ABCD", new DateOnly(2026, 12, 3), new TimeOnly(10, 0), new TimeOnly(12, 0), null, null);

        Assert.DoesNotContain("http", NoticeTexts.Write(NoticeKind.Booked, words, english), StringComparison.Ordinal);
        Assert.Contains(english ? "a technician" : "维修师傅", NoticeTexts.Write(NoticeKind.Assigned, words, english), StringComparison.Ordinal);
    }
}
