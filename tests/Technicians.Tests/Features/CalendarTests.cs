using System.Net;
using System.Text;
using Meida.Contracts.Technicians;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Tests.Features;

[Collection(nameof(TechnicianService))]
public sealed class CalendarTests(TechnicianService service)
{
    private const string Calendar = """
        {"workingHours":[{"weekday":1,"from":"09:00","to":"12:00"},{"weekday":1,"from":"13:00","to":"18:00"}],"holidays":[{"date":"2026-10-01","name":"国庆节","working":false},{"date":"2026-10-10","name":"调休","working":true}]}
        """;

    [Fact]
    public async Task A_center_that_never_said_anything_works_every_day()
    {
        var center = await service.Center();
        await using var announced = await service.Listen<ServiceCenterChanged>();

        var calendar = await service.Admin.GetJson($"/api/service-centers/{center}/calendar");

        var week = calendar.GetProperty("workingHours").EnumerateArray().Select(h => h.GetRawText());
        Assert.Equal(Enumerable.Range(1, 7).Select(day => $$"""{"weekday":{{day}},"from":"08:00","to":"20:00"}"""), week);
        Assert.Empty(calendar.GetProperty("holidays").EnumerateArray());
        await service.Publish(new CatalogRequested("test"));
        Assert.Equal(7, (await announced.Single(m => m.CenterId == center)).Calendar!.WorkingHours.Count);
    }

    [Fact]
    public async Task A_calendar_is_set_shown_and_announced_with_the_next_version()
    {
        var center = await service.Center();
        await using var announced = await service.Listen<ServiceCenterChanged>();

        Assert.Equal(Calendar.Trim(), await Put(center, Calendar));
        Assert.Equal(Calendar.Trim(), await Put(center, Calendar));

        Assert.Equal(Calendar.Trim(), (await service.Admin.GetJson($"/api/service-centers/{center}/calendar")).GetRawText());
        var message = await announced.Single(m => m.CenterId == center);
        Assert.Equal(2, message.Version);
        Assert.Equal(new WorkingHours(1, new TimeOnly(9, 0), new TimeOnly(12, 0)), message.Calendar!.WorkingHours[0]);
        Assert.Equal([new Holiday(new DateOnly(2026, 10, 1), "国庆节", false), new Holiday(new DateOnly(2026, 10, 10), "调休", true)], message.Calendar.Holidays);
    }

    [Fact]
    public async Task What_is_left_out_stays_and_an_empty_list_of_holidays_is_none()
    {
        var center = await service.Center();
        await Put(center, Calendar);

        Assert.Contains("国庆节", await Put(center, """{"workingHours":[{"weekday":3,"from":"09:00","to":"12:00"}]}"""), StringComparison.Ordinal);
        Assert.Equal("""{"workingHours":[{"weekday":3,"from":"09:00","to":"12:00"}],"holidays":[]}""", await Put(center, """{"holidays":[]}"""));
    }

    [Fact]
    public async Task A_change_is_in_the_audit_log_and_a_center_that_does_not_exist_is_404()
    {
        var center = await service.Center();
        await Put(center, Calendar);
        using var content = new StringContent(Calendar, Encoding.UTF8, "application/json");

        using var unknown = await service.Admin.PutAsync($"/api/service-centers/{Guid.NewGuid()}/calendar", content);

        Assert.Equal("not-found", (await unknown.Problem()).Slug);
        Assert.Equal(HttpStatusCode.NotFound, await service.Admin.Status($"/api/service-centers/{Guid.NewGuid()}/calendar"));
        var row = await service.Db(db => db.AuditLogs.AsNoTracking().OrderBy(r => r.At).LastAsync(r => r.Action == "CHANGE_CALENDAR" && r.Result == "done"));
        Assert.Contains("workingHours", row.DetailsJson, StringComparison.Ordinal);
        Assert.Contains("holidays", row.DetailsJson, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"workingHours":[],"holidays":[]}""", "workingHours:required")]
    [InlineData("""{}""", "workingHours:required")]
    [InlineData("""{"workingHours":[{"weekday":9,"from":"09:00","to":"12:00"}]}""", "workingHours:range")]
    [InlineData("""{"holidays":[{"date":"2026-02-30","name":"x"}]}""", "holidays:format")]
    [InlineData("""{"holidays":[{"name":"x"}]}""", "holidays:format")]
    [InlineData("""{"holidays":[{"date":"2026-10-01","name":""}]}""", "holidays:required")]
    [InlineData("""{"holidays":[{"date":"2026-10-01","name":"a\u0007"}]}""", "holidays:control-characters")]
    [InlineData("""{"holidays":[{"date":"2026-10-01","name":"x"},{"date":"2026-10-01","name":"y"}]}""", "holidays:duplicate")]
    [InlineData("""{"holidays":[null]}""", "holidays:required")]
    public async Task A_broken_rule_is_named_by_field(string body, string rule)
    {
        var center = await service.Center();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await service.Admin.PutAsync($"/api/service-centers/{center}/calendar", content);

        Assert.Equal(rule, await answer.BrokenRules());
    }

    private async Task<string> Put(Guid center, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await service.Admin.PutAsync($"/api/service-centers/{center}/calendar", content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Json()).GetRawText();
    }
}
