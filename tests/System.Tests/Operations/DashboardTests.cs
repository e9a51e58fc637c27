using System.Net;
using Meida.EndToEnd.Pages;
using Meida.EndToEnd.Running;
using Meida.Testing;
using Microsoft.Playwright;
using Npgsql;
using RabbitMQ.Client;
using static Microsoft.Playwright.Assertions;

namespace Meida.EndToEnd.Operations;

/// <summary>The local engine's own page, in the browser, on the running system.</summary>
public sealed class DashboardTests(RunningSystem system, Browser browser) : PageTests(system, browser)
{
    private readonly RunningSystem _system = system;

    [Fact]
    public async Task A_parked_message_is_seen_and_arrives_when_an_operator_tries_it_again()
    {
        var exchange = $"operators-{Guid.NewGuid():N}";
        await using var connection = await Broker().CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
        var queue = (await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true)).QueueName;
        await channel.QueueBindAsync(queue, exchange, "");
        await Park(exchange);

        var page = (await (await Open()).Goto(_system.Run.Dashboard!.ToString())).Page;
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = exchange });
        await Expect(row).ToContainTextAsync("no queue took it", new() { Timeout = 40_000 });
        await Expect(page.Locator("#messages-summary")).ToContainTextAsync("need you");
        await row.GetByRole(AriaRole.Button, new() { Name = "Re-drive" }).ClickAsync();

        await Expect(page.Locator("#outcome")).ToContainTextAsync("done, 1");
        await Expect(row).ToHaveCountAsync(0);
        await Eventually.Is(async () => Assert.NotNull(await channel.BasicGetAsync(queue, autoAck: true)), TimeSpan.FromSeconds(30));
        await channel.ExchangeDeleteAsync(exchange);
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task The_page_is_accessible_and_not_cut_off_also_with_a_part_down(int width)
    {
        var window = await (await Open(width: width)).Goto(_system.Run.Dashboard!.ToString());
        var page = window.Page;
        await Expect(page.Locator("#messages").GetByRole(AriaRole.Row)).ToHaveCountAsync(5);
        await Expect(page.Locator("#states")).ToContainTextAsync("AWAITING_CANDIDATES");
        await LooksRight(window, $"dashboard-{width}");

        page.Dialog += async (_, dialog) => await dialog.AcceptAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop: tickets", Exact = true }).ClickAsync();
        try
        {
            await Expect(page.Locator("#summary")).ToContainTextAsync("tickets is stopped", new() { Timeout = 40_000 });
            await Expect(page.Locator("#messages-summary")).ToContainTextAsync("as far as is known. tickets is stopped.", new() { Timeout = 40_000 });
            await Expect(page.Locator("#assignments-summary")).ToHaveTextAsync("Unknown: tickets is stopped.", new() { Timeout = 40_000 });
            await LooksRight(window, $"dashboard-down-{width}");
        }
        finally
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Start: tickets", Exact = true }).ClickAsync();
            await Eventually.Is(TicketsAnswers, TimeSpan.FromSeconds(90));
        }

        await Expect(page.Locator("#summary")).ToContainTextAsync("are well", new() { Timeout = 40_000 });
    }

    private static async Task LooksRight(Window window, string name)
    {
        await window.IsAccessible(name);
        await window.FitsItsWidth(name);
        await window.Keep(name);
    }

    private async Task TicketsAnswers()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(_system.Run.Service("tickets").Url, "/health"))).StatusCode);
    }

    private async Task Park(string exchange)
    {
        await using var connection = new NpgsqlConnection(_system.Run.ConnectionString("booking"));
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

    private ConnectionFactory Broker()
    {
        var broker = _system.Run.Rabbitmq;
        return new ConnectionFactory { HostName = broker.Host, Port = broker.Port, UserName = broker.User, Password = broker.Password, VirtualHost = broker.Vhost ?? "/" };
    }
}
