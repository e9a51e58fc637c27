using System.Net;
using System.Text;
using Meida.EndToEnd.Running;
using Meida.Testing;

namespace Meida.EndToEnd.Privacy;

/// <summary>A customer's number is looked for everywhere the product keeps or sends anything.</summary>
[Collection(SystemCollection.Name)]
public sealed class MarkerNumberTests(RunningSystem system)
{
    private const string Marker = "13987654321";
    private const string Name = "欧阳标记人";

    [Fact]
    public async Task A_customers_number_is_in_no_table_message_log_trace_or_export()
    {
        await using var tap = await MessageTap.Connect(system.Run);
        using var customer = Client.Anonymous(system.Gateway);
        using var admin = await Client.SignIn(system.Gateway, "admin");

        var booked = (await customer.Post("/api/public/booking", Samples.Booking("+86 139-8765-4321", Name), idempotencyKey: "marker")).Is(HttpStatusCode.Created).Json;
        var (id, number) = ((string)booked["ticketId"]!, (string)booked["ticketNo"]!);
        (await customer.Post("/api/public/booking", Samples.Booking(Marker, "欧\u0001阳"))).Is(HttpStatusCode.BadRequest, "validation");
        (await customer.Post("/api/public/booking/lookup", new { ticketNo = number, customerPhone = Marker })).Is(HttpStatusCode.OK);
        (await admin.Post($"/api/tickets/{id}/confirm")).Is(HttpStatusCode.OK);
        (await admin.Post($"/api/tickets/{id}/assign", new { })).Is(HttpStatusCode.OK);
        (await admin.Upload($"/api/tickets/{id}/images", ("r.png", Samples.Receipt(77)))).Is(HttpStatusCode.Created);
        (await admin.Get($"/api/tickets?q={Marker}")).Is(HttpStatusCode.OK);
        (await admin.Post($"/api/tickets/{id}/complete")).Is(HttpStatusCode.OK);
        var revealed = (await admin.Post($"/api/tickets/{id}/reveal-phone")).Is(HttpStatusCode.OK).Json;
        Assert.Equal(Marker, (string)revealed["customerPhone"]!);

        // The tap reads what was sent: without messages it would find nothing in nothing.
        await Eventually.Is(() =>
        {
            Assert.Contains(tap.Messages, message => message.RoutingKey == "ticket.completed" && message.Body.Contains(id, StringComparison.Ordinal));
            Assert.Contains(tap.Messages, message => message.Exchange == "meida.booking.booking-submitted.v1" && message.Body.Contains(id, StringComparison.Ordinal));
            return Task.CompletedTask;
        });
        Assert.DoesNotContain(tap.Messages, message => Holds(message.Body));

        var (hits, tablesRead) = await system.Run.TablesWith(Marker);
        Assert.Empty(hits);
        Assert.True(tablesRead > 20, $"Only {tablesRead} tables were read.");

        var export = (await admin.Get("/api/tickets/export")).Is(HttpStatusCode.OK).Text;
        Assert.Contains(number, export, StringComparison.Ordinal);
        Assert.DoesNotContain(Marker, export, StringComparison.Ordinal);

        var list = (await admin.Get($"/api/tickets?q={number}")).Is(HttpStatusCode.OK).Text;
        Assert.Contains(number, list, StringComparison.Ordinal);
        Assert.DoesNotContain(Marker, list, StringComparison.Ordinal);

        var logs = Directory.GetFiles(system.LogFolder);
        Assert.Contains(logs, log => Path.GetFileName(log).StartsWith("tickets", StringComparison.Ordinal));
        foreach (var log in logs)
            Assert.False(Holds(await ReadShared(log)), $"{Path.GetFileName(log)} holds personal data.");

        await Eventually.Is(() =>
        {
            Assert.Contains(system.Telemetry.Exports("traces"), export => export.AsSpan().IndexOf(Encoding.UTF8.GetBytes("/api/public/booking")) >= 0);
            return Task.CompletedTask;
        });
        foreach (var signal in (string[])["traces", "logs"])
            Assert.DoesNotContain(system.Telemetry.Exports(signal), export => Holds(Encoding.UTF8.GetString(export)));
    }

    private static bool Holds(string text) =>
        text.Contains(Marker, StringComparison.Ordinal) || text.Contains("139-8765-4321", StringComparison.Ordinal) || text.Contains(Name, StringComparison.Ordinal);

    private static async Task<string> ReadShared(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync();
    }
}
