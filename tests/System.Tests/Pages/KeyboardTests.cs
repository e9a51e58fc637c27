using System.Text.RegularExpressions;
using Meida.EndToEnd.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Meida.EndToEnd.Pages;

/// <summary>The same work with no mouse: the pointer never touches a page.</summary>
public sealed class KeyboardTests(RunningSystem system, Browser browser) : PageTests(system, browser)
{
    [Fact]
    public async Task The_whole_flow_goes_by_keyboard()
    {
        var number = await CustomerBooks();

        var agent = await SignIn($"/admin/tickets?q={number}", "agent");
        await Expect(agent.GetByRole(AriaRole.Link, new() { Name = number })).ToBeVisibleAsync();
        await agent.Keyboard.PressAsync("j");
        await Expect(agent.GetByRole(AriaRole.Link, new() { Name = number })).ToBeFocusedAsync();
        await agent.Keyboard.PressAsync("Enter");
        await Expect(Heading(agent, number)).ToBeFocusedAsync();
        await agent.Keyboard.PressAsync("c");
        // A letter is soon pressed by mistake: it asks, and Enter by habit confirms nothing.
        var sure = agent.GetByRole(AriaRole.Dialog, new() { Name = $"确认工单 {number}" });
        await Expect(sure.GetByRole(AriaRole.Button, new() { Name = "返回" })).ToBeFocusedAsync();
        await agent.Keyboard.PressAsync("Tab");
        await agent.Keyboard.PressAsync("Enter");
        await Expect(Drawer(agent).Locator(".chip")).ToHaveTextAsync("已确认");
        await Expect(Heading(agent, number)).ToBeFocusedAsync();

        var manager = await SignIn($"/admin/tickets/{number}", "ops");
        await Expect(Heading(manager, number)).ToBeVisibleAsync();
        await manager.Keyboard.PressAsync("a");
        var dialog = manager.GetByRole(AriaRole.Dialog, new() { Name = $"派工 {number}" });
        await TabTo(manager, dialog.GetByRole(AriaRole.Button, new() { Name = "自动派工" }));
        await manager.Keyboard.PressAsync("Enter");
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(Drawer(manager).Locator(".chip")).ToHaveTextAsync("已派工");

        await TechnicianCompletes(number);
    }

    [Fact]
    public async Task Single_keys_move_open_turn_search_and_copy_and_are_off_while_typing()
    {
        foreach (var _ in Enumerable.Range(0, 3))
            await Visits.Book(Gateway, "键盘员");
        var page = (await (await Open("agent")).Goto($"/admin/tickets?q={Uri.EscapeDataString("键盘员")}")).Page;
        var links = page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link);
        await Expect(links).ToHaveCountAsync(3);
        var numbers = await links.AllInnerTextsAsync();

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(links.Nth(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("k");
        await Expect(links.Nth(0)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(Heading(page, numbers[0])).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("]");
        await Expect(Heading(page, numbers[1])).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("[");
        await Expect(Heading(page, numbers[0])).ToBeVisibleAsync();
        await Expect(page).ToHaveTitleAsync($"{numbers[0]} · 工单 · 美大服务工作台");

        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.Keyboard.PressAsync("y");
        await Expect(page.GetByText($"已复制 {numbers[0]}")).ToBeVisibleAsync();
        Assert.Equal(numbers[0], await page.EvaluateAsync<string>("navigator.clipboard.readText()"));

        await page.Keyboard.PressAsync("Escape");
        await Expect(Drawer(page)).ToHaveCountAsync(0);
        await Expect(links.Nth(0)).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("?");
        var sheet = page.GetByRole(AriaRole.Dialog, new() { Name = "键盘快捷键" });
        await Expect(sheet).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(sheet).ToHaveCountAsync(0);

        await page.Keyboard.PressAsync("f");
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "状态" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await links.Nth(0).FocusAsync();
        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByLabel("关键词")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("?jy");
        await Expect(page.GetByLabel("关键词")).ToHaveValueAsync("键盘员?jy");
        await Expect(sheet).ToHaveCountAsync(0);
    }

    private async Task<string> CustomerBooks()
    {
        var page = (await (await Open(width: 360)).Goto("/booking")).Page;
        var (date, time) = Visits.Next();
        await TabTo(page, page.GetByLabel("姓名"));
        await page.Keyboard.TypeAsync("吴键");
        await TabTo(page, page.GetByLabel("联系电话"));
        await page.Keyboard.TypeAsync("13600136000");
        await TabTo(page, page.GetByLabel("上门地址"));
        await page.Keyboard.TypeAsync("上海市浦东新区世纪大道 8 号");
        await TabTo(page, page.GetByLabel("服务网点"));
        await page.Keyboard.TypeAsync(Visits.Center);
        await TabTo(page, page.GetByLabel("故障描述"));
        await page.Keyboard.TypeAsync("不打火");
        await TabTo(page, page.GetByLabel("上门日期"));
        // Month, day, year: the browser is started in English.
        await page.Keyboard.TypeAsync($"{date[5..7]}{date[8..]}{date[..4]}");
        await Expect(page.GetByLabel("上门日期")).ToHaveValueAsync(date);
        await Expect(page.GetByRole(AriaRole.Radio).First).ToBeVisibleAsync();
        await TabTo(page, page.GetByRole(AriaRole.Radio).First);
        await page.Keyboard.PressAsync("Space");
        for (var radio = page.GetByRole(AriaRole.Radio, new() { Name = Visits.Window(time) }); !await radio.IsCheckedAsync();)
            await page.Keyboard.PressAsync("ArrowDown");
        await TabTo(page, page.GetByLabel("我已阅读并同意隐私说明"));
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "预约成功" })).ToBeFocusedAsync();
        return await page.GetByTestId("ticket-no").InnerTextAsync();
    }

    private async Task TechnicianCompletes(string number)
    {
        var page = await SignIn("/admin/my-jobs", Visits.Technician, 360);
        var job = page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Listitem).Filter(new() { HasText = number });
        var chooser = new TaskCompletionSource<IFileChooser>();
        // Asked for well before: a key is faster than the browser is told to hand the chooser over.
        page.FileChooser += (_, opened) => chooser.TrySetResult(opened);
        // Days to come are folded.
        await TabTo(page, page.Locator("details").Filter(new() { HasText = number }).Locator("summary"));
        await page.Keyboard.PressAsync("Enter");
        await TabTo(page, job.GetByRole(AriaRole.Button, new() { Name = "开始服务" }));
        await page.Keyboard.PressAsync("Enter");
        // Of another day it is asked for, and Enter by habit starts nothing.
        var question = page.GetByRole(AriaRole.Dialog);
        await Expect(question.GetByRole(AriaRole.Button, new() { Name = "返回" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(job.Locator("button").Filter(new() { HasText = "拍照上传" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await (await chooser.Task.WaitAsync(TimeSpan.FromSeconds(20))).SetFilesAsync(new FilePayload { Name = "receipt.png", MimeType = "image/png", Buffer = Samples.Receipt(6000) });
        var complete = job.GetByRole(AriaRole.Button, new() { Name = $"完成 {number}" });
        await Expect(complete).ToBeEnabledAsync();
        await TabTo(page, complete);
        await page.Keyboard.PressAsync("Enter");
        var report = page.GetByRole(AriaRole.Dialog, new() { Name = $"完成 {number}" });
        await Expect(report.GetByLabel("处理结果")).ToBeFocusedAsync();
        await TabTo(page, report.GetByRole(AriaRole.Button, new() { Name = "完成", Exact = true }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(job.Locator(".chip")).ToHaveTextAsync("已完成");
        await Expect(job.GetByRole(AriaRole.Heading)).ToBeFocusedAsync();
    }

    private async Task<IPage> SignIn(string path, string userName, int width = 1280)
    {
        var page = (await (await Open(width: width)).Expects("401", "/api/auth/me").Goto(path)).Page;
        await Expect(page).ToHaveURLAsync(new Regex(@"/login\?next="));
        await TabTo(page, page.GetByLabel("账号"));
        await page.Keyboard.TypeAsync(userName);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(Client.Password);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Uri(Gateway, path).ToString());
        return page;
    }

    private static async Task TabTo(IPage page, ILocator target)
    {
        await Expect(target).ToBeVisibleAsync();
        for (var press = 0; press < 80; press++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
                return;
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"No number of Tab presses leads to {target}.");
    }

    private static ILocator Drawer(IPage page) => page.GetByRole(AriaRole.Dialog, new() { NameRegex = new Regex("^TK.{8}$") });

    private static ILocator Heading(IPage page, string number) => Drawer(page).GetByRole(AriaRole.Heading, new() { Name = number });
}
