using System.Net;
using System.Text.Json;
using Meida.Contracts.Booking;
using Meida.Contracts.Tickets;
using Meida.SharedKernel;
using Meida.Testing;

namespace Meida.Tickets.Tests.Products;

[Collection(nameof(TicketsService))]
public sealed class CoverageTests(TicketsService service)
{
    private static int _serials;

    [Theory]
    [InlineData(0, "IN_WARRANTY")]
    [InlineData(-1, "EXTENDED")]
    [InlineData(-31, "OUT_OF_WARRANTY")]
    public async Task A_repair_is_covered_as_of_the_day_of_the_appointment(int until, string coverage)
    {
        var serial = Serial();
        var id = await service.Booked(b => (b.Product, b.Serial, b.Known) = (null, serial, Known(b.Date.AddDays(until), b.Date.AddDays(until + 30))));

        var ticket = await service.Agent.Read($"/api/tickets/{id}");

        Assert.Equal((serial, coverage, "JZT-7B13"), (
            ticket.GetProperty("serialNumber").GetString(), ticket.GetProperty("coverage").GetString(), ticket.GetProperty("productModel").GetString()));
    }

    [Fact]
    public async Task An_appointment_that_moves_past_the_last_day_is_not_covered_any_more()
    {
        var until = AppointmentSlots.Today(TimeProvider.System).AddDays(20);
        var id = await service.Booked(b => (b.Date, b.Serial, b.Known) = (until, Serial(), Known(until, null)));

        var moved = await service.Agent.Done($"/api/tickets/{id}/reschedule", new { appointmentDate = $"{until.AddDays(1):yyyy-MM-dd}", appointmentTime = "09:00" });

        Assert.Equal("OUT_OF_WARRANTY", moved.GetProperty("coverage").GetString());
    }

    [Fact]
    public async Task A_serial_number_nobody_knows_is_taken_as_said()
    {
        var created = await Create(Serial());

        Assert.Equal(("UNKNOWN", JsonValueKind.Null), (created.GetProperty("coverage").GetString(), created.GetProperty("productModel").ValueKind));
    }

    [Fact]
    public async Task An_agents_booking_asks_the_registry_and_carries_a_link_for_the_customer()
    {
        var serial = Serial();
        service.Others.Products[serial] = Known(new DateOnly(2100, 1, 1), null);

        var created = await Create(serial.ToLowerInvariant());

        Assert.Equal(("IN_WARRANTY", "JZT-7B13", serial.ToLowerInvariant()), (
            created.GetProperty("coverage").GetString(), created.GetProperty("productModel").GetString(), created.GetProperty("serialNumber").GetString()));
        var token = created.GetProperty("manageUrl").GetString()!["/booking/t/".Length..];
        var id = created.GetProperty("id").GetGuid();
        await Eventually.Is(() => service.Others.Heard.OfType<AgentBookingRecorded>().Any(m => m.Booking.TicketId == id));
        var told = service.Others.Heard.OfType<AgentBookingRecorded>().Single(m => m.Booking.TicketId == id);
        Assert.Equal((ManageToken.Hash(token), serial.ToLowerInvariant(), 1), (told.ManageTokenHash, told.Booking.SerialNumber, told.Booking.Product!.Version));
        Assert.False((await service.Agent.Read($"/api/tickets/{id}")).TryGetProperty("manageUrl", out _));
    }

    [Fact]
    public async Task A_corrected_serial_number_brings_its_coverage_along_and_an_empty_one_takes_it_away()
    {
        var (id, serial) = (await service.Booked(b => b.Product = null), Serial());
        service.Others.Products[serial] = Known(new DateOnly(2020, 1, 1), null);

        var edited = await service.Agent.Done($"/api/tickets/{id}", new { serialNumber = serial }, HttpMethod.Patch);
        var emptied = await service.Agent.Done($"/api/tickets/{id}", new { serialNumber = "" }, HttpMethod.Patch);

        Assert.Equal((serial, "OUT_OF_WARRANTY", "JZT-7B13", 2), (
            edited.GetProperty("serialNumber").GetString(), edited.GetProperty("coverage").GetString(), edited.GetProperty("productModel").GetString(), edited.Version()));
        Assert.Equal((JsonValueKind.Null, "UNKNOWN"), (emptied.GetProperty("serialNumber").ValueKind, emptied.GetProperty("coverage").GetString()));
        await Eventually.Is(() => service.Others.Heard.OfType<TicketCorrected>().Any(m => m.Booking.TicketId == id && m.Booking.SerialNumber == serial));
    }

    [Fact]
    public async Task A_wrong_serial_number_is_named()
    {
        var id = await service.Booked();
        using var answer = await service.Agent.Command($"/api/tickets/{id}", new { serialNumber = "x" }, method: HttpMethod.Patch);
        var problem = await Meida.Testing.ProblemDocumentReader.Problem(answer);
        Assert.Equal("format", problem.Json.GetProperty("codes").GetProperty("serialNumber")[0].GetString());
    }

    [Fact]
    public async Task What_the_registry_says_anew_reaches_open_tickets_and_not_ended_ones()
    {
        var serial = Serial();
        var open = await service.Booked(b => b.Serial = serial.ToLowerInvariant());
        var ended = await service.Booked(b => b.Serial = serial);
        await service.Agent.Done($"/api/tickets/{ended}/cancel", new { reason = "不要了" });

        await service.Publish(new ProductWarrantyChanged(serial, Known(new DateOnly(2100, 1, 1), null) with { Version = 3 }));
        await Eventually.Is(async () => (await service.Agent.Read($"/api/tickets/{open}")).GetProperty("coverage").GetString() == "IN_WARRANTY");
        // An older one that comes late.
        await service.Publish(new ProductWarrantyChanged(serial, Known(new DateOnly(2020, 1, 1), null) with { Version = 2 }));
        await service.Publish(new ProductWarrantyChanged(serial, Known(new DateOnly(2020, 1, 1), new DateOnly(2100, 1, 1)) with { Version = 4 }));

        await Eventually.Is(async () => (await service.Agent.Read($"/api/tickets/{open}")).GetProperty("coverage").GetString() == "EXTENDED");
        var ticket = await service.Agent.Read($"/api/tickets/{open}");
        Assert.Equal(["BOOKED", "EDITED", "EDITED"], ticket.Actions());
        Assert.Equal("UNKNOWN", (await service.Agent.Read($"/api/tickets/{ended}")).GetProperty("coverage").GetString());
    }

    [Fact]
    public async Task The_list_is_filtered_by_coverage_and_searched_by_serial_number()
    {
        var (serial, model) = (Serial(), $"M{Guid.NewGuid():N}"[..12]);
        var covered = await service.Booked(b => (b.Product, b.Serial, b.Known) = (model, serial, Known(new DateOnly(2100, 1, 1), null)));
        var unknown = await service.Booked(b => b.Product = model);

        Assert.Equal([covered.ToString()], (await service.Agent.Read($"/api/tickets?q={model}&coverage=IN_WARRANTY")).Ids());
        Assert.Equal([unknown.ToString()], (await service.Agent.Read($"/api/tickets?q={model}&coverage=unknown")).Ids());
        Assert.Empty((await service.Agent.Read($"/api/tickets?q={model}&coverage=EXTENDED")).Ids());
        Assert.Equal([covered.ToString()], (await service.Agent.Read($"/api/tickets?q={serial[2..].ToLowerInvariant()}")).Ids());
        Assert.Equal([covered.ToString()], (await service.Agent.Read($"/api/tickets?q={model} {serial}")).Ids());
        Assert.Equal("validation", await service.Agent.GetAsync(new Uri("/api/tickets?coverage=MAYBE", UriKind.Relative)).Refusal(HttpStatusCode.BadRequest));
        Assert.Equal("validation", await service.Agent.GetAsync(new Uri("/api/tickets?urged=1x", UriKind.Relative)).Refusal(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Who_wrote_products_down_is_in_the_audit_log()
    {
        var serial = Serial();
        await service.Publish(new ProductsRecorded(
            serial, 1, 0, 0, Guid.NewGuid(), "ops", "ops_manager", service.PersonalData.Seal("203.0.113.8"), DateTimeOffset.UtcNow));

        await Eventually.Is(async () =>
        {
            var entries = (await service.AuditLog("action=PRODUCT_WRITTEN")).GetProperty("items").EnumerateArray();
            Assert.Contains(entries, entry => entry.GetRawText().Contains(serial, StringComparison.Ordinal) && entry.GetRawText().Contains("203.0.113.8", StringComparison.Ordinal));
        });
    }

    private static string Serial() => $"SN{Guid.NewGuid().ToString("N")[..10].ToUpperInvariant()}{Interlocked.Increment(ref _serials):D4}";

    private static ProductWarranty Known(DateOnly until, DateOnly? extended) => new(1, "JZT-7B13", until, extended);

    private async Task<JsonElement> Create(string serial)
    {
        using var answer = await service.Agent.Command("/api/tickets", new
        {
            customerName = "王小明",
            customerPhone = "13912345678",
            address = "杭州市西湖区文三路 1287 号",
            issueDesc = "集成灶漏水",
            appointmentDate = $"{AppointmentSlots.Today(TimeProvider.System).AddDays(5):yyyy-MM-dd}",
            appointmentTime = "09:00",
            serialNumber = serial,
        });
        return await answer.Json(HttpStatusCode.Created);
    }
}
