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
        await window.LooksRight("booking", language);

        await window.Page.GetByRole(AriaRole.Button, new() { Name = submit }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await window.LooksRight("booking-errors", language);

        await window.Goto("/booking#lookup");
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = lookup })).ToBeVisibleAsync();
        await window.LooksRight("lookup", language);
    }

    [Theory]
    [InlineData("zh", "登录", "账号或密码不正确")]
    [InlineData("en", "Sign in", "Wrong user name or password")]
    public async Task The_sign_in_page(string language, string signIn, string wrong)
    {
        var window = await (await Open(language: language)).Expects("401", "/api/auth/login").Goto("/login");
        var button = window.Page.GetByRole(AriaRole.Button, new() { Name = signIn });
        await Expect(button).ToBeVisibleAsync();
        await window.LooksRight("login", language);

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
        await window.LooksRight("tickets", language);

        await window.Goto("/admin/tickets?q=nobody-has-this-name");
        await Expect(page.GetByText(none)).ToBeVisibleAsync();
        await window.LooksRight("tickets-none", language);

        using var admin = await Client.SignIn(Gateway, "admin");
        await window.Goto($"/admin/tickets/{await NumberOf(admin, "COMPLETED")}");
        await Expect(page.GetByRole(AriaRole.Img).First).ToBeVisibleAsync();
        await window.LooksRight("ticket", language);

        await window.Goto($"/admin/tickets/{await NumberOf(admin, "CONFIRMED")}");
        await page.GetByRole(AriaRole.Button, new() { Name = assign, Exact = true }).ClickAsync();
        await Expect(page.GetByText(load).First).ToBeVisibleAsync();
        await window.LooksRight("assign", language);
    }

    [Theory]
    [InlineData("zh", "代客预约", "请修改标出的内容")]
    [InlineData("en", "New ticket", "Correct the marked fields")]
    public async Task The_dialogs(string language, string create, string wrong)
    {
        using var admin = await Client.SignIn(Gateway, "admin");
        var (_, number) = await Visits.Book(Gateway);
        var window = await (await Open("admin", language)).Goto($"/admin/tickets/{number}");
        var page = window.Page;
        foreach (var action in (string[])["cancel", "reschedule", "edit"])
        {
            await page.Locator($"[data-action={action}]").ClickAsync();
            await Expect(page.Locator("dialog")).ToBeVisibleAsync();
            if (action == "cancel")
            {
                // Enter by habit cancels nothing.
                await Expect(page.Locator("dialog .modal-foot button").First).ToBeFocusedAsync();
                await page.Locator("dialog button[type=submit]").ClickAsync();
                await Expect(page.Locator("dialog textarea")).ToHaveAttributeAsync("aria-invalid", "true");
            }

            await window.LooksRight(action, language);
            await page.Keyboard.PressAsync("Escape");
            await Expect(page.Locator("dialog")).ToHaveCountAsync(0);
            await Expect(page.Locator($"[data-action={action}]")).ToBeFocusedAsync();
        }

        await window.Goto($"/admin/tickets/{await NumberOf(admin, "COMPLETED")}");
        await page.Locator(".thumb").First.ClickAsync();
        await Expect(page.Locator("dialog img")).ToBeVisibleAsync();
        await window.LooksRight("photo", language);

        await window.Goto("/admin/tickets");
        await page.GetByRole(AriaRole.Button, new() { Name = create }).ClickAsync();
        await page.Locator("dialog button[type=submit]").ClickAsync();
        await Expect(page.Locator("dialog").GetByText(wrong)).ToBeVisibleAsync();
        await window.LooksRight("new-ticket", language);
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("?");
        await window.LooksRight("shortcuts", language);
    }

    [Theory]
    [InlineData("zh", "页面不存在", "工单不存在，或不在您的权限范围内", "这段时间没有数据")]
    [InlineData("en", "Page not found", "This ticket does not exist or is not yours to see", "No data in this period")]
    public async Task What_is_not_there(string language, string noPage, string noTicket, string noData)
    {
        var window = await (await Open("ops", language)).Expects("404", "/api/tickets/TK00000000").Goto("/admin/elsewhere");
        var page = window.Page;
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = noPage })).ToBeVisibleAsync();
        await Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex($"^{noPage} · "));
        await window.LooksRight("not-found", language);

        await window.Goto("/admin/tickets/TK00000000");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(noTicket);
        await window.LooksRight("no-ticket", language);

        // The demo data fill every period: a center without tickets has none.
        await page.RouteAsync("**/api/tickets/stats?*", route => route.ContinueAsync(new() { Url = $"{route.Request.Url}&centerId={Guid.CreateVersion7()}" }));
        await window.Goto("/admin/stats");
        await Expect(page.GetByText(noData)).ToBeVisibleAsync();
        await window.LooksRight("stats-none", language);
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
        await window.LooksRight("my-jobs", language);

        await window.Goto("/admin/tickets");
        await Expect(window.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync(language == "zh" ? "没有权限" : "You do not have permission");
        await window.LooksRight("forbidden", language);
    }

    [Theory]
    [InlineData("zh", "统计", "查看数据表")]
    [InlineData("en", "Statistics", "Show as table")]
    public async Task The_statistics(string language, string heading, string table)
    {
        var window = await (await Open("ops", language)).Goto("/admin/stats");
        var page = window.Page;
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = heading, Exact = true })).ToBeVisibleAsync();
        await Expect(page.Locator("canvas")).ToHaveCountAsync(4);
        await page.Locator("canvas").First.HoverAsync();
        await window.LooksRight("stats", language);

        await page.GetByText(table).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Table).First).ToBeVisibleAsync();
        await window.IsAccessible("the statistics as a table");
    }

    [Theory]
    [InlineData("zh")]
    [InlineData("en")]
    public async Task The_workbench_fits_a_window_of_320_pixels(string language)
    {
        var window = await Open("ops", language, width: 320);
        foreach (var (path, shown) in ((string, string)[])[("/admin/tickets", "tbody tr"), ("/admin/stats", ".chart"), ($"/admin/tickets/{(await Visits.Book(Gateway)).Number}", ".drawer .facts")])
        {
            await window.Goto(path);
            await Expect(window.Page.Locator(shown).First).ToBeVisibleAsync();
            await window.FitsItsWidth(path);
        }
    }

    [Fact]
    public async Task The_longest_name_and_product_stay_in_their_row()
    {
        using var customer = Client.Anonymous(Gateway);
        var (date, time) = Visits.Next();
        (await customer.Post("/api/public/booking", new
        {
            customerName = new string('Ｗ', 50),
            customerPhone = "13900139002",
            address = "上海市浦东新区世纪大道 100 号",
            appointmentDate = date,
            appointmentTime = time,
            issueDesc = "漏水",
            productModel = new string('8', 100),
        })).Is(System.Net.HttpStatusCode.Created);
        var window = await Open("agent");
        foreach (var width in (int[])[1280, 768])
        {
            await window.Page.SetViewportSizeAsync(width, 800);
            await window.Goto($"/admin/tickets?q={new string('8', 20)}");
            await Expect(window.Page.Locator("tbody tr")).ToHaveCountAsync(1);
            Assert.InRange((await window.Page.Locator("tbody tr").BoundingBoxAsync())!.Height, 20, 110);
            Assert.True(await window.Page.Locator(".table-box").EvaluateAsync<bool>("box => box.scrollWidth <= box.clientWidth"), $"The list is cut off at {width} px.");
        }
    }

    private static async Task<string> NumberOf(Client client, string status) =>
        (string)(await client.Get($"/api/tickets?status={status}&pageSize=1")).Json["items"]![0]!["ticketNo"]!;
}
