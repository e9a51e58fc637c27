using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Meida.Technicians.Tests.Features;

[Collection(nameof(TechnicianService))]
public sealed class WorkingHoursTests(TechnicianService service)
{
    private static readonly string[] Fields = ["workingHours", "dailyCapacity", "homeLatitude", "homeLongitude"];

    [Fact]
    public async Task Hours_capacity_and_home_are_set_shown_and_taken_back()
    {
        var id = await service.Technician(await service.Center());
        var none = await Shown(id);
        Assert.Equal("[] null null null", none);

        await Patch(id, """
            {"workingHours":[{"weekday":2,"from":"13:00","to":"18:00"},{"weekday":1,"from":"09:00","to":"12:00"},{"weekday":1,"from":"１２：００","to":"18:00"}],
             "dailyCapacity":4,"homeLatitude":30.25,"homeLongitude":120.17}
            """);
        const string all = """[{"weekday":1,"from":"09:00","to":"18:00"},{"weekday":2,"from":"13:00","to":"18:00"}] 4 30.25 120.17""";
        Assert.Equal(all, await Shown(id));
        await Patch(id, """{"name":"改名"}""");
        Assert.Equal(all, await Shown(id));
        Assert.Equal(3, (await service.Admin.GetJson($"/api/technicians/{id}")).GetProperty("version").GetInt32());

        await Patch(id, """{"workingHours":[]}""");
        await Patch(id, """{"dailyCapacity":null}""");
        await Patch(id, """{"homeLatitude":null,"homeLongitude":null}""");
        Assert.Equal(none, await Shown(id));
    }

    [Fact]
    public async Task The_same_hours_again_are_no_change()
    {
        var id = await service.Technician(await service.Center());
        const string change = """{"workingHours":[{"weekday":7,"from":"09:00","to":"18:00"}],"dailyCapacity":3,"homeLatitude":1,"homeLongitude":2}""";

        await Patch(id, change);
        await Patch(id, change);

        Assert.Equal(2, (await service.Admin.GetJson($"/api/technicians/{id}")).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_new_technician_may_have_hours_of_its_own()
    {
        using var answer = await service.Admin.PostAsJsonAsync("/api/technicians", new
        {
            name = "张伟", phone = TechnicianService.NewPhone(), centerId = await service.Center(), dailyCapacity = 2,
            workingHours = new[] { new { weekday = 6, from = "09:00", to = "12:00" } },
        });

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("""[{"weekday":6,"from":"09:00","to":"12:00"}] 2 null null""", Told(await answer.Json()));
    }

    [Fact]
    public async Task Where_a_technician_lives_is_for_those_who_plan()
    {
        var id = await service.Technician(await service.Center());
        await service.Change(id, new { homeLatitude = 30.25, homeLongitude = 120.17 });

        Assert.EndsWith("30.25 120.17", Told(await service.As("ops_manager").GetJson($"/api/technicians/{id}")), StringComparison.Ordinal);
        Assert.EndsWith("null null", Told(await service.As("agent").GetJson($"/api/technicians/{id}")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"workingHours":[{"weekday":0,"from":"09:00","to":"18:00"}]}""", "workingHours:range")]
    [InlineData("""{"workingHours":[{"weekday":8,"from":"09:00","to":"18:00"}]}""", "workingHours:range")]
    [InlineData("""{"workingHours":[{"weekday":1,"from":"18:00","to":"09:00"}]}""", "workingHours:range")]
    [InlineData("""{"workingHours":[{"weekday":1,"from":"09:00","to":"09:00"}]}""", "workingHours:range")]
    [InlineData("""{"workingHours":[{"weekday":1,"from":"9","to":"18:00"}]}""", "workingHours:format")]
    [InlineData("""{"workingHours":[{"weekday":1,"from":"09:00","to":"24:00"}]}""", "workingHours:format")]
    [InlineData("""{"workingHours":[{"weekday":1,"from":"09:00"}]}""", "workingHours:required")]
    [InlineData("""{"workingHours":[null]}""", "workingHours:required")]
    [InlineData("""{"workingHours":[{"weekday":1,"from":"09:00","to":"13:00"},{"weekday":1,"from":"12:00","to":"18:00"}]}""", "workingHours:overlap")]
    [InlineData("""{"workingHours":"always"}""", "workingHours:format")]
    [InlineData("""{"dailyCapacity":0}""", "dailyCapacity:range")]
    [InlineData("""{"dailyCapacity":101}""", "dailyCapacity:range")]
    [InlineData("""{"dailyCapacity":"many"}""", "dailyCapacity:format")]
    [InlineData("""{"homeLatitude":91,"homeLongitude":0}""", "homeLatitude:range")]
    [InlineData("""{"homeLatitude":0,"homeLongitude":-181}""", "homeLongitude:range")]
    [InlineData("""{"homeLatitude":30.25}""", "homeLongitude:required")]
    public async Task A_broken_rule_is_named_by_field(string body, string rule)
    {
        var id = await service.Technician(await service.Center());
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await service.Admin.PatchAsync($"/api/technicians/{id}", content);

        Assert.Equal(rule, await answer.BrokenRules());
    }

    private async Task Patch(Guid id, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await service.Admin.PatchAsync($"/api/technicians/{id}", content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<string> Shown(Guid id) => Told(await service.Admin.GetJson($"/api/technicians/{id}"));

    private static string Told(JsonElement technician) => string.Join(' ', Fields.Select(field => technician.GetProperty(field).GetRawText()));
}
