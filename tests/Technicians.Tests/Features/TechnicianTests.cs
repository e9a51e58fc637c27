using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Meida.Contracts.Technicians;
using Meida.Testing;

namespace Meida.Technicians.Tests.Features;

[Collection(nameof(TechnicianService))]
public sealed class TechnicianTests(TechnicianService service)
{
    private static readonly string[] Skills = ["集成灶", "油烟机"];

    [Fact]
    public async Task A_technician_is_added_announced_and_shown()
    {
        var center = await service.Center();
        await using var announced = await service.Listen<TechnicianChanged>();
        using var answer = await service.Admin.PostAsJsonAsync(
            "/api/technicians", new { name = " 张伟 ", phone = "+86 137-0000-1234", centerId = center, skills = Skills, userName = "Zhang.Wei" });

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var added = await answer.Json();
        var id = added.GetProperty("id").GetGuid();
        Assert.Equal($"/api/technicians/{id}", answer.Headers.Location?.ToString());
        Assert.Equal(("张伟", "137****1234", center, true, "zhang.wei", 0), (
            added.GetProperty("name").GetString(), added.GetProperty("phoneMasked").GetString(), added.GetProperty("centerId").GetGuid(),
            added.GetProperty("isActive").GetBoolean(), added.GetProperty("userName").GetString(), added.GetProperty("load7d").GetInt32()));
        Assert.Equal(Skills, added.GetProperty("skills").EnumerateArray().Select(s => s.GetString()));
        Assert.Equal(added.ToString(), (await service.Admin.GetJson($"/api/technicians/{id}")).ToString());
        Assert.DoesNotContain("13700001234", added.ToString(), StringComparison.Ordinal);

        var message = await announced.Single(m => m.TechnicianId == id);
        Assert.Equal((1, center, true, "张伟"), (message.Version, message.CenterId, message.IsActive, service.PersonalData.Open(message.SealedName)));
    }

    [Theory]
    [InlineData("name", "\"\"", "name:required")]
    [InlineData("name", "null", "name:required")]
    [InlineData("name", "\"a\\u0000\"", "name:control-characters")]
    [InlineData("phone", "\"123\"", "phone:format")]
    [InlineData("phone", "null", "phone:required")]
    [InlineData("centerId", "null", "centerId:required")]
    [InlineData("centerId", "\"x\"", "centerId:format")]
    [InlineData("centerId", "\"01900000-0000-7000-8000-0000000000ff\"", "centerId:unknown")]
    [InlineData("skills", "[\"\"]", "skills:required")]
    [InlineData("skills", "[null]", "skills:required")]
    [InlineData("skills", "\"集成灶\"", "skills:format")]
    [InlineData("isActive", "\"yes\"", "isActive:format")]
    [InlineData("userName", "\"two words\"", "userName:format")]
    public async Task A_broken_rule_is_named_by_field(string field, string json, string rule)
    {
        var center = await service.Center();
        var body = JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["name"] = "张伟",
            ["phone"] = TechnicianService.NewPhone(),
            ["centerId"] = center,
            [field] = JsonDocument.Parse(json).RootElement,
        });
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await service.Admin.PostAsync(new Uri("/api/technicians", UriKind.Relative), content);

        Assert.Equal(rule, await answer.BrokenRules());
    }

    [Fact]
    public async Task The_same_phone_or_account_twice_is_a_duplicate()
    {
        var center = await service.Center();
        var phone = TechnicianService.NewPhone();
        await Post(new { name = "一", phone, centerId = center, userName = $"u{phone}" });

        var samePhone = await Post(new { name = "二", phone = $"+86 {phone}", centerId = center });
        var sameAccount = await Post(new { name = "三", phone = TechnicianService.NewPhone(), centerId = center, userName = $"U{phone}" });

        Assert.Equal((409, "duplicate", "phone"), Duplicate(await samePhone.Problem()));
        Assert.Equal((409, "duplicate", "userName"), Duplicate(await sameAccount.Problem()));
        var other = await service.Technician(center);
        using var changed = await service.Admin.PatchAsJsonAsync($"/api/technicians/{other}", new { phone });
        Assert.Equal((409, "duplicate", "phone"), Duplicate(await changed.Problem()));
    }

    [Fact]
    public async Task A_change_takes_over_what_it_names_and_is_announced_with_the_next_version()
    {
        var (center, other) = (await service.Center(), await service.Center());
        var id = await service.Technician(center, "旧名", Skills, userName: $"u{Guid.NewGuid():N}");
        await using var announced = await service.Listen<TechnicianChanged>();

        using var answer = await service.Admin.PatchAsJsonAsync(
            $"/api/technicians/{id}", new { name = "新名", centerId = other, isActive = false, userName = "" });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var changed = await answer.Json();
        Assert.Equal(("新名", other, false, JsonValueKind.Null, 2, 2), (
            changed.GetProperty("name").GetString(), changed.GetProperty("centerId").GetGuid(), changed.GetProperty("isActive").GetBoolean(),
            changed.GetProperty("userName").ValueKind, changed.GetProperty("skills").GetArrayLength(), changed.GetProperty("version").GetInt32()));
        Assert.False((await announced.Single(m => m.TechnicianId == id && m.Version == 2)).IsActive);
    }

    [Fact]
    public async Task A_change_of_nothing_is_no_change()
    {
        var id = await service.Technician(await service.Center(), "张伟");

        using var answer = await service.Admin.PatchAsJsonAsync($"/api/technicians/{id}", new { name = "张伟" });

        Assert.Equal(1, (await answer.Json()).GetProperty("version").GetInt32());
    }

    [Theory]
    [InlineData("no-id")]
    [InlineData("01900000-0000-7000-8000-0000000000ff")]
    [InlineData("01900000000070008000000000000001")]
    public async Task Who_does_not_exist_is_404(string id)
    {
        using var changed = await service.Admin.PatchAsJsonAsync($"/api/technicians/{id}", new { name = "x" });

        Assert.Equal("not-found", (await changed.Problem()).Slug);
        Assert.Equal(HttpStatusCode.NotFound, await service.Admin.Status($"/api/technicians/{id}"));
        Assert.Equal(HttpStatusCode.NotFound, await service.Admin.Status($"/api/technicians/{id}/schedule"));
    }

    [Fact]
    public async Task The_list_is_filtered_searched_and_paged()
    {
        var center = await service.Center();
        var name = $"名{Guid.NewGuid():N}"[..10];
        var first = await service.Technician(center, $"{name}一", ["集成灶"]);
        var second = await service.Technician(center, $"{name}二", isActive: false);
        var third = await service.Technician(await service.Center(), $"{name}%三");

        Assert.Equal([first, second], (await List($"centerId={center}")).Ids());
        Assert.Equal([first], (await List($"centerId={center}&active=true")).Ids());
        Assert.Equal([second], (await List($"centerId={center}&active=false")).Ids());
        Assert.Equal([first, second, third], (await List($"q={name.ToUpperInvariant()}")).Ids());
        Assert.Equal([third], (await List($"q={Uri.EscapeDataString($"{name}%")}")).Ids());
        Assert.Equal([first], (await List($"q=集成灶&centerId={center}")).Ids());
        Assert.Empty((await List("q=_%25_%5C")).Ids());

        var page = await List($"q={name}&pageSize=2");
        Assert.Equal((3, true), (page.GetProperty("total").GetInt32(), page.GetProperty("totalIsExact").GetBoolean()));
        Assert.Equal([third], (await List($"q={name}&pageSize=2&page=2")).Ids());
        var rest = await List($"q={name}&pageSize=2&cursor={page.GetProperty("nextCursor").GetString()}");
        Assert.Equal([third], rest.Ids());
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("nextCursor").ValueKind);
        Assert.Empty((await List("page=2147483647&pageSize=100")).Ids());
    }

    [Theory]
    [InlineData("page=0", "page:range")]
    [InlineData("page=x", "page:range")]
    [InlineData("pageSize=101", "pageSize:range")]
    [InlineData("pageSize=-1", "pageSize:range")]
    [InlineData("active=maybe", "active:format")]
    [InlineData("centerId=x", "centerId:format")]
    [InlineData("cursor=x", "cursor:format")]
    [InlineData("q=%00", "q:control-characters")]
    public async Task A_wrong_query_is_named_by_field(string query, string rule)
    {
        using var answer = await service.Admin.GetAsync($"/api/technicians?{query}");

        Assert.Equal(rule, await answer.BrokenRules());
    }

    [Fact]
    public async Task Load_counts_seven_days_and_nothing_that_was_given_back()
    {
        var id = await service.Technician(await service.Center());
        await service.Worked(id, TimeSpan.FromDays(8));
        await service.Worked(id, TimeSpan.FromDays(6));
        await service.Worked(id, TimeSpan.FromDays(1), "ACTIVE");
        await service.Worked(id, TimeSpan.FromDays(1), "RELEASED");

        Assert.Equal(2, (await service.Admin.GetJson($"/api/technicians/{id}")).GetProperty("load7d").GetInt32());
    }

    [Fact]
    public async Task The_schedule_shows_the_slots_that_are_taken()
    {
        var center = await service.Center();
        var id = await service.Technician(center);
        await service.Worked(id, TimeSpan.Zero, "ACTIVE", Saga.Day, new TimeOnly(14, 0));
        await service.Worked(id, TimeSpan.Zero, "RELEASED", Saga.Day, new TimeOnly(9, 0));
        var saga = new Saga(service, center);
        await saga.Reserve(id);
        await service.Worked(id, TimeSpan.Zero, "ACTIVE", Saga.Day.AddDays(1));

        var day = Saga.Day.ToString("yyyy-MM-dd");
        var slots = (await service.Admin.GetJson($"/api/technicians/{id}/schedule?from={day}&to={day}")).GetProperty("items");

        Assert.Equal(["10:00 RESERVED", "14:00 ACTIVE"], slots.EnumerateArray().Select(s => $"{s.GetProperty("appointmentTime")} {s.GetProperty("state")}"));
        Assert.Equal((saga.TicketId, saga.TicketNo, day), (
            slots[0].GetProperty("ticketId").GetGuid(), slots[0].GetProperty("ticketNo").GetString(), slots[0].GetProperty("appointmentDate").GetString()));
        Assert.Equal(3, (await service.Admin.GetJson($"/api/technicians/{id}/schedule")).GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("from=x", "from:format")]
    [InlineData("to=2026-13-01", "to:format")]
    [InlineData("from=0001-01-01", "from:format")]
    [InlineData("from=2026-02-02&to=2026-02-01", "to:range")]
    [InlineData("from=2026-01-01&to=2028-01-01", "to:range")]
    public async Task A_wrong_period_is_named_by_field(string query, string rule)
    {
        var id = await service.Technician(await service.Center());

        using var answer = await service.Admin.GetAsync($"/api/technicians/{id}/schedule?{query}");

        Assert.Equal(rule, await answer.BrokenRules());
    }

    private Task<JsonElement> List(string query) => service.Admin.GetJson($"/api/technicians?{query}");

    private Task<HttpResponseMessage> Post(object body) => service.Admin.PostAsJsonAsync("/api/technicians", body);

    private static (int, string, string?) Duplicate(ProblemDocument problem) =>
        (problem.Status, problem.Slug, problem.Json.GetProperty("field").GetString());
}
