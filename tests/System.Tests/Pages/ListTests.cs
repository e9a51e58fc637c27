using System.Text.RegularExpressions;
using Meida.EndToEnd.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Meida.EndToEnd.Pages;

/// <summary>Finding tickets: the address tells the filters, and what happens when the list cannot be had.</summary>
public sealed class ListTests(RunningSystem system, Browser browser) : PageTests(system, browser)
{
    [Fact]
    public async Task Filters_are_in_the_address_and_the_back_button_closes_the_ticket()
    {
        var name = "地址栏客";
        var (_, number) = await Visits.Book(Gateway, name);
        var page = (await (await Open("agent")).Goto("/admin/tickets")).Page;
        await page.GetByLabel("关键词").FillAsync(name);
        await page.GetByLabel("关键词").PressAsync("Enter");
        await page.Locator(".el-select").Filter(new() { Has = page.GetByRole(AriaRole.Combobox, new() { Name = "状态" }) }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "待确认" }).ClickAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.GetByLabel("排序").SelectOptionAsync("latest");
        await Expect(page.GetByText("共 1 单")).ToBeVisibleAsync();
        var filtered = page.Url;
        Assert.Equal($"?status=BOOKED&q={Uri.EscapeDataString(name)}&sort=latest", new Uri(filtered).Query);

        await page.GetByRole(AriaRole.Link, new() { Name = number }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = number })).ToBeVisibleAsync();
        await page.GoBackAsync();
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = number })).ToHaveCountAsync(0);
        Assert.Equal(filtered, page.Url);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = number })).ToBeFocusedAsync();

        await page.ReloadAsync();
        await Expect(page.GetByLabel("关键词")).ToHaveValueAsync(name);
        await Expect(page.GetByText("共 1 单")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "清除筛选" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@"/admin/tickets\?sort=latest$"));
        await Expect(page.GetByLabel("关键词")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task A_lost_network_is_told_and_the_list_comes_back_by_itself()
    {
        await Visits.Book(Gateway);
        var window = await Open("agent");
        foreach (var path in (string[])["/api/tickets", "/api/tickets/stream"])
            window.Expects("net::ERR_INTERNET_DISCONNECTED", path);
        var page = (await window.Goto("/admin/tickets")).Page;
        await Expect(page.GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();

        await page.Context.SetOfflineAsync(true);
        await Expect(page.GetByText("网络已断开，恢复后自动重试")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("r");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("加载失败，请重试");
        // What was there stays readable.
        await Expect(page.GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();
        await Expect(page.Locator(".live")).ToHaveTextAsync("已离线");
        await window.LooksRight("tickets-offline", "zh");

        await page.Context.SetOfflineAsync(false);
        await Expect(page.GetByText("网络已断开，恢复后自动重试")).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await Expect(page.Locator(".live[data-state=live]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_failing_service_is_told_with_the_number_to_report_and_tried_again()
    {
        var window = await (await Open("agent", "en")).Expects("503", "/api/tickets").Expects("429", "/api/tickets").Goto("/login");
        var page = window.Page;
        var answers = new Queue<RouteFulfillOptions>([Refusal(503, "service-unavailable"), Refusal(429, "too-many-requests", "12")]);
        await page.RouteAsync(new Regex(@"/api/tickets\?"), route => answers.TryDequeue(out var refusal) ? route.FulfillAsync(refusal) : route.ContinueAsync());
        await window.Goto("/admin/tickets");
        var alert = page.GetByRole(AriaRole.Alert);
        await Expect(alert).ToContainTextAsync("Could not load. Try again");
        await Expect(alert).ToContainTextAsync("Ref 4bf92f3577b34da6a3ce929d0e0e4736");
        await window.LooksRight("tickets-error", "en");
        await alert.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(alert).ToContainTextAsync("Too many tries. Wait 12 s");
        await alert.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();
        await Expect(alert).ToHaveCountAsync(0);
    }

    internal static RouteFulfillOptions Refusal(int status, string slug, string? retryAfter = null) => new()
    {
        Status = status,
        ContentType = "application/problem+json",
        Headers = retryAfter is null ? null : new Dictionary<string, string> { ["Retry-After"] = retryAfter, ["Content-Type"] = "application/problem+json" },
        Body = $$"""{"type":"urn:meida:problem:{{slug}}","title":"x","status":{{status}},"traceId":"4bf92f3577b34da6a3ce929d0e0e4736"}""",
    };
}
