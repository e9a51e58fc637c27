using Meida.EndToEnd.Pages;
using Meida.EndToEnd.Running;
using Meida.Testing;
using Microsoft.Playwright;
using Npgsql;
using RabbitMQ.Client;
using static Microsoft.Playwright.Assertions;

namespace Meida.EndToEnd.Operations;

/// <summary>Aspire's dashboard of a run as <c>./run</c> starts it, in the browser, at the address of <c>run.json</c>.</summary>
[Collection(SystemCollection.Name)]
public sealed class DashboardTests(Browser browser) : IAsyncLifetime
{
    private readonly ScratchDirectory _home = TestPlaces.Scratch();
    private RunProcess _run = null!;

    public async ValueTask InitializeAsync() => _run = await RunProcess.StartHealthy(_home.Path);

    public ValueTask DisposeAsync()
    {
        _run.Dispose();
        _home.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Operators_see_every_part_find_a_ticket_in_the_logs_and_a_trace_and_repair()
    {
        using var customer = Client.Anonymous(_run.Run.Gateway);
        var number = (string)(await customer.Post("/api/public/booking", Samples.Booking())).Is(System.Net.HttpStatusCode.Created).Json["ticketNo"]!;
        var exchange = $"booking-operators-{Guid.NewGuid():N}";
        await using var connection = await _run.Run.ConnectToBroker();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
        var queue = (await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true)).QueueName;
        await channel.QueueBindAsync(queue, exchange, "");
        await Park(exchange);

        var window = await browser.Open(new Uri(_run.Run.Dashboard), "en", 1400, 900);
        var page = window.Page;
        // The dashboard now and then shows an error page of its own until it is loaded again.
        await Eventually.Is(async () =>
        {
            await page.GotoAsync(_run.Run.Dashboard);
            foreach (var part in (string[])["gateway", "booking", "tickets", "technicians", "files", "postgres", "messaging"])
                await Expect(page.GetByText(part, new() { Exact = true }).First).ToBeVisibleAsync(new() { Timeout = 20_000 });
        }, TimeSpan.FromMinutes(2));
        await window.Keep("dashboard-resources");

        await Command(page, "Show messages");
        await Expect(page.GetByText(exchange).First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await window.Keep("dashboard-messages");
        await page.Keyboard.PressAsync("Escape");

        await page.GotoAsync(Page("/structuredlogs"));
        await page.Locator("input[name=structured-logs-search]").FillAsync(number);
        await Expect(page.GetByText($"{number}: Booked").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await window.Keep("dashboard-logs");

        await page.Locator("a[href^='/traces/detail/']").First.ClickAsync();
        foreach (var service in (string[])["gateway", "booking", "tickets", "files"])
            await Expect(page.GetByText(service).First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(page.GetByText("POST /api/public/booking").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await window.Keep("dashboard-trace");

        await page.GotoAsync(_run.Run.Dashboard);
        await Command(page, "Re-drive parked messages");
        await page.Locator("fluent-button").Filter(new() { HasText = "Yes" }).First.ClickAsync();
        await Eventually.Is(async () => Assert.NotNull(await channel.BasicGetAsync(queue, autoAck: true)), TimeSpan.FromSeconds(60));
        await window.Keep("dashboard-redriven");
        await channel.ExchangeDeleteAsync(exchange);
        await window.Close();
    }

    private static async Task Command(IPage page, string name)
    {
        var row = page.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByText("booking", new() { Exact = true }) });
        await row.GetByRole(AriaRole.Button, new() { Name = "Actions" }).ClickAsync(new() { Timeout = 60_000 });
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Commands" }).First.HoverAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = name, Exact = true }).ClickAsync();
    }

    private string Page(string path) => new Uri(new Uri(_run.Run.Dashboard), path).ToString();

    private async Task Park(string exchange)
    {
        await using var connection = new NpgsqlConnection(_run.Run.ConnectionString("booking"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            insert into outbox_message (message_id, destination, mandatory, content_type, body, headers, attempts, last_error, parked_at)
            values ($1, $2, true, 'application/json', '{}', '{}', 20, 'no queue took it', now())
            """, connection)
        {
            Parameters = { new() { Value = Guid.NewGuid() }, new() { Value = "exchange:" + exchange } },
        };
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
