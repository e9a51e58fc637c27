using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Meida.Booking.Tests.Features;

[Collection(nameof(BookingService))]
public sealed class ListSlotsTests(BookingService service)
{
    [Fact]
    public async Task Without_a_capacity_every_slot_to_come_is_open_without_limit()
    {
        var slots = await Slots(service.Client, $"date={Bookings.Day(5)}");

        Assert.Equal(18, slots.Count);
        Assert.Equal(("09:00", "17:30"), (slots[0].Time, slots[^1].Time));
        Assert.All(slots, slot => Assert.Null(slot.Remaining));
    }

    [Fact]
    public async Task The_windows_of_a_day_do_not_overlap_and_say_what_is_left_of_each()
    {
        await using var small = await BookingService.With(factory => factory.Settings["Booking:SlotCapacity"] = "2");
        await small.Client.Booked(b => b["appointmentTime"] = "08:00");

        var windows = (await small.Client.Read($"/api/public/slots?date={Bookings.Day(3)}")).GetProperty("windows").EnumerateArray()
            .Select(w => $"{w.GetProperty("from")}-{w.GetProperty("to")} {w.GetProperty("time")} {w.GetProperty("remaining")}");

        Assert.Equal(
            ["08:00-10:00 08:00 1", "10:00-12:00 10:00 2", "13:00-15:00 13:00 2", "15:00-17:00 15:00 2", "17:00-19:00 17:00 2"], windows);
    }

    [Fact]
    public async Task The_windows_are_a_setting_and_a_wrong_one_stops_the_start()
    {
        await using var service = await BookingService.With(factory => factory.Settings["Booking:Windows"] = "09:30-11:30, 14:00-16:00");
        var windows = (await service.Client.Read($"/api/public/slots?date={Bookings.Day(3)}")).GetProperty("windows");
        Assert.Equal(["09:30", "14:00"], windows.EnumerateArray().Select(w => w.GetProperty("time").GetString()));

        var fault = await Assert.ThrowsAnyAsync<Exception>(() => BookingService.With(factory => factory.Settings["Booking:Windows"] = "07:15-09:00"));
        Assert.Contains("Booking:Windows", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_past_slots_of_today_have_no_place_left()
    {
        // 12:10 in Shanghai.
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 12, 1, 4, 10, 0, TimeSpan.Zero));
        await using var atNoon = await BookingService.With(factory => factory.Clock = clock);

        var slots = await Slots(atNoon.Client, "date=2026-12-01");

        Assert.All(slots, slot => Assert.Equal(string.CompareOrdinal(slot.Time, "12:10") < 0 ? 0 : null, slot.Remaining));
    }

    [Theory]
    [InlineData("", "date:required")]
    [InlineData("date=", "date:required")]
    [InlineData("date=tomorrow", "date:format")]
    [InlineData("date=2026-02-30", "date:format")]
    [InlineData("date=2020-01-01", "date:past")]
    [InlineData("date=9999-12-31", "date:too-far")]
    [InlineData("date=today&centerId=x", "centerId:format")]
    [InlineData("date=today&centerId=01900000-0000-7000-8000-0000000000ff", "centerId:unknown")]
    [InlineData("date=%00", "date:control-characters")]
    public async Task A_wrong_date_or_center_is_named(string query, string rule)
    {
        await service.Center("有一个中心");

        using var answer = await service.Client.GetAsync($"/api/public/slots?{query.Replace("today", Bookings.Day(0), StringComparison.Ordinal)}");

        Assert.Equal(rule, await answer.BrokenRule());
    }

    private static async Task<List<(string Time, int? Remaining)>> Slots(HttpClient client, string query)
    {
        using var answer = await client.GetAsync($"/api/public/slots?{query}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return [.. (await answer.Json()).GetProperty("items").EnumerateArray().Select(slot => (
            slot.GetProperty("time").GetString()!,
            slot.GetProperty("remaining") is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : (int?)null))];
    }
}
