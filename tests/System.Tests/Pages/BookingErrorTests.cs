using System.Text.RegularExpressions;
using Meida.EndToEnd.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Meida.EndToEnd.Pages;

/// <summary>What a customer sees when a booking is not accepted.</summary>
public sealed class BookingErrorTests(RunningSystem system, Browser browser) : PageTests(system, browser)
{
    [Fact]
    public async Task Errors_are_listed_focused_and_marked_at_their_fields()
    {
        var window = await (await Open(width: 360)).Goto("/booking");
        var page = window.Page;
        await page.GetByLabel("联系电话").FillAsync("12345");
        await Submit(page);

        await Expect(Summary(page)).ToBeFocusedAsync();
        await Expect(page).ToHaveTitleAsync(new Regex("^错误："));
        await Expect(Summary(page).GetByRole(AriaRole.Link)).ToHaveTextAsync(
        (string[])[
            "请填写姓名（1–50 个字）", "请填写 11 位手机号或带区号的座机号，例如 138 0013 8000、0571-8888 6666", "请填写详细地址（5–200 个字）",
            "请描述故障（1–2000 个字）", "请选择今天起 60 天内的日期", "请选择可预约的时间段", "请先同意隐私说明",
        ]);
        foreach (var label in (string[])["姓名", "联系电话", "上门地址", "故障描述", "上门日期", "我已阅读并同意隐私说明"])
            await Expect(page.GetByLabel(label)).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.GetByLabel("联系电话")).ToHaveAccessibleDescriptionAsync(new Regex("请填写 11 位手机号"));
        await window.IsAccessible("the form with errors");

        await Summary(page).GetByRole(AriaRole.Link, new() { NameRegex = new Regex("手机号") }).ClickAsync();
        await Expect(page.GetByLabel("联系电话")).ToBeFocusedAsync();
        await Expect(page.GetByLabel("联系电话")).ToHaveValueAsync("12345");
    }

    [Fact]
    public async Task A_slot_taken_meanwhile_keeps_the_other_answers()
    {
        var window = await (await Open()).Expects("409", "/api/public/booking").Goto("/booking");
        var page = window.Page;
        var (date, time) = Visits.Next();
        await FillIn(page, date, time);
        await Visits.Fill(Gateway, date, time);
        await Submit(page);

        await Expect(Summary(page).GetByRole(AriaRole.Link)).ToHaveTextAsync("这个时间段刚被约满，请换一个");
        await Expect(page.GetByRole(AriaRole.Group, new() { Name = "上门时间段" })).ToBeFocusedAsync();
        await Expect(page.GetByLabel("姓名")).ToHaveValueAsync("周杰");
        await Expect(page.GetByLabel("上门日期")).ToHaveValueAsync(date);
        await Expect(page.GetByRole(AriaRole.Radio, new() { Checked = true })).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex($"^{Visits.Window(time)}.*不可约$") })).ToBeDisabledAsync();
        await window.LooksRight("slot-taken", "zh");
    }

    [Fact]
    public async Task Too_many_tries_are_told_with_the_seconds_to_wait()
    {
        var window = await (await Open(language: "en")).Expects("429", "/api/public/booking").Goto("/booking");
        var page = window.Page;
        await page.RouteAsync("**/api/public/booking", route => route.FulfillAsync(ListTests.Refusal(429, "too-many-requests", "7")));
        var (date, time) = Visits.Next();
        await FillIn(page, date, time, "Name", "Phone", "Address", "What is wrong", "Date", "I have read the privacy notice and agree");
        await Submit(page, "Book now");
        await Expect(Summary(page, "Too many tries. Wait 7 s")).ToBeFocusedAsync();
        await window.IsAccessible("too many tries");
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_again_and_books_once()
    {
        var window = await (await Open(language: "en")).Expects("net::ERR_FAILED", "/api/public/booking").Goto("/booking");
        var page = window.Page;
        var numbers = new List<string>();
        // The booking arrives, its answer does not.
        await page.RouteAsync("**/api/public/booking", async route =>
        {
            var answer = await route.FetchAsync();
            numbers.Add(answer.Headers["location"]);
            await (numbers.Count == 1 ? route.AbortAsync() : route.FulfillAsync(new() { Response = answer }));
        });
        var (date, time) = Visits.Next();
        await FillIn(page, date, time, "Name", "Phone", "Address", "What is wrong", "Date", "I have read the privacy notice and agree");
        await Submit(page, "Book now");
        await Expect(Summary(page, "Network problem. Your answers are kept; try again")).ToBeFocusedAsync();

        await Submit(page, "Book now");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your visit is booked" })).ToBeFocusedAsync();
        Assert.Equal(2, numbers.Count);
        Assert.Single(numbers.Distinct());
    }

    [Fact]
    public async Task A_failing_service_leaves_the_page_as_wide_as_the_phone_and_says_that_nothing_is_lost()
    {
        var window = await (await Open(width: 360)).Expects("503", "/api/public/booking").Goto("/booking");
        var page = window.Page;
        await page.RouteAsync("**/api/public/booking", route => route.FulfillAsync(new()
        {
            Status = 503,
            ContentType = "application/problem+json",
            Body = $$"""{"type":"urn:meida:problem:service-unavailable","status":503,"traceId":"{{new string('8', 32)}}"}""",
        }));
        var (date, time) = Visits.Next();
        await FillIn(page, date, time);
        await Submit(page);
        await Expect(page.Locator(".summary")).ToContainTextAsync("内容已保留");
        await Expect(page.Locator(".summary")).ToContainTextAsync(new string('8', 32));
        await window.FitsItsWidth("the refused booking");
        await Submit(page);
    }

    private static async Task FillIn(
        IPage page, string date, string time, string name = "姓名", string phone = "联系电话", string address = "上门地址", string issue = "故障描述",
        string day = "上门日期", string consent = "我已阅读并同意隐私说明")
    {
        await page.GetByLabel(name, new() { Exact = true }).FillAsync("周杰");
        await page.GetByLabel(phone, new() { Exact = true }).FillAsync("0571-8888 6666");
        await page.GetByLabel(address, new() { Exact = true }).FillAsync("杭州市西湖区文三路 500 号");
        await page.GetByLabel(issue, new() { Exact = true }).FillAsync("油烟机漏油");
        await page.GetByLabel(day, new() { Exact = true }).FillAsync(date);
        await page.GetByRole(AriaRole.Radio, new() { Name = Visits.Window(time) }).CheckAsync();
        await page.GetByLabel(consent).CheckAsync();
    }

    private static Task Submit(IPage page, string name = "提交预约") => page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();

    private static ILocator Summary(IPage page, string heading = "请修改以下内容") =>
        page.Locator("[aria-labelledby=summary-title]").Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = heading }) });
}
