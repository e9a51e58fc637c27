using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Tests.Features;

/// <summary>A service with tickets that no other test touches, so that whole lists can be compared.</summary>
public sealed class ListedTickets : TicketsService, IAsyncLifetime
{
    private static readonly string[] Names = ["王小明", "Smith", "SMITH Ånne", "欧阳娜娜", "O'Brien 100%", "a_b", "赵钱孙"];
    private static readonly string[] Faults = ["集成灶漏水", "油烟机不转", "水管破了\n很急", "gas valve stuck", "100% 没火", "C:\\fault", "——！！！", "水"];

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        foreach (var number in Enumerable.Range(0, 60))
        {
            await Booked(b =>
            {
                b.Name = Names[number % Names.Length];
                b.Issue = Faults[number % Faults.Length];
                b.Address = $"杭州市{(number % 2 == 0 ? "西湖区" : "滨江区")}文三路{1200 + number}号";
                b.Phone = $"139{number:0000}{9 * number:0000}";
                b.Product = number % 5 == 0 ? "JCD-8000X" : number % 5 == 1 ? null : "Ｅ９ 型";
                b.CenterId = number < 7 ? null : SealedTexts.Center;
            });
        }
    }
}

public sealed class ListTests(ListedTickets service) : IClassFixture<ListedTickets>
{
    private static readonly string[] Texts =
    [
        "水", "漏水", "漏", "集成灶", "smith", "SMITH", "sm", "m", "100%", "%", "_", "a_b", "\\", "C:\\", "'", "o'b", "1287号", "文三路1201号", "西湖区", "139****",
        "****", "！！！", "——", "鑫", "鑫鑫", "鑫鑫鑫", "水管", "TK", "å", "3路", "号\n", "区文", "  水 ", "很急",
    ];

    [Fact]
    public async Task A_search_finds_what_a_plain_comparison_of_every_row_finds()
    {
        Assert.NotEmpty(Texts);
        foreach (var text in Texts.Where(text => !text.Contains('\n', StringComparison.Ordinal)))
        {
            var pattern = "%" + text.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
            var expected = await service.Db(db => db.Database.SqlQuery<Guid>(
                $"""
                select id as "Value" from tickets where ticket_no ilike {pattern} or customer_name ilike {pattern} or address ilike {pattern}
                    or issue_desc ilike {pattern} or customer_phone_masked ilike {pattern} or product_model ilike {pattern}
                order by appointment_date desc, appointment_time desc, id desc
                """).ToListAsync());
            var list = await service.Admin.Read($"/api/tickets?pageSize=100&q={Uri.EscapeDataString(text)}");

            Assert.True(expected.Select(id => id.ToString()).SequenceEqual(list.Ids()), $"'{text}': {expected.Count} expected, {list.Ids().Length} found");
            Assert.Equal((expected.Count, true), (list.GetProperty("total").GetInt32(), list.GetProperty("totalIsExact").GetBoolean()));
        }
    }

    [Theory]
    [InlineData("欧阳 西湖区", "customer_name like '欧阳%' and address like '%西湖区%'")]
    [InlineData("水　滨江区  smith", "issue_desc like '%水%' and address like '%滨江区%' and customer_name ilike '%smith%'")]
    [InlineData("水 王小明 没有这个", "false")]
    [InlineData("E9", "product_model like 'Ｅ９%' or ticket_no like '%E9%'")]
    [InlineData("ｅ９", "product_model like 'Ｅ９%' or ticket_no like '%E9%'")]
    [InlineData("jcd-8000x", "product_model = 'JCD-8000X'")]
    [InlineData("ＪＣＤ－８０００Ｘ ｓｍｉｔｈ", "product_model = 'JCD-8000X' and customer_name ilike '%smith%'")]
    [InlineData("１２８７号", "false")]
    [InlineData("１２０１号 滨江", "address like '%1201号%'")]
    public async Task Every_word_is_found_whatever_its_case_and_width(string text, string condition)
    {
        var expected = await service.Database.Scalar<Guid[]>(
            $"select array(select id from tickets where {condition} order by appointment_date desc, appointment_time desc, id desc)");

        var list = await service.Admin.Read($"/api/tickets?pageSize=100&q={Uri.EscapeDataString(text)}");

        Assert.Equal(expected!.Select(id => id.ToString()), list.Ids());
        Assert.Equal(condition == "false", expected!.Length == 0);
    }

    [Theory]
    [InlineData("13900300270")]
    [InlineData(" +86 139-0030-0270 ")]
    public async Task A_whole_phone_number_is_found_by_whoever_may_see_phones(string phone)
    {
        var query = $"/api/tickets?q={Uri.EscapeDataString(phone)}";
        var id = await service.Database.Scalar<Guid>("select id from tickets where customer_phone_masked = '139****0270'");

        Assert.Equal([id.ToString()], (await service.Agent.Read(query)).Ids());
        Assert.Empty((await service.Ops.Read(query)).Ids());
        Assert.Empty((await service.Agent.Read("/api/tickets?q=13900300271")).Ids());
        Assert.Empty((await service.Technician(Guid.NewGuid()).Read(query)).Ids());
    }

    [Fact]
    public async Task The_tickets_of_a_caller_are_found_by_phone_newest_first_and_the_look_is_written_down()
    {
        using var answer = await service.Agent.Command("/api/tickets/by-phone", new { customerPhone = "139 0030 0270" });
        var list = await answer.Json(HttpStatusCode.OK);

        Assert.Equal(("139****0270", 1), (list.GetProperty("items")[0].GetProperty("customerPhoneMasked").GetString(), Total(list)));
        Assert.Equal("validation", await service.Agent.Command("/api/tickets/by-phone", new { customerPhone = "139" }).Refusal(HttpStatusCode.BadRequest));
        var audit = (await service.AuditLog("action=FOUND_BY_PHONE")).GetProperty("items")[0];
        Assert.Equal(("agent", 1), (audit.GetProperty("actor").GetString(), audit.GetProperty("details").GetProperty("found").GetInt32()));
        Assert.DoesNotContain("0270", audit.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_and_cursors_walk_the_same_list()
    {
        foreach (var query in new[] { "", "&sort=createdAt", "&sort=-ticketNo", "&sort=appointmentDate", "&q=" + Uri.EscapeDataString("水"), "&status=BOOKED" })
        {
            var whole = (await service.Admin.Read($"/api/tickets?pageSize=100{query}")).Ids();
            var (pages, cursors, cursor) = (new List<string>(), new List<string>(), (string?)null);
            for (var page = 1; page <= whole.Length / 7 + 1; page++)
            {
                pages.AddRange((await service.Admin.Read($"/api/tickets?pageSize=7&page={page}{query}")).Ids());
                var at = await service.Admin.Read($"/api/tickets?pageSize=7{query}" + (cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}"));
                Assert.Equal(page, at.GetProperty("page").GetInt32());
                cursors.AddRange(at.Ids());
                cursor = at.GetProperty("nextCursor").GetString();
            }

            Assert.Null(cursor);
            Assert.Equal(whole, pages);
            Assert.Equal(whole, cursors);
            Assert.Equal(whole.Length, whole.Distinct().Count());
        }
    }

    [Fact]
    public async Task Filters_narrow_the_list()
    {
        var newest = (await service.Admin.Read("/api/tickets?pageSize=1")).GetProperty("items")[0];
        var day = newest.GetProperty("appointmentDate").GetString();
        Assert.All((await service.Admin.Read($"/api/tickets?from={day}&to={day}&pageSize=100")).GetProperty("items").EnumerateArray(),
            t => Assert.Equal(day, t.GetProperty("appointmentDate").GetString()));
        Assert.Equal(60, Total(await service.Admin.Read("/api/tickets?status=BOOKED&status=CONFIRMED")));
        Assert.Equal(60, Total(await service.Admin.Read("/api/tickets?status=booked,CANCELED&technicianId=unassigned")));
        Assert.Equal(0, Total(await service.Admin.Read("/api/tickets?status=CONFIRMED")));
        Assert.Equal(0, Total(await service.Admin.Read($"/api/tickets?technicianId={Guid.NewGuid()}")));
        Assert.Equal(0, Total(await service.Admin.Read($"/api/tickets?centerId={Guid.NewGuid()}")));
        Assert.Equal(7, Total(await service.Admin.Read("/api/tickets?centerId=none")));
        Assert.Equal(53, Total(await service.Admin.Read($"/api/tickets?centerId={SealedTexts.Center}")));
        Assert.Equal(60, Total(await service.Admin.Read("/api/tickets?status=&technicianId=&q=&from=&cursor=&page=&sort=")));
        Assert.Empty((await service.Admin.Read("/api/tickets?page=2147483647&pageSize=100")).Ids());
    }

    [Theory]
    [InlineData("status=DONE")]
    [InlineData("status=1")]
    [InlineData("technicianId=me")]
    [InlineData("centerId=7")]
    [InlineData("from=2026-13-01")]
    [InlineData("from=2026-12-02&to=2026-12-01")]
    [InlineData("page=0")]
    [InlineData("page=x")]
    [InlineData("pageSize=101")]
    [InlineData("pageSize=0")]
    [InlineData("sort=customerName")]
    [InlineData("sort=appointmentDate:up")]
    [InlineData("cursor=zzzz")]
    [InlineData("cursor=MXwtfGNyZWF0ZWRBdHwyfDEzOjQ1fDAxOTAwMDAwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDBmZg")]
    [InlineData("cursor=MXwtfGFwcG9pbnRtZW50RGF0ZXwyfG5vfG5vfG5v")]
    [InlineData("q=a%00b")]
    public async Task Queries_that_mean_nothing_are_bad(string query)
    {
        using var answer = await service.Admin.GetAsync(new Uri($"/api/tickets?{query}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("validation", (await Meida.Testing.ProblemDocumentReader.Problem(answer)).Slug);
    }

    [Fact]
    public async Task A_list_item_has_every_field_and_no_phone()
    {
        var item = (await service.Admin.Read("/api/tickets?pageSize=1")).GetProperty("items")[0];
        string[] fields =
        [
            "id", "ticketNo", "status", "version", "customerName", "customerPhoneMasked", "address", "centerId", "centerName", "productModel", "issueDesc",
            "appointmentDate", "appointmentTime", "technicianId", "technicianName", "createdAt", "updatedAt", "completedAt", "canceledReason", "receiptCount", "erasedAt",
            "urgedAt", "rating", "serialNumber", "coverage", "priority", "followUpOf", "visitDueAt", "completeDueAt", "overdue", "resolution", "faultCode", "parts",
            "fees", "chargeReason", "total",
        ];
        Assert.Equal(fields, item.EnumerateObject().Select(p => p.Name));
        Assert.Matches(@"^\d{3}\*{4}\d{4}$", item.GetProperty("customerPhoneMasked").GetString());
    }

    [Fact]
    public async Task The_export_holds_the_filtered_list_for_spreadsheets()
    {
        using var answer = await service.Admin.GetAsync(new Uri("/api/tickets/export?q=" + Uri.EscapeDataString("水"), UriKind.Relative));
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(new byte[] { 0xEF, 0xBB, 0xBF }, bytes[..3]);
        var text = System.Text.Encoding.UTF8.GetString(bytes[3..]);
        Assert.StartsWith("ticketNo,status,customerName,", text, StringComparison.Ordinal);
        Assert.Contains("\"水管破了\n很急\"", text, StringComparison.Ordinal);
        var numbers = (await service.Admin.Read("/api/tickets?pageSize=100&q=" + Uri.EscapeDataString("水"))).GetProperty("items").EnumerateArray()
            .Select(t => t.GetProperty("ticketNo").GetString()!);
        Assert.Equal(numbers, text.Split("\r\n").Skip(1).Where(line => line.Length > 0).Select(line => line[..10]));
    }

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+86", "\"'+86\"")]
    [InlineData("-x", "\"'-x\"")]
    [InlineData("@SUM", "\"'@SUM\"")]
    [InlineData("  =1", "\"'  =1\"")]
    [InlineData("\u200b=1", "\"'\u200b=1\"")]
    [InlineData("\ufeff \u061c＝1", "\"'\ufeff \u061c＝1\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    [InlineData("plain", "plain")]
    [InlineData(null, "")]
    public void A_cell_is_never_a_formula(string? text, string cell) => Assert.Equal(cell, Tickets.Features.ExportTickets.Cell(text));

    [Fact]
    public async Task Statistics_count_what_is_there()
    {
        var stats = await service.Admin.Read("/api/tickets/stats");
        Assert.Equal((60, 60, 0), (
            stats.GetProperty("total").GetInt32(), stats.GetProperty("byStatus").GetProperty("BOOKED").GetInt32(),
            stats.GetProperty("byStatus").GetProperty("IN_PROGRESS").GetInt32()));
        Assert.Equal(60, stats.GetProperty("byDay").EnumerateArray().Sum(d => d.GetProperty("total").GetInt32()));
        Assert.Equal(JsonValueKind.Null, stats.GetProperty("completionHours").GetProperty("median").ValueKind);
    }

    private static int Total(JsonElement list) => list.GetProperty("total").GetInt32();
}
