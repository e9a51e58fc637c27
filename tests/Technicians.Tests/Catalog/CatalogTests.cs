using System.Net;
using System.Net.Http.Json;
using Meida.Contracts.Technicians;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Tests.Catalog;

[Collection(nameof(TechnicianService))]
public sealed class CatalogTests(TechnicianService service)
{
    private static readonly string[] Regions = ["甲区", "乙区", "甲区"];

    [Fact]
    public async Task Everything_is_announced_again_to_whoever_asks()
    {
        var center = await service.Center("甲区");
        var technician = await service.Technician(center);
        await using var centers = await service.Listen<ServiceCenterChanged>();
        await using var technicians = await service.Listen<TechnicianChanged>();

        await service.Publish(new CatalogRequested("test"));

        Assert.Equal(["甲区"], (await centers.Single(m => m.CenterId == center)).Regions);
        Assert.Equal(1, (await technicians.Single(m => m.TechnicianId == technician)).Version);
    }

    [Fact]
    public async Task A_version_says_the_same_under_the_same_id_however_often_it_is_announced()
    {
        await using var service = await TechnicianService.With(_ => { });
        await using var technicians = await service.Listen<TechnicianChanged>();
        var technician = await service.Technician(await service.Center());
        await technicians.All(1, m => m.TechnicianId == technician, TimeSpan.FromSeconds(30));

        await service.Publish(new CatalogRequested("test"));
        await technicians.All(2, m => m.TechnicianId == technician, TimeSpan.FromSeconds(30));
        await using var replica = await service.Replica();
        var heard = await technicians.All(3, m => m.TechnicianId == technician, TimeSpan.FromSeconds(30));

        Assert.Single(technicians.Ids.Distinct());
        Assert.Single(heard.Select(m => m with { SealedName = "" }).Distinct());
        using var changed = await service.Admin.PatchAsJsonAsync($"/api/technicians/{technician}", new { name = "改名" });
        await technicians.All(1, m => m.Version == 2, TimeSpan.FromSeconds(30));
        Assert.Equal(2, technicians.Ids.Distinct().Count());
    }

    [Fact]
    public async Task Everything_is_announced_at_every_start()
    {
        var technician = await service.Technician(await service.Center());
        await using var technicians = await service.Listen<TechnicianChanged>();

        await using var replica = await service.Replica();

        await technicians.Single(m => m.TechnicianId == technician);
    }

    [Fact]
    public async Task The_development_catalogue_is_filled_once_and_changes_survive_the_next_start()
    {
        await using var first = await TechnicianService.With(factory => factory.Settings["Seed:Enabled"] = "true");
        var tech1 = await first.Db(db => db.Technicians.Where(t => t.UserName == "tech1").Select(t => t.Id).SingleAsync());
        using var changed = await first.Admin.PatchAsJsonAsync($"/api/technicians/{tech1}", new { name = "改名" });

        await using var second = await first.Replica(("Seed:Enabled", "true"));

        Assert.Equal(2, await second.Db(db => db.Centers.CountAsync()));
        var names = await second.Db(db => db.Technicians.OrderBy(t => t.UserName).Select(t => t.UserName + " " + t.Name).ToListAsync());
        Assert.Equal(["tech1 改名", "tech2 李强", "tech3 王芳"], names);
    }

    [Fact]
    public async Task A_center_is_opened_changed_announced_and_listed()
    {
        await using var announced = await service.Listen<ServiceCenterChanged>();
        var id = await service.Center("甲区");

        using var answer = await service.Admin.PatchAsJsonAsync($"/api/service-centers/{id}", new { name = "改名中心", regions = Regions });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var message = await announced.Single(m => m.CenterId == id && m.Version == 2);
        Assert.Equal("改名中心", message.Name);
        Assert.Equal(["甲区", "乙区"], message.Regions);
        var listed = (await service.Admin.GetJson("/api/service-centers")).GetProperty("items").EnumerateArray().Single(c => c.GetProperty("id").GetGuid() == id);
        Assert.Equal((await answer.Json()).ToString(), listed.ToString());
    }

    [Fact]
    public async Task Centers_are_found_by_name_and_by_region()
    {
        var region = $"区{Guid.NewGuid():N}"[..12];
        var id = await service.Center(region);

        Assert.Equal([id], (await service.Admin.GetJson($"/api/service-centers?q={region[..8].ToUpperInvariant()}")).Ids());
        var name = (await service.Admin.GetJson($"/api/service-centers?q={region}")).GetProperty("items")[0].GetProperty("name").GetString()!;
        Assert.Equal([id], (await service.Admin.GetJson($"/api/service-centers?q={Uri.EscapeDataString(name[2..])}")).Ids());
        var none = await service.Admin.GetJson("/api/service-centers?q=_%25_");
        Assert.Empty(none.Ids());
        Assert.Equal(0, none.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("", "name:required")]
    [InlineData("a\u0007", "name:control-characters")]
    public async Task A_center_needs_a_name(string name, string rule)
    {
        using var answer = await service.Admin.PostAsJsonAsync("/api/service-centers", new { name });

        Assert.Equal(rule, await answer.BrokenRules());
    }

    [Fact]
    public async Task A_center_that_does_not_exist_is_404()
    {
        using var answer = await service.Admin.PatchAsJsonAsync("/api/service-centers/nothing", new { name = "x" });

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
