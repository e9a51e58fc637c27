using System.Globalization;
using System.Text.Json;

namespace Meida.Tickets.Tests.Features;

/// <summary>More tickets than are counted, so that every way of finding a page is gone.</summary>
public sealed class ManyTickets : TicketsService, IAsyncLifetime
{
    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        // 45,000 in all; 旧 in the 12,000 oldest, 常 in 40,000 spread evenly, 新 in 100 of the middle.
        await Database.Execute(
            """
            insert into tickets (id, ticket_no, status, version, customer_name, customer_phone_hash, customer_phone_masked, customer_phone_encrypted,
                                 address, issue_desc, appointment_date, appointment_time, created_at, updated_at)
            select gen_random_uuid(), 'TK' || lpad(upper(to_hex(n)), 8, '0'), case when n % 50 = 0 then 'CONFIRMED' else 'BOOKED' end, 1, '客户', 'hash',
                   '139****0000', 'sealed', '某地', case when n <= 12000 then '旧' else '' end || case when n % 9 > 0 then '常' else '' end
                   || case when n between 20000 and 20099 then '新' else '' end || '灶', date '2025-01-01' + n / 100, '10:00', now(), now()
            from generate_series(1, 45000) n
            """);
        // As autovacuum leaves it: with statistics, and with the search indexes' pending entries put in place.
        await Database.Execute("vacuum analyze tickets");
    }
}

public sealed class LargeListTests(ManyTickets service) : IClassFixture<ManyTickets>
{
    [Theory]
    [InlineData("", "true", 1)]
    [InlineData("", "true", 700)]
    [InlineData("q=常", "issue_desc like '%常%'", 1)]
    [InlineData("q=常", "issue_desc like '%常%'", 1500)]
    [InlineData("q=旧", "issue_desc like '%旧%'", 1)]
    [InlineData("q=旧", "issue_desc like '%旧%'", 300)]
    [InlineData("q=新", "issue_desc like '%新%'", 2)]
    [InlineData("q=常&status=CONFIRMED", "issue_desc like '%常%' and status = 'CONFIRMED'", 3)]
    [InlineData("q=常&from=2025-03-01&to=2025-03-02", "issue_desc like '%常%' and appointment_date between '2025-03-01' and '2025-03-02'", 2)]
    [InlineData("q=TK0000", "true", 1)]
    [InlineData("status=BOOKED,CONFIRMED", "true", 2)]
    public async Task A_page_of_a_large_list_is_the_page_that_sorting_everything_gives(string query, string condition, int page)
    {
        var skip = ((page - 1) * 20).ToString(CultureInfo.InvariantCulture);
        var expected = await service.Database.Scalar<Guid[]>(
            $"select array(select id from tickets where {condition} order by appointment_date desc, appointment_time desc, id desc limit 20 offset {skip})");
        var total = await service.Database.Scalar<long>("select count(*) from tickets where " + condition);

        var list = await service.Admin.Read($"/api/tickets?{query}&page={page}");
        Assert.Equal(expected!.Select(id => id.ToString()), list.Ids());
        Assert.Equal((Math.Min(total, 10_000), total <= 10_000), (list.GetProperty("total").GetInt32(), list.GetProperty("totalIsExact").GetBoolean()));
        Assert.Equal(page * 20 < total ? JsonValueKind.String : JsonValueKind.Null, list.GetProperty("nextCursor").ValueKind);
    }

    [Fact]
    public async Task Every_search_has_an_index()
    {
        foreach (var (condition, index) in new[]
        {
            ("ticket_grams(searched) @> ticket_query_grams('新')", "ix_tickets_searched_grams"),
            ("ticket_grams(searched) @> ticket_query_grams('新灶')", "ix_tickets_searched_grams"),
            ("customer_phone_hash = 'x'", "ix_tickets_phone"),
            ("(searched like '%13912345678%' or customer_phone_hash = 'x')", "ix_tickets_searched_trigrams"),
            ("searched like '%tk0000aa1%'", "ix_tickets_searched_trigrams"),
            ("(searched like '%sn-12345%' or upper(serial_number) like '%SN-12345%')", "ix_tickets_serial"),
        })
        {
            var plan = await service.Database.Scalar<string>("explain (format json) select 1 from tickets where " + condition);
            Assert.Contains(index, plan, StringComparison.Ordinal);
        }
    }
}
