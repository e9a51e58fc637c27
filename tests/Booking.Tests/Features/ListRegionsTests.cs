using System.Net;
using System.Text.Json;

namespace Meida.Booking.Tests.Features;

[Collection(nameof(BookingService))]
public sealed class ListRegionsTests(BookingService service)
{
    private static readonly Uri Path = new("/api/public/regions", UriKind.Relative);

    [Fact]
    public async Task Provinces_cities_and_districts_are_told_with_their_codes()
    {
        using var answer = await service.Client.GetAsync(Path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var list = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var province = list.RootElement.GetProperty("items").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "浙江省");
        var city = province.GetProperty("parts")[0];
        Assert.Equal(("330000", "330100", "杭州市"), (
            province.GetProperty("code").GetString(), city.GetProperty("code").GetString(), city.GetProperty("name").GetString()));
        Assert.Contains("330106 西湖区", city.GetProperty("parts").EnumerateArray().Select(d => $"{d.GetProperty("code")} {d.GetProperty("name")}"));
    }

    [Fact]
    public async Task Who_has_the_list_is_not_sent_it_again()
    {
        using var first = await service.Client.GetAsync(Path);
        Assert.True(first.Headers.CacheControl is { Public: true, MaxAge.TotalHours: >= 1 });

        using var again = new HttpRequestMessage(HttpMethod.Get, Path);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await service.Client.SendAsync(again);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }
}
