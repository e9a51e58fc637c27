using Meida.Contracts.Technicians;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Tests.Projections;

[Collection(nameof(BookingService))]
public sealed class CatalogTests(BookingService service)
{
    [Fact]
    public async Task Centers_are_listed_with_their_districts_as_last_announced()
    {
        var id = await service.Center("甲中心", "甲区");
        await service.Publish(new ServiceCenterChanged(id, 3, DateTimeOffset.UnixEpoch, "甲中心（新）", ["甲区", "乙区"], "Asia/Shanghai"));
        await Eventually.Is(() => service.Db(db => db.Centers.AnyAsync(c => c.Id == id && c.Version == 3)));
        await service.Publish(new ServiceCenterChanged(id, 2, DateTimeOffset.UnixEpoch, "甲中心（旧）", [], "Asia/Shanghai"));
        await service.Center("乙中心");

        var centers = (await (await service.Client.GetAsync(new Uri("/api/public/centers", UriKind.Relative))).Json()).GetProperty("items");

        var center = centers.EnumerateArray().Single(c => c.GetProperty("id").GetGuid() == id);
        Assert.Equal("甲中心（新）", center.GetProperty("name").GetString());
        Assert.Equal(["甲区", "乙区"], center.GetProperty("regions").EnumerateArray().Select(r => r.GetString()));
    }

    [Fact]
    public async Task The_catalogue_is_asked_for_at_every_start()
    {
        await using var requested = await service.Listen<CatalogRequested>();

        await using var replica = await service.Replica();

        await requested.Single(request => request.RequestedBy == "booking");
    }
}
