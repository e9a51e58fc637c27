using System.Net;
using Meida.EndToEnd.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Meida.EndToEnd.Pages;

/// <summary>The customer's own page, by the link of her booking.</summary>
public sealed class OwnTicketPageTests(RunningSystem system, Browser browser) : PageTests(system, browser)
{
    [Theory]
    [InlineData("zh", "改时间", "取消预约")]
    [InlineData("en", "Move", "Cancel the visit")]
    public async Task It_is_whole_on_a_phone_and_at_a_desk(string language, string move, string cancel)
    {
        var window = await (await Open(language: language)).Goto(await Link());
        var page = window.Page;
        await Expect(page.Locator(".chip")).ToBeVisibleAsync();
        await window.LooksRight("own-ticket", language);
        foreach (var name in (string[])[move, cancel])
        {
            await page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
            await window.LooksRight($"own-ticket-{(name == move ? "move" : "cancel")}", language);
            await page.GetByRole(AriaRole.Button, new() { Name = language == "zh" ? "返回" : "Back" }).ClickAsync();
        }
    }

    [Fact]
    public async Task On_her_phone_she_shows_the_fault_stops_messages_and_cancels()
    {
        var page = (await (await Open(width: 360, height: 740)).Goto(await Link())).Page;
        await page.GetByLabel("照片").SetInputFilesAsync(new FilePayload { Name = "fault.png", MimeType = "image/png", Buffer = Samples.Receipt(1701) });
        await page.GetByRole(AriaRole.Button, new() { Name = "上传照片" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("照片已上传");

        await page.GetByLabel("有变化时发短信通知我").UncheckAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("不再发送通知");
        await page.ReloadAsync();
        await Expect(page.GetByLabel("有变化时发短信通知我")).Not.ToBeCheckedAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "催一催" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("已提醒客服尽快处理");
        await page.GetByRole(AriaRole.Button, new() { Name = "取消预约" }).ClickAsync();
        await page.GetByLabel("取消原因").FillAsync("自己修好了");
        await page.GetByRole(AriaRole.Button, new() { Name = "确定取消" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("预约已取消");
        await Expect(page.Locator(".chip")).ToHaveTextAsync("已取消");
        await Expect(page.GetByLabel("照片")).ToHaveCountAsync(0);
    }

    private async Task<string> Link()
    {
        using var customer = Client.Anonymous(Gateway);
        var (date, time) = Visits.Next();
        return (string)(await customer.Post("/api/public/booking", new
        {
            customerName = "李静",
            customerPhone = "13900139007",
            address = "上海市浦东新区世纪大道 100 号 8 楼",
            appointmentDate = date,
            appointmentTime = time,
            issueDesc = "集成灶点火后自动熄灭",
        })).Is(HttpStatusCode.Created).Json["manageUrl"]!;
    }
}
