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
