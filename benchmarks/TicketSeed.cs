using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Meida.Benchmarks;

/// <summary>Made-up tickets in the tickets database, told from real ones by their phone hash.</summary>
/// <remarks>Rows of <c>tickets</c> only: they have no history and no booking, and are for lists and searches.</remarks>
internal static class TicketSeed
{
    private const string Mark = "benchmark";

    // From so many new rows on, building the search indexes anew is quicker than keeping them up.
    private const long RebuildFrom = 20_000;

    private static readonly string[] SearchIndexes = ["ix_tickets_trigrams", "ix_tickets_grams"];

    // Every column from hashes of the row's own number n: the same n is the same ticket, and columns do not hang together.
    // Multiplying by an odd number permutes the 40 bits of a ticket number, so that no two are alike.
    private const string Insert =
        """
        insert into tickets (id, ticket_no, status, version, customer_name, customer_phone_hash, customer_phone_masked, customer_phone_encrypted,
                             address, issue_desc, center_id, product_model, appointment_date, appointment_time,
                             technician_id, assignment_id, created_at, updated_at, completed_at, canceled_reason)
        select gen_random_uuid(), no, status, 1, name, 'benchmark', phone, repeat('x', 80), address, issue,
               case when cardinality(centers) > 0 then centers[1 + h7 % cardinality(centers)] end, model, day, time '09:00' + h6 % 18 * interval '30 min',
               case when assigned then technician end, case when assigned then gen_random_uuid() end,
               booked, booked, case when status = 'COMPLETED' then day + time '16:00' end, case when status = 'CANCELED' then '客户改约' end
        from (
            select *, status in ('ASSIGNED', 'IN_PROGRESS', 'COMPLETED') as assigned, least(day - h5 % 20, current_date - 1) + time '12:00' as booked,
                   case when cardinality(technicians) > 0 then technicians[1 + h8 % cardinality(technicians)] else gen_random_uuid() end as technician
            from (
                select *, case when day > current_date + 1 then (array['BOOKED','CONFIRMED','ASSIGNED','CANCELED'])[1 + h4 % 4]
                               when h4 % 100 < 88 then 'COMPLETED' when h4 % 100 < 96 then 'CANCELED'
                               else (array['CONFIRMED','ASSIGNED','IN_PROGRESS'])[1 + h4 % 3] end as status
                from (
                    select technicians, centers, h4, h5, h6, h7, h8,
                           'TK' || (select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (code >> (5 * digit) & 31)::int, 1), '')
                                    from generate_series(0, 7) digit) as no,
                           (array['王','李','张','刘','陈','杨','赵','黄','周','吴','徐','孙','马','朱','胡','林','郭','何','高','罗'])[1 + h1 % 20]
                               || (array['伟','芳','娜','敏','静','丽','强','磊','军','洋','勇','艳','杰','娟','涛','明','超','秀英','建国','海燕','志强','晓东','玉兰','子涵'])[1 + h1 / 20 % 24] as name,
                           '13' || h3 % 10 || '****' || lpad((h3 / 10 % 10000)::text, 4, '0') as phone,
                           (array['杭州市西湖区','杭州市拱墅区','杭州市上城区','杭州市余杭区','上海市浦东新区','上海市徐汇区','上海市静安区','宁波市海曙区'])[1 + h2 % 8]
                               || (array['文三路','文一西路','天目山路','莫干山路','延安路','中山北路','凤起路','解放东路','建国中路','人民大道','世纪大道','张杨路','漕溪北路','南京西路','环城西路','古墩路'])[1 + h2 / 8 % 16]
                               || 1 + h3 % 1999 || '号' || 1 + h5 % 40 || '幢' || 101 + h6 % 30 * 100 || '室' as address,
                           case when h7 % 1000 < 7 then 'A.O.Smith 热水器'
                                else (array['油烟机','燃气灶','热水器','集成灶','洗碗机','消毒柜','净水器','蒸烤箱','壁挂炉'])[1 + h7 % 9] end
                               || (array['漏水','异响','点不着火','不出热水','吸力小','面板失灵','自动熄火','漏电跳闸','显示故障代码','滴油'])[1 + h8 % 10]
                               || (array['，已经两天了','，请尽快上门','，开机十分钟后出现','，安装不到一年','，之前修过一次','，声音很大','','，需要带配件'])[1 + h5 / 40 % 8] as issue,
                           case when h4 % 3 > 0 then (array['JZT-7B13','CXW-200','JSQ30-16','WQP8'])[1 + h4 / 3 % 4] end as model,
                           current_date + 45 - h6 / 540 % 745 as day
                    from (
                        select technicians, centers, (n * 668265263177) & 1099511627775 as code,
                               hashint8(n * 8 + 1) & 2147483647 as h1, hashint8(n * 8 + 2) & 2147483647 as h2, hashint8(n * 8 + 3) & 2147483647 as h3,
                               hashint8(n * 8 + 4) & 2147483647 as h4, hashint8(n * 8 + 5) & 2147483647 as h5, hashint8(n * 8 + 6) & 2147483647 as h6,
                               hashint8(n * 8 + 7) & 2147483647 as h7, hashint8(n * 8) & 2147483647 as h8
                        from generate_series($1::bigint + 1, $2::bigint) n,
                             (select array(select id from technician_cards order by id) as technicians, array(select id from service_centers order by id) as centers) known) hashed) texts) stated) timed
        """;

    /// <summary>Adds what is missing to so many tickets.</summary>
    public static async Task Fill(RunningSystem system, long tickets, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        await using var connection = await system.OpenTickets(cancel);
        var all = await Scalar<long>(connection, "select count(*) from tickets", cancel);
        var own = await Scalar<long>(connection, $"select count(*) from tickets where customer_phone_hash = '{Mark}'", cancel);
        if (all >= tickets)
        {
            Console.WriteLine(all == tickets
                ? $"{all} tickets are there"
                : $"{all} tickets are there, more than asked for: 'lists --remove' takes the filled-in ones out");
        }
        else
        {
            await AddRows(connection, own, own + tickets - all, cancel);
            Console.WriteLine($"added {tickets - all} tickets to {all} in {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s");
        }

        await Execute(connection, "vacuum (analyze) tickets", cancel);
    }

    public static async Task Remove(RunningSystem system, CancellationToken cancel)
    {
        await using var connection = await system.OpenTickets(cancel);
        await using var delete = new NpgsqlCommand($"delete from tickets where customer_phone_hash = '{Mark}'", connection);
        var removed = await delete.ExecuteNonQueryAsync(cancel);
        await Execute(connection, "vacuum (analyze) tickets", cancel);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"removed {removed} tickets"));
    }

    public static async Task<T> Scalar<T>(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(cancel))!;
    }

    public static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    // One transaction: whoever interrupts it finds the indexes where they were.
    private static async Task AddRows(NpgsqlConnection connection, long from, long to, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var definitions = new List<string>();
        if (to - from >= RebuildFrom)
        {
            await Execute(connection, "set local maintenance_work_mem = '512MB'", cancel);
            foreach (var index in SearchIndexes)
            {
                definitions.Add(await Scalar<string>(connection, $"select pg_get_indexdef('{index}'::regclass)", cancel));
                await Execute(connection, "drop index " + index, cancel);
            }
        }

        await using (var insert = new NpgsqlCommand(Insert, connection) { Parameters = { new() { Value = from }, new() { Value = to } } })
            await insert.ExecuteNonQueryAsync(cancel);
        foreach (var definition in definitions)
            await Execute(connection, definition, cancel);
        await transaction.CommitAsync(cancel);
    }
}
