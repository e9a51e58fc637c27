using System.Globalization;

namespace Meida.Booking.Notices;

/// <summary>What a notice may name: no more of the customer than the first character of her name.</summary>
/// <param name="Initial">That character.</param>
/// <param name="TicketNo">The ticket's number.</param>
/// <param name="Date">The day of the visit.</param>
/// <param name="From">The start of the arrival window.</param>
/// <param name="To">Its end.</param>
/// <param name="Technician">Who comes, where that is told.</param>
/// <param name="Link">The customer's own page, where its address is at hand.</param>
internal sealed record NoticeWords(string Initial, string TicketNo, DateOnly Date, TimeOnly From, TimeOnly To, string? Technician, string? Link)
{
    public string Window => string.Create(CultureInfo.InvariantCulture, $"{From:HH:mm}-{To:HH:mm}");

    /// <summary>Does not name the link.</summary>
    public override string ToString() => TicketNo;
}

/// <summary>The texts of the notices.</summary>
internal static class NoticeTexts
{
    public static string Write(NoticeKind kind, NoticeWords words, bool english) => english ? English(kind, words) : Chinese(kind, words);

    private static string Chinese(NoticeKind kind, NoticeWords words)
    {
        var visit = string.Create(CultureInfo.InvariantCulture, $"{words.Date.Month}月{words.Date.Day}日{words.Window}");
        const string Own = "请打开首条短信或预约页中的专属链接";
        return $"【美大】{words.Initial}*您好，" + kind switch
        {
            NoticeKind.Booked => $"您的报修{words.TicketNo}已受理，预约上门时间{visit}。" + (words.Link is { } link ? $"查看、改期或取消：{link}" : "凭工单号和手机号可在预约页查询。"),
            NoticeKind.Confirmed => $"您的报修{words.TicketNo}已确认，上门时间{visit}。",
            NoticeKind.Assigned => $"您的报修{words.TicketNo}已安排{(words.Technician is { } name ? $"{name}师傅" : "维修师傅")}，{visit}上门。",
            NoticeKind.Reminder => $"明天（{visit}）将上门处理您的报修{words.TicketNo}，请留人在家。如需改期，{Own}。",
            NoticeKind.OnTheWay => $"{(words.Technician is { } name ? $"{name}师傅" : "维修师傅")}已开始处理您的报修{words.TicketNo}，正在上门。",
            NoticeKind.Completed => $"您的报修{words.TicketNo}已完成。欢迎评价：{Own}。",
            NoticeKind.Moved => $"您的报修{words.TicketNo}已改期，新的上门时间{visit}。",
            NoticeKind.Canceled => $"您的报修{words.TicketNo}已取消。如需维修，欢迎重新预约。",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No text."),
        };
    }

    private static string English(NoticeKind kind, NoticeWords words)
    {
        var visit = string.Create(CultureInfo.InvariantCulture, $"{words.Date:d MMM}, {words.Window}");
        const string Own = "open your link from the first message or the booking page";
        return $"[Meida] Hello {words.Initial}*, " + kind switch
        {
            NoticeKind.Booked => $"we have your repair {words.TicketNo}, asked for on {visit}. " + (words.Link is { } link ? $"See, move or cancel it: {link}" : "Look it up on the booking page by its number and your phone."),
            NoticeKind.Confirmed => $"your repair {words.TicketNo} is confirmed for {visit}.",
            NoticeKind.Assigned => $"{words.Technician ?? "a technician"} will come for your repair {words.TicketNo} on {visit}.",
            NoticeKind.Reminder => $"we come tomorrow ({visit}) for your repair {words.TicketNo}. To move it, {Own}.",
            NoticeKind.OnTheWay => $"{words.Technician ?? "the technician"} is on the way for your repair {words.TicketNo}.",
            NoticeKind.Completed => $"your repair {words.TicketNo} is done. To say how it was, {Own}.",
            NoticeKind.Moved => $"your repair {words.TicketNo} was moved to {visit}.",
            NoticeKind.Canceled => $"your repair {words.TicketNo} was canceled. You can book anew at any time.",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No text."),
        };
    }
}
