using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Meida.ServiceDefaults.Audit;
using Meida.Technicians.Audit;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Tests.Audit;

[Collection(nameof(TechnicianService))]
public sealed class AuditTests(TechnicianService service)
{
    [Fact]
    public async Task Every_change_of_a_technician_and_of_a_center_is_in_the_log_with_who_and_which_fields()
    {
        var center = await service.Center();
        var technician = await service.Technician(center, userName: $"u{Guid.NewGuid():N}");
        using var ops = service.As("ops_manager");
        (await ops.PatchAsJsonAsync($"/api/technicians/{technician}", new { name = "新名字", phone = TechnicianService.NewPhone() })).EnsureSuccessStatusCode();
        (await ops.PatchAsJsonAsync($"/api/service-centers/{center}", new { name = $"中心 {Guid.NewGuid():N}" })).EnsureSuccessStatusCode();

        Assert.Equal([("ADD_TECHNICIAN", "admin", "done"), ("CHANGE_TECHNICIAN", "ops_manager", "done")], (await Rows(technician)).Select(Told));
        Assert.Equal([("OPEN_CENTER", "admin", "done"), ("CHANGE_CENTER", "ops_manager", "done")], (await Rows(center)).Select(Told));
        var change = (await Rows(technician))[1];
        var fields = JsonDocument.Parse(change.DetailsJson).RootElement.GetProperty("fields").EnumerateArray().Select(field => field.GetString()).ToArray();
        Assert.Contains("name", fields);
        Assert.Contains("phoneHash", fields);
        Assert.DoesNotContain("userName", fields);
        Assert.DoesNotContain("新名字", change.DetailsJson, StringComparison.Ordinal);
        Assert.NotNull(change.ActorUserId);
    }

    [Fact]
    public async Task What_was_refused_is_in_the_log_too()
    {
        var technician = await service.Technician(await service.Center());
        using var agent = service.As("agent");
        using var forbidden = await agent.PatchAsJsonAsync($"/api/technicians/{technician}", new { name = "x" });
        using var invalid = await service.Admin.PatchAsJsonAsync($"/api/technicians/{technician}", new { name = "" });
        var unknown = Guid.NewGuid();
        using var missing = await service.Admin.PatchAsJsonAsync($"/api/technicians/{unknown}", new { name = "x" });

        Assert.Equal(
            (HttpStatusCode.Forbidden, HttpStatusCode.BadRequest, HttpStatusCode.NotFound), (forbidden.StatusCode, invalid.StatusCode, missing.StatusCode));
        Assert.Equal(
            [("ADD_TECHNICIAN", "admin", "done"), ("CHANGE_TECHNICIAN", "agent", "forbidden"), ("CHANGE_TECHNICIAN", "admin", "validation")],
            (await Rows(technician)).Select(Told));
        Assert.Equal([("CHANGE_TECHNICIAN", "admin", "not-found")], (await Rows(unknown)).Select(Told));
    }

    [Fact]
    public async Task A_change_that_fails_leaves_no_row_that_says_it_was_done()
    {
        var (center, phone) = (await service.Center(), TechnicianService.NewPhone());
        using var first = await service.Admin.PostAsJsonAsync("/api/technicians", new { name = "甲", phone, centerId = center });
        var before = await service.Db(db => db.AuditLogs.CountAsync(row => row.Action == "ADD_TECHNICIAN" && row.Result == "done"));
        using var second = await service.Admin.PostAsJsonAsync("/api/technicians", new { name = "乙", phone, centerId = center });

        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal(before, await service.Db(db => db.AuditLogs.CountAsync(row => row.Action == "ADD_TECHNICIAN" && row.Result == "done")));
        Assert.True(await service.Db(db => db.AuditLogs.AnyAsync(row => row.Action == "ADD_TECHNICIAN" && row.Result == "duplicate")));
    }

    [Fact]
    public async Task Reading_is_not_written_down()
    {
        var unknown = Guid.NewGuid();
        using var answer = await service.Admin.GetAsync(new Uri($"/api/technicians/{unknown}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await Rows(unknown));
    }

    private async Task<List<AuditEntry>> Rows(Guid id)
    {
        var rows = await service.Db(db => db.AuditLogs.AsNoTracking().OrderBy(row => row.At).ThenBy(row => row.Id).ToListAsync());
        return [.. rows.Where(row => JsonDocument.Parse(row.DetailsJson).RootElement.TryGetProperty("id", out var thing) && thing.ToString() == id.ToString())];
    }

    private static (string, string, string) Told(AuditEntry row) => (row.Action, row.ActorName, row.Result);
}
