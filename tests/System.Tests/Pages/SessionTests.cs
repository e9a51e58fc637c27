using System.Text.RegularExpressions;
using Meida.EndToEnd.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Meida.EndToEnd.Pages;

/// <summary>Who is signed in, for how long, and what that person may do.</summary>
public sealed class SessionTests(RunningSystem system, Browser browser) : PageTests(system, browser)
{
    [Fact]
    public async Task An_ended_session_keeps_what_was_typed_until_signed_in_again()
    {
        var (id, number) = await Visits.Book(Gateway, "旧名字");
        var window = await (await Open("agent")).Expects("401", $"/api/tickets/{id}").Goto($"/admin/tickets/{number}");
        var page = window.Page;
        await page.Locator("[data-action=edit]").ClickAsync();
        var edit = page.GetByRole(AriaRole.Dialog, new() { Name = $"编辑 {number}" });
        await edit.GetByLabel("姓名").FillAsync("新名字");
        await page.Context.ClearCookiesAsync();
        await edit.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(new Regex(@"/login\?next=.*expired=1"));
        await Expect(page.GetByText("登录已过期，请重新登录。未提交的内容已保留。")).ToBeVisibleAsync();
        await window.IsAccessible("the ended session");
        await page.GetByLabel("账号").FillAsync("agent");
        await page.GetByLabel("密码", new() { Exact = true }).FillAsync(Client.Password);
        await page.GetByLabel("密码", new() { Exact = true }).PressAsync("Enter");

        await Expect(edit.GetByLabel("姓名")).ToHaveValueAsync("新名字");
        await edit.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(edit).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = number })).ToContainTextAsync("新名字");
    }

    [Theory]
    [InlineData("admin", "确认 派工 开始服务 完成 改期 编辑 取消工单", true)]
    [InlineData("agent", "确认 开始服务 改期 编辑 取消工单", true)]
    [InlineData("ops", "派工 完成", false)]
    public async Task Permissions_decide_which_buttons_exist_and_the_status_which_work(string userName, string buttons, bool mayBook)
    {
        var (_, number) = await Visits.Book(Gateway);
        var page = (await (await Open(userName)).Goto($"/admin/tickets/{number}")).Page;
        var bar = page.GetByRole(AriaRole.Group, new() { Name = "操作" });
        await Expect(bar.GetByRole(AriaRole.Button)).ToHaveTextAsync(buttons.Split(' '));
        await Expect(bar.GetByRole(AriaRole.Button, new() { Name = "完成" })).ToHaveCountAsync(userName == "agent" ? 0 : 1);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "代客预约" })).ToHaveCountAsync(mayBook ? 1 : 0);

        foreach (var (action, reason) in new[] { ("assign", "确认后才能派工"), ("complete", "派工后才能完成"), ("start", "派工后才能开始服务") })
        {
            var button = bar.Locator($"[data-action={action}]");
            if (await button.CountAsync() == 0)
                continue;
            await Expect(button).ToBeDisabledAsync();
            await Expect(button).ToHaveAccessibleDescriptionAsync(reason);
            await button.ClickAsync(new() { Force = true });
            await Expect(page.Locator(".notice").Filter(new() { HasText = reason })).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task Guessing_a_password_is_stopped_and_the_page_says_for_how_long()
    {
        var window = await (await Open(width: 360)).Expects("401", "/api/auth/login").Expects("429", "/api/auth/login").Goto("/login");
        var page = window.Page;
        await page.GetByLabel("账号").FillAsync("nobody-guesses");
        var alert = page.GetByRole(AriaRole.Alert);
        for (var guess = 0; guess < 15 && !(await alert.AllInnerTextsAsync()).Any(text => text.StartsWith("尝试次数过多", StringComparison.Ordinal)); guess++)
        {
            await page.GetByLabel("密码", new() { Exact = true }).FillAsync($"guess-{guess}");
            await page.RunAndWaitForResponseAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "登录" }).ClickAsync(), "**/api/auth/login");
            await Expect(alert).ToBeFocusedAsync();
        }

        await Expect(alert).ToHaveTextAsync(new Regex("^尝试次数过多，请 [1-5] 分钟后再试$"));
        await Expect(page.GetByLabel("账号")).ToHaveValueAsync("nobody-guesses");
        await Expect(page.GetByLabel("密码", new() { Exact = true })).ToHaveValueAsync("");
        await window.IsAccessible("the locked sign-in");
        await window.Keep("login-locked.zh.360");
    }
}
