using System.Text;
using System.Text.Json;
using Meida.Booking.Notices;
using Meida.Contracts.Booking;
using Meida.Contracts.Tickets;
using Meida.SharedKernel;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;

namespace Meida.Booking.Tests.Notices;

public sealed class NoticeChannelTests
{
    [Fact]
    public async Task Mail_goes_to_the_bridge_that_passes_it_on_to_the_telephone_once_the_server_takes_it()
    {
        await using var server = new MailServer { IsDown = true };
        await using var stage = await NoticeStage.Start(
            ("Notices:Channel", "smtp"), ("Notices:Language", "en"), ("Notices:Smtp:Host", "127.0.0.1"), ("Notices:Smtp:Port", $"{server.Port}"),
            ("Notices:Smtp:Security", "none"), ("Notices:Smtp:From", "service@repair.example"), ("Notices:Smtp:To", "{phone}@sms.example"));
        var (_, no, own, phone) = await stage.Book();
        await Eventually.Is(() => server.Refused == 1);
        server.IsDown = false;
        stage.Clock.Advance(TimeSpan.FromSeconds(30));

        await Eventually.Is(() => server.Accepted.Count == 1);
        var (to, mail) = server.Accepted[0];
        Assert.Equal($"{phone}@sms.example", to);
        Assert.Contains($"Subject: {no}", mail, StringComparison.Ordinal);
        var text = Text(mail);
        Assert.Contains($"王*, we have your repair {no}", text, StringComparison.Ordinal);
        Assert.Contains(own.Split('/')[^1], text, StringComparison.Ordinal);
        var (_, _, _, _) = await stage.Book();
        await Eventually.Is(() => server.Accepted.Count == 2);
    }

    [Fact]
    public async Task In_a_folder_each_ticket_has_a_file_and_an_erasure_takes_it_away()
    {
        using var folder = TestPlaces.Scratch();
        await using var stage = await NoticeStage.Start(("Notices:Channel", ""), ("Notices:Folder", folder.Path));
        var (id, no, _, phone) = await stage.Book();
        var path = Path.Combine(folder.Path, $"{id}.jsonl");
        await Eventually.Is(async () => Assert.Equal([NoticeState.Sent], await stage.States(id, NoticeKind.Booked)));
        var line = JsonDocument.Parse(Assert.Single(await File.ReadAllLinesAsync(path))).RootElement;
        Assert.Equal(("BOOKED", phone), (line.GetProperty("kind").GetString(), line.GetProperty("to").GetString()));
        Assert.Contains(no, line.GetProperty("text").GetString()!, StringComparison.Ordinal);

        await stage.Service.Publish(new TicketErasureRequested(id));

        await Eventually.Is(() => !File.Exists(path));
        await Eventually.Is(async () => Assert.Equal([NoticeState.Withdrawn], await stage.States(id, NoticeKind.Reminder)));
        Assert.All(await stage.Notices(id), notice => Assert.Null(notice.SealedLink));
    }

    [Fact]
    public async Task An_erased_customer_is_told_nothing_more()
    {
        await using var stage = await NoticeStage.Start();
        stage.Provider.IsDown = true;
        var (id, no, _, phone) = await stage.Book();
        await Eventually.Is(() => stage.Provider.Refused == 1);
        Assert.NotNull((await stage.Notices(id)).Single(n => n.Kind == NoticeKind.Booked).SealedLink);

        await stage.Service.Publish(new TicketErasureRequested(id));
        await Eventually.Is(async () => Assert.All(await stage.Notices(id), notice => Assert.Equal((NoticeState.Withdrawn, null), (notice.State, notice.SealedLink))));
        await stage.Happens(new TicketCanceled(id, no, 2, stage.Clock.GetUtcNow(), null));
        stage.Provider.IsDown = false;
        stage.Clock.Advance(TimeSpan.FromMinutes(1));
        var (_, _, _, other) = await stage.Book();
        await stage.Tells(other, "BOOKED");

        Assert.Empty(stage.Provider.KindsTo(phone));
        Assert.DoesNotContain(await stage.Notices(id), notice => notice.Kind == NoticeKind.Canceled);
    }

    [Fact]
    public async Task Who_wants_no_notices_gets_none_until_she_wants_them_again()
    {
        await using var stage = await NoticeStage.Start();
        var (id, no, own, phone) = await stage.Book();
        await stage.Tells(phone, "BOOKED");

        using var no1 = await stage.Service.Client.Send(own + "/notices", new { wanted = false });
        Assert.False((await no1.Json()).GetProperty("wanted").GetBoolean());
        Assert.Equal([NoticeState.Withdrawn], await stage.States(id, NoticeKind.Reminder));
        await stage.Happens(new TicketConfirmed(id, no, 2, stage.Clock.GetUtcNow()));
        await stage.Happens(stage.Moved(id, no, 3, day: 5, hour: 9));
        using var yes = await stage.Service.Client.Send(own + "/notices", new { wanted = true });
        Assert.Equal(System.Net.HttpStatusCode.OK, yes.StatusCode);
        stage.Clock.SetUtcNow(NoticeStage.At(4, 18));

        await stage.Tells(phone, "BOOKED", "REMINDER");
        using var nothing = await stage.Service.Client.Send(own + "/notices", new { });
        Assert.Equal("wanted:required", await nothing.BrokenRule());
        using var wrong = await stage.Service.Client.Send($"/api/public/tickets/{ManageToken.New()}/notices", new { wanted = false });
        Assert.Equal("not-found", await wrong.Problem(System.Net.HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task An_agents_caller_is_told_too_without_a_link_whatever_is_heard_first()
    {
        await using var stage = await NoticeStage.Start();
        var (id, no, phone) = (Guid.CreateVersion7(), TicketNumber.New(TicketNumberIssuer.Tickets), "13700000001");
        var details = stage.Service.PersonalData.Seal(new SealedDetails("赵六", phone, "杭州市西湖区一号", "打不着火"));
        await stage.Happens(new TicketConfirmed(id, no, 2, stage.Clock.GetUtcNow()));

        await stage.Service.Publish(new AgentBookingRecorded(new BookingSubmitted(
            id, no, null, Bookings.Today().AddDays(3), new TimeOnly(9, 0), null, details, stage.Clock.GetUtcNow()), ManageToken.Hash(ManageToken.New())));

        await stage.Tells(phone, "BOOKED", "CONFIRMED");
        Assert.Equal(JsonValueKind.Null, stage.Provider.To(phone)[0].GetProperty("parameters").GetProperty("link").ValueKind);
    }

    [Fact]
    public async Task Without_a_channel_nothing_is_written()
    {
        await using var stage = await NoticeStage.Start(("Notices:Channel", "none"));
        var (id, no, _, _) = await stage.Book();
        await stage.Happens(new TicketCanceled(id, no, 2, stage.Clock.GetUtcNow(), null));

        Assert.Empty(await stage.Notices(id));
        Assert.Equal(0, (await stage.Service.As("agent").Read($"/api/tickets/{id}/notices")).GetArrayLength());
    }

    [Theory]
    [InlineData("Notices:Channel", "pigeon", "Notices:Channel")]
    [InlineData("Notices:Channel", "file", "Notices:Folder")]
    [InlineData("Notices:Channel", "sms", "Notices:Sms:Url")]
    [InlineData("Notices:Channel", "smtp", "Notices:Smtp:To")]
    [InlineData("Notices:QuietHours", "at night", "Notices:QuietHours")]
    [InlineData("Notices:Language", "fr", "Notices:Language")]
    public void A_wrong_setting_ends_the_start_with_a_sentence_that_names_it(string key, string value, string named)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = value }).Build();

        var fault = Assert.Throws<InvalidOperationException>(() => NoticeSettings.Read(configuration, new HostingEnvironment { EnvironmentName = "Production" }));

        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    private static string Text(string mail)
    {
        var (head, body) = mail.Split("\n\n", 2) is [var first, var second] ? (first, second) : (mail, "");
        return head.Contains("base64", StringComparison.Ordinal)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(body.ReplaceLineEndings("")))
            : Encoding.UTF8.GetString(QuotedPrintable(body.Replace("=\n", "", StringComparison.Ordinal)));
    }

    private static byte[] QuotedPrintable(string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            var isEscape = text[i] == '=' && i + 2 < text.Length;
            bytes.Add(isEscape ? Convert.FromHexString(text.AsSpan(i + 1, 2))[0] : (byte)text[i]);
            i += isEscape ? 2 : 0;
        }

        return [.. bytes];
    }
}
