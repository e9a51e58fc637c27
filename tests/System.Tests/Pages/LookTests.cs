using System.Text.RegularExpressions;
using Meida.EndToEnd.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Meida.EndToEnd.Pages;

/// <summary>Every page in both languages and at both widths: accessible, not cut off, and kept as a picture.</summary>
public sealed class LookTests(RunningSystem system, Browser browser) : PageTests(system, browser)
{
    [Theory]
    [InlineData("zh", "预约上门维修", "提交预约", "查询预约进度")]
    [InlineData("en", "Book a repair visit", "Book now", "Track your visit")]
    public async Task The_booking_page(string language, string heading, string submit, string lookup)
    {
        var window = await (await Open(language: language)).Goto("/booking");
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = heading })).ToBeVisibleAsync();
        await window.Page.Locator("input[type=date]").FillAsync(Visits.Next().Date);
        await Expect(window.Page.GetByRole(AriaRole.Radio).First).ToBeVisibleAsync();
        await LooksRight(window, "booking", language);

        await window.Page.GetByRole(AriaRole.Button, new() { Name = submit }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await LooksRight(window, "booking-errors", language);

        await window.Goto("/booking#lookup");
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = lookup })).ToBeVisibleAsync();
        await LooksRight(window, "lookup", language);
    }

    [Theory]
    [InlineData("zh", "登录", "账号或密码不正确")]
    [InlineData("en", "Sign in", "Wrong user name or password")]
    public async Task The_sign_in_page(string language, string signIn, string wrong)
    {
        var window = await (await Open(language: language)).Expects("401", "/api/auth/login").Goto("/login");
        var button = window.Page.GetByRole(AriaRole.Button, new() { Name = signIn });
        await Expect(button).ToBeVisibleAsync();
        await LooksRight(window, "login", language);

        await window.Page.Locator("input[name=userName]").FillAsync($"nobody-{language}");
        await window.Page.Locator("input[name=password]").FillAsync("wrong");
        await button.ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync(wrong);
        await Expect(window.Page.GetByRole(AriaRole.Alert)).ToBeFocusedAsync();
        await window.IsAccessible("the refused sign-in");
    }

    [Theory]
    [InlineData("zh", "没有符合条件的工单", "派工", "近 7 天")]
    [InlineData("en", "No tickets match", "Assign", "7 days:")]
    public async Task The_tickets(string language, string none, string assign, string load)
    {
        var window = await (await Open("admin", language)).Goto("/admin/tickets");
        var page = window.Page;
        await Expect(page.GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();
        await Expect(page.Locator(".live[data-state=live]")).ToBeVisibleAsync();
        await LooksRight(window, "tickets", language);

        await window.Goto("/admin/tickets?q=nobody-has-this-name");
        await Expect(page.GetByText(none)).ToBeVisibleAsync();
        await LooksRight(window, "tickets-none", language);

        using var admin = await Client.SignIn(Gateway, "admin");
        await window.Goto($"/admin/tickets/{await NumberOf(admin, "COMPLETED")}");
        await Expect(page.GetByRole(AriaRole.Img).First).ToBeVisibleAsync();
        await LooksRight(window, "ticket", language);

        await window.Goto($"/admin/tickets/{await NumberOf(admin, "CONFIRMED")}");
        await page.GetByRole(AriaRole.Button, new() { Name = assign, Exact = true }).ClickAsync();
        await Expect(page.GetByText(load).First).ToBeVisibleAsync();
        await LooksRight(window, "assign", language);
    }

    [Theory]
    [InlineData("zh", "拍照上传")]
    [InlineData("en", "Add photos")]
    public async Task The_jobs_of_a_technician(string language, string upload)
    {
        await Visits.Start(Gateway);
        var window = await (await Open(Visits.Technician, language)).Goto("/admin/my-jobs");
        await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = upload }).First).ToBeVisibleAsync();
        await Expect(window.Page.Locator(".live[data-state=live]")).ToBeVisibleAsync();
        await LooksRight(window, "my-jobs", language);

        await window.Goto("/admin/tickets");
        await Expect(window.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync(language == "zh" ? "没有权限" : "You do not have permission");
        await LooksRight(window, "forbidden", language);
    }

    [Theory]
    [InlineData("zh", "统计", "查看数据表")]
    [InlineData("en", "Statistics", "Show as table")]
    public async Task The_statistics(string language, string heading, string table)
    {
        var window = await (await Open("ops", language)).Goto("/admin/stats");
        var page = window.Page;
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = heading, Exact = true })).ToBeVisibleAsync();
        await Expect(page.Locator("canvas")).ToHaveCountAsync(3);
        await page.Locator("canvas").First.HoverAsync();
        await LooksRight(window, "stats", language);

        await page.GetByText(table).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Table).First).ToBeVisibleAsync();
        await window.IsAccessible("the statistics as a table");
    }

    private static async Task<string> NumberOf(Client client, string status) =>
        (string)(await client.Get($"/api/tickets?status={status}&pageSize=1")).Json["items"]![0]!["ticketNo"]!;

    private static async Task LooksRight(Window window, string name, string language)
    {
        foreach (var (width, height) in ((int, int)[])[(1280, 800), (360, 740)])
        {
            await window.Page.SetViewportSizeAsync(width, height);
            var what = $"{name}.{language}.{width}";
            await window.Keep(what);
            await window.FitsItsWidth(what);
            await window.IsAccessible(what);
        }

        await window.Page.SetViewportSizeAsync(1280, 800);
    }
}
