using System.Text.RegularExpressions;
using Meida.EndToEnd.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Meida.EndToEnd.Pages;

/// <summary>The pages of those who keep accounts, technicians, centers and products, and the workbench's queues and themes.</summary>
public sealed class ManageTests(RunningSystem system, Browser browser) : PageTests(system, browser)
{
    [Theory]
    [InlineData("zh", "技师 网点 产品 账号 审计日志")]
    [InlineData("en", "Technicians|Centers|Products|Accounts|Audit log")]
    public async Task Every_page_of_management_is_whole_at_every_width(string language, string names)
    {
        var window = await (await Open("admin", language)).Goto("/admin/technicians");
        var page = window.Page;
        var menu = page.Locator(".sub-nav").GetByRole(AriaRole.Link);
        await Expect(menu).ToHaveTextAsync(names.Split(language == "zh" ? ' ' : '|'));
        foreach (var name in (string[])["technicians", "centers", "products", "accounts", "audit"])
        {
            await window.Goto($"/admin/{name}");
            await Expect(page.Locator(".manage-table tbody tr, .empty").First).ToBeVisibleAsync();
            await window.LooksRight($"manage-{name}", language);
            await page.SetViewportSizeAsync(768, 1024);
            await window.FitsItsWidth($"{name} at 768");
            await window.IsAccessible($"{name} at 768");
            await page.SetViewportSizeAsync(1280, 800);
            if (name is "audit")
                continue;
            await page.Locator(".list-actions .primary").ClickAsync();
            await Expect(page.Locator("dialog")).ToBeVisibleAsync();
            await window.LooksRight($"manage-{name}-new", language);
        }

        await window.Goto("/admin/account");
        await window.LooksRight("account", language);
    }

    [Fact]
    public async Task A_new_account_gets_a_password_once_and_its_owner_makes_another()
    {
        var userName = $"clerk-{Guid.NewGuid():N}"[..14];
        var page = (await (await Open("admin")).Goto("/admin/accounts")).Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "新增账号" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "新增账号" });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(dialog.GetByLabel("账号")).ToBeFocusedAsync();
        await dialog.GetByLabel("账号").FillAsync(userName);
        await dialog.GetByLabel("显示名称").FillAsync("新客服");
        await dialog.GetByLabel("客服").CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        var shown = page.GetByRole(AriaRole.Dialog, new() { Name = "初始密码" });
        var password = await shown.GetByTestId("initial-password").InnerTextAsync();
        await shown.GetByRole(AriaRole.Button, new() { Name = "关闭" }).Last.ClickAsync();
        await page.GetByLabel("查找").FillAsync(userName);
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = userName })).ToContainTextAsync("新客服");
        Assert.DoesNotContain(password, await page.ContentAsync(), StringComparison.Ordinal);

        var clerk = (await (await Open()).Expects("403", "/api/auth/me").Expects("401", "/api/auth/me").Goto("/login")).Page;
        await clerk.GetByLabel("账号").FillAsync(userName);
        await clerk.GetByLabel("密码", new() { Exact = true }).FillAsync(password);
        await clerk.GetByRole(AriaRole.Button, new() { Name = "登录" }).ClickAsync();
        await clerk.GetByLabel("新密码").FillAsync("a-password-of-my-own-7");
        await clerk.GetByRole(AriaRole.Button, new() { Name = "登录" }).ClickAsync();
        await Expect(clerk).ToHaveURLAsync(new Regex("/admin/tickets$"));
        await Expect(clerk.GetByRole(AriaRole.Link, new() { Name = "管理" })).ToHaveCountAsync(1);
        await clerk.GotoAsync("/admin/accounts");
        await Expect(clerk.GetByRole(AriaRole.Heading)).ToHaveTextAsync("没有权限");
    }

    [Fact]
    public async Task A_queue_is_counted_and_stands_in_the_address()
    {
        var (_, number) = await Visits.Book(Gateway, "排队客");
        var page = (await (await Open("agent")).Goto("/admin/tickets")).Page;
        var queue = page.GetByRole(AriaRole.Group, new() { Name = "队列" }).GetByRole(AriaRole.Button);
        await Expect(queue).ToHaveTextAsync([new Regex(@"^待确认\d+\+?$"), new Regex(@"^待派工\d+\+?$"), new Regex(@"^今天\d+\+?$"), new Regex(@"^超时\d+\+?$"), new Regex(@"^全部\d+\+?$")]);
        await queue.Nth(0).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@"/admin/tickets\?queue=booked$"));
        await Expect(queue.Nth(0)).ToHaveAttributeAsync("aria-pressed", "true");
        await page.GetByLabel("关键词").FillAsync("排队客");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = number })).ToBeVisibleAsync();
        // Anywhere in the row.
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = number }).Locator(".c-address").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = number })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_workbench_is_readable_in_the_dark()
    {
        var (_, number) = await Visits.Start(Gateway);
        var window = await Open("admin");
        await window.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark, ReducedMotion = ReducedMotion.Reduce });
        foreach (var (path, shown) in ((string, string)[])[("/admin/tickets", "tbody tr"), ($"/admin/tickets/{number}", ".drawer .facts"), ("/admin/stats", ".chart"), ("/admin/accounts", "tbody tr")])
        {
            await window.Goto(path);
            await Expect(window.Page.Locator(shown).First).ToBeVisibleAsync();
            await Expect(window.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
            await window.LooksRight($"dark{path.Replace('/', '-').Replace(number, "ticket", StringComparison.Ordinal)}", "zh");
        }

        var technician = await Open(Visits.Technician, width: 360);
        await technician.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark, ReducedMotion = ReducedMotion.Reduce });
        await technician.Goto("/admin/my-jobs");
        await Expect(technician.Page.Locator(".job").First).ToBeVisibleAsync();
        await technician.LooksRight("dark-my-jobs", "zh");
    }

    [Fact]
    public async Task The_rarer_actions_stand_under_a_menu_and_what_cannot_be_undone_is_asked_for_twice()
    {
        var (_, number) = await Visits.Start(Gateway);
        var window = await (await Open("admin")).Goto($"/admin/tickets/{number}");
        var page = window.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "更多操作" }).ClickAsync();
        await window.LooksRight("ticket-more", "zh");
        await page.Locator("[data-action=return]").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = $"退回 {number}" });
        await dialog.GetByLabel("退回原因").FillAsync("客户不在家");
        await window.LooksRight("return", "zh");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "退回工单" }).ClickAsync();
        await Expect(page.Locator(".drawer-head .chip")).ToHaveTextAsync("已确认");
        await Expect(page.Locator(".timeline li").First).ToContainTextAsync("客户不在家");

        await page.GetByRole(AriaRole.Button, new() { Name = "更多操作" }).ClickAsync();
        await page.Locator("[data-action=erase]").ClickAsync();
        var erase = page.GetByRole(AriaRole.Dialog, new() { Name = $"删除 {number} 的客户信息" });
        await erase.GetByRole(AriaRole.Button, new() { Name = "继续" }).ClickAsync();
        await erase.GetByLabel("再次确认").FillAsync("TK00000000");
        await erase.GetByRole(AriaRole.Button, new() { Name = "永久删除" }).ClickAsync();
        await Expect(erase.GetByText("工单号不一致")).ToBeVisibleAsync();
        await window.LooksRight("erase", "zh");
        await erase.GetByLabel("再次确认").FillAsync(number);
        await erase.GetByRole(AriaRole.Button, new() { Name = "永久删除" }).ClickAsync();
        await Expect(page.Locator(".drawer .facts")).ToContainTextAsync("客户信息已删除");
    }
}
