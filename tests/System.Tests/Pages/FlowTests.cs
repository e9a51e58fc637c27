using System.Text.RegularExpressions;
using Meida.EndToEnd.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Meida.EndToEnd.Pages;

/// <summary>People doing their work in the browser.</summary>
public sealed class FlowTests(RunningSystem system, Browser browser) : PageTests(system, browser)
{
    [Fact]
    public async Task A_customer_an_agent_a_manager_and_a_technician_take_a_ticket_from_booking_to_completion()
    {
        var number = await CustomerBooks();
        await AgentConfirms(number);
        await ManagerAssigns(number);
        await TechnicianCompletes(number);
        await CustomerLooksItUp(number);
    }

    [Fact]
    public async Task Whoever_changed_less_is_told_of_the_conflict_and_may_apply_the_change_to_the_latest()
    {
        var (id, number) = await Visits.Book(Gateway);
        var first = (await (await Open("agent")).Goto($"/admin/tickets/{number}")).Page;
        var second = await (await Open("admin")).Expects("412", $"/api/tickets/{id}").Goto($"/admin/tickets/{number}");

        await Button(second.Page, "编辑").ClickAsync();
        var edit = second.Page.GetByRole(AriaRole.Dialog, new() { Name = $"编辑 {number}" });
        await edit.GetByLabel("姓名").FillAsync("李静静");

        await Button(first, "编辑").ClickAsync();
        var other = first.GetByRole(AriaRole.Dialog, new() { Name = $"编辑 {number}" });
        await other.GetByLabel("上门地址").FillAsync("上海市徐汇区漕溪路 9 号");
        await other.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(other).ToHaveCountAsync(0);
        await Button(first, "确认").ClickAsync();
        await Expect(Chip(Drawer(first), "已确认")).ToBeVisibleAsync();

        await edit.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        var banner = second.Page.GetByRole(AriaRole.Region, new() { NameRegex = new Regex("agent.*修改了此工单") });
        await Expect(banner).ToBeVisibleAsync();
        await Expect(banner).ToBeFocusedAsync();
        await Expect(banner.GetByRole(AriaRole.Row, new() { Name = "状态 待确认 已确认" })).ToBeVisibleAsync();
        await second.IsAccessible("the conflict");
        await second.LooksRight("conflict", "zh");

        // Taken up again by hand, the words are there and the other's address is not set back.
        await banner.GetByRole(AriaRole.Button, new() { Name = "载入最新内容" }).ClickAsync();
        await Expect(banner).ToBeHiddenAsync();
        await Button(second.Page, "编辑").ClickAsync();
        await Expect(edit.GetByLabel("姓名")).ToHaveValueAsync("李静静");
        await Expect(edit.GetByLabel("上门地址")).ToHaveValueAsync("上海市徐汇区漕溪路 9 号");

        await Button(first, "改期").ClickAsync();
        var move = first.GetByRole(AriaRole.Dialog, new() { Name = $"改期 {number}" });
        var (date, time) = Visits.Next();
        await move.GetByLabel("上门日期").FillAsync(date);
        await move.GetByLabel("上门时间段").SelectOptionAsync(time);
        await move.GetByRole(AriaRole.Button, new() { Name = "改期" }).ClickAsync();
        await Expect(Drawer(first)).ToContainTextAsync($"{Visits.Window(time)}");

        await edit.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await banner.GetByRole(AriaRole.Button, new() { Name = "在最新版本上重试" }).ClickAsync();
        await Expect(banner).ToBeHiddenAsync();
        await Expect(Drawer(second.Page)).ToContainTextAsync("李静静");
        await Expect(Drawer(second.Page)).ToContainTextAsync("上海市徐汇区漕溪路 9 号");
        await Expect(Drawer(second.Page)).ToContainTextAsync(Visits.Window(time));
    }

    [Fact]
    public async Task A_change_shows_in_another_window_by_itself_and_moves_no_row()
    {
        await Visits.Book(Gateway, "王芳实时");
        var (_, number) = await Visits.Book(Gateway, "王芳实时");
        await Visits.Book(Gateway, "王芳实时");
        var watching = (await (await Open("ops")).Goto($"/admin/tickets?q={Uri.EscapeDataString("王芳实时")}")).Page;
        var rows = watching.GetByRole(AriaRole.Row).Filter(new() { HasText = "王芳实时" });
        await Expect(rows).ToHaveCountAsync(3);
        await Expect(watching.GetByText("实时", new() { Exact = true })).ToBeVisibleAsync();
        var before = await rows.GetByRole(AriaRole.Link).AllInnerTextsAsync();
        Assert.Equal(number, before[1]);

        var working = (await (await Open("agent")).Goto($"/admin/tickets/{number}")).Page;
        await Expect(working.Locator(".live[data-state=live]")).ToBeVisibleAsync();
        await Button(working, "确认").ClickAsync();

        await Expect(Chip(rows.Nth(1), "已确认")).ToBeVisibleAsync();
        Assert.Equal(before, await rows.GetByRole(AriaRole.Link).AllInnerTextsAsync());

        // Somebody else's ticket is no news of a list that would not show it.
        await Visits.Book(Gateway, "赵敏");
        await Visits.Book(Gateway, "王芳实时");
        await Expect(watching.Locator(".news")).ToHaveTextAsync("有 1 条新变化，点击刷新");
        await Expect(rows).ToHaveCountAsync(3);

        // By the next booking the echo of the own change has come too: it is neither a conflict nor news.
        await Expect(working.Locator(".news")).ToHaveTextAsync(new Regex(@"^有 \d+ 条新变化，点击刷新$"));
        await Expect(working.Locator(".conflict")).ToHaveCountAsync(0);
        await Expect(working.GetByText("工单刚有更新")).ToHaveCountAsync(0);
        await Expect(Chip(Drawer(working), "已确认")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Photos_reach_the_ticket_over_a_failing_network_and_a_reload()
    {
        var (id, number) = await Visits.Start(Gateway);
        var path = $"/api/tickets/{id}/images";
        var window = await Open(Visits.Technician, width: 360);
        window.Expects("net::ERR_FAILED", path);
        var (page, left) = (window.Page, int.MaxValue);
        await page.RouteAsync($"**{path}", route => Interlocked.Decrement(ref left) >= 0 ? route.AbortAsync() : route.ContinueAsync());
        var warned = 0;
        page.Dialog += async (_, dialog) =>
        {
            warned += dialog.Type == DialogType.BeforeUnload ? 1 : 0;
            await dialog.AcceptAsync();
        };

        await window.Goto("/admin/my-jobs");
        var job = Job(page, number);
        await Choose(page, job, [.. Enumerable.Range(1, 5).Select(seed => new FilePayload { Name = $"photo-{seed}.png", MimeType = "image/png", Buffer = Samples.Receipt(4000 + seed) })]);
        await Expect(job.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(5);
        await Expect(job.GetByText("秒后自动重试").First).ToBeVisibleAsync();
        await window.IsAccessible("photos that wait");

        await page.ReloadAsync();
        Assert.Equal(1, warned);
        await Expect(job.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(5);
        Interlocked.Exchange(ref left, 3);

        await Expect(page.GetByText("5 张照片已全部上传")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(job.GetByText("已上传 5 张")).ToBeVisibleAsync();
        await window.LooksRight("photos", "zh");

        // The same photo again, and what is no photo: both are told, neither is an alarm.
        await Choose(page, job, [new() { Name = "again.png", MimeType = "image/png", Buffer = Samples.Receipt(4001) }, new() { Name = "note.png", MimeType = "image/png", Buffer = "text"u8.ToArray() }], "再传照片");
        await Expect(job.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "again.png" })).ToContainTextAsync("已上传过");
        await Expect(job.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "note.png" })).ToContainTextAsync("只支持 JPG、PNG、WebP");
        using var admin = await Client.SignIn(Gateway, "admin");
        Assert.Equal(5, (await admin.Get(path)).Json["items"]!.AsArray().Count);
    }

    private async Task<string> CustomerBooks()
    {
        var window = await (await Open(width: 360)).Goto("/booking");
        var (page, (date, time)) = (window.Page, Visits.Next());
        await page.GetByLabel("姓名").FillAsync("陈伟");
        await page.GetByLabel("联系电话").FillAsync("１３７ 0013-7000");
        await page.GetByLabel("上门地址").FillAsync("上海市浦东新区张江路 88 号 3 栋 502 室");
        await page.GetByLabel("服务网点").SelectOptionAsync(Visits.Center);
        await page.GetByLabel("产品型号").FillAsync("集成灶 JCX8-1");
        await page.GetByLabel("故障描述").FillAsync("点火后自动熄灭，已持续两天");
        await page.GetByLabel("上门日期").FillAsync(date);
        await page.GetByRole(AriaRole.Radio, new() { Name = Visits.Window(time) }).CheckAsync();
        await page.GetByLabel("我已阅读并同意隐私说明").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "提交预约" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "预约成功" })).ToBeFocusedAsync();
        await Expect(page.GetByText("137****7000")).ToBeVisibleAsync();
        await window.IsAccessible("the booked visit");
        await window.Keep("booked.zh.360");
        var number = await page.GetByTestId("ticket-no").InnerTextAsync();
        Assert.Matches("^TK[0-9A-HJKMNP-TV-Z]{8}$", number);
        return number;
    }

    private async Task AgentConfirms(string number)
    {
        var page = await SignInByPage("/admin/tickets", "agent", 1280);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "工单", Exact = true })).ToBeVisibleAsync();
        // The ticket reaches the list a moment after the customer's answer.
        await page.GetByLabel("关键词").FillAsync(number);
        await page.GetByLabel("关键词").PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = number }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/admin/tickets/[0-9a-f-]{36}"));
        await Expect(Drawer(page)).ToContainTextAsync("137****7000");
        await Expect(Button(page, "派工")).ToHaveCountAsync(0);
        await Button(page, "确认").ClickAsync();
        await Expect(Chip(Drawer(page), "已确认")).ToBeVisibleAsync();
        await Expect(Drawer(page).GetByRole(AriaRole.Heading, new() { Name = number })).ToBeFocusedAsync();
    }

    private async Task ManagerAssigns(string number)
    {
        var page = await SignInByPage($"/admin/tickets/{number}", "ops", 1280);
        await Expect(Button(page, "确认")).ToHaveCountAsync(0);
        await Button(page, "派工").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = $"派工 {number}" });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "自动派工" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(Chip(Drawer(page), "已派工")).ToBeVisibleAsync();
        await Expect(page.GetByText("已派工给")).ToBeVisibleAsync();
    }

    private async Task TechnicianCompletes(string number)
    {
        var page = await SignInByPage("/admin/my-jobs", Visits.Technician, 360);
        var job = Job(page, number);
        // The visit is on another day: that day is folded, and the start is asked for.
        await page.Locator("details").Filter(new() { HasText = number }).Locator("summary").ClickAsync();
        await job.GetByRole(AriaRole.Button, new() { Name = $"开始服务 {number}" }).ClickAsync();
        var question = page.GetByRole(AriaRole.Dialog, new() { Name = $"开始服务 {number}" });
        await Expect(question).ToContainTextAsync("不是今天");
        await question.GetByRole(AriaRole.Button, new() { Name = "开始服务" }).ClickAsync();
        var complete = job.GetByRole(AriaRole.Button, new() { Name = $"完成 {number}" });
        await Expect(complete).ToBeDisabledAsync();
        await Expect(complete).ToHaveAccessibleDescriptionAsync("请先上传回执图片");
        await Choose(page, job, [new() { Name = "receipt.png", MimeType = "image/png", Buffer = Samples.Receipt(5000) }]);
        await Expect(job.GetByText("已上传 1 张")).ToBeVisibleAsync();
        await Expect(complete).ToBeEnabledAsync();
        await complete.ClickAsync();
        // Nothing of the report has to be filled in.
        await page.GetByRole(AriaRole.Dialog, new() { Name = $"完成 {number}" }).GetByRole(AriaRole.Button, new() { Name = "完成", Exact = true }).ClickAsync();
        await Expect(Chip(job, "已完成")).ToBeVisibleAsync();
    }

    private async Task CustomerLooksItUp(string number)
    {
        var page = (await (await Open(width: 360)).Goto("/booking#lookup")).Page;
        await page.GetByLabel("工单号").FillAsync(number.ToLowerInvariant());
        await page.GetByLabel("联系电话").FillAsync("+86 137 0013 7000");
        await page.GetByRole(AriaRole.Button, new() { Name = "查询" }).ClickAsync();
        var found = page.GetByRole(AriaRole.Region, new() { Name = number });
        await Expect(found).ToBeFocusedAsync();
        await Expect(found.GetByRole(AriaRole.Listitem)).ToContainTextAsync(["待确认", "已确认", "已派工", "服务中", "已完成"]);
    }

    /// <summary>Opens a page while nobody is signed in, signs in and arrives on it.</summary>
    private async Task<IPage> SignInByPage(string path, string userName, int width)
    {
        var window = await (await Open(width: width)).Expects("401", "/api/auth/me").Goto(path);
        await Expect(window.Page).ToHaveURLAsync(new Regex(@"/login\?next="));
        await window.Page.GetByLabel("账号").FillAsync(userName);
        await window.Page.GetByLabel("密码", new() { Exact = true }).FillAsync(Client.Password);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "登录" }).ClickAsync();
        await Expect(window.Page).ToHaveURLAsync(new Uri(Gateway, path).ToString());
        return window.Page;
    }

    private static async Task Choose(IPage page, ILocator job, FilePayload[] files, string button = "拍照上传")
    {
        var chooser = await page.RunAndWaitForFileChooserAsync(() => job.Locator("button").Filter(new() { HasText = button }).ClickAsync());
        Assert.True(chooser.IsMultiple);
        await chooser.SetFilesAsync(files);
    }

    private static ILocator Job(IPage page, string number) =>
        page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Listitem).Filter(new() { HasText = number });

    private static ILocator Drawer(IPage page) => page.GetByRole(AriaRole.Dialog, new() { NameRegex = new Regex("^TK.{8}$") });

    private static ILocator Button(IPage page, string name) => Drawer(page).GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator Chip(ILocator within, string status) => within.Locator(".chip").Filter(new() { HasText = status });
}
