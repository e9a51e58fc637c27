using System.Net;
using System.Security.Cryptography;
using Meida.EndToEnd.Running;
using Meida.Testing;

namespace Meida.EndToEnd.Faults;

/// <summary>What the databases, the subscriber and the store say when everything is quiet again.</summary>
internal sealed class Aftermath(RunFile run, string mark)
{
    private static readonly string[] Order = ["BOOKED", "CONFIRMED", "ASSIGNED", "IN_PROGRESS", "COMPLETED"];

    /// <summary>Nothing waits to be sent, and no assignment is under way.</summary>
    public Task Quiet() => Eventually.Is(async () =>
    {
        foreach (var database in (string[])["booking", "tickets", "technicians", "files"])
            Assert.Equal(0L, await run.Scalar<long>(database, "select count(*) from outbox_message where not_before < now() + interval '1 minute'"));
        Assert.Equal(0L, await run.Scalar<long>("tickets", "select count(*) from assignments where ended_at is null"));
    }, TimeSpan.FromMinutes(2));

    /// <summary>Acknowledged commands whose effect is not there.</summary>
    public async Task<IReadOnlyList<string>> Lost(Workload workload)
    {
        var lost = new List<string>();
        foreach (var (id, acknowledged) in workload.Tickets)
        {
            var status = await run.Rows("tickets", $"select status from tickets where id = '{id}'");
            if (status is not [var now] || Array.IndexOf(Order, now) < Array.IndexOf(Order, acknowledged))
                lost.Add($"{id}: acknowledged {acknowledged}, is {string.Join(',', status)}");
        }

        foreach (var (id, url) in workload.Receipts)
        {
            if (await run.Rows("files", $"select id::text from ticket_images where ticket_id = '{id}'") is not [var image] || !url.Contains(image, StringComparison.OrdinalIgnoreCase))
                lost.Add($"{id}: its receipt");
        }

        return lost;
    }

    /// <summary>Commands that were carried out more than once.</summary>
    public async Task<IReadOnlyList<string>> Doubled(Workload workload)
    {
        var doubled = new List<string>();
        // A booking that was repeated under its key is one booking.
        foreach (var (database, table) in ((string, string)[])[("booking", "bookings"), ("tickets", "tickets")])
        {
            var ids = await run.Rows(database, $"select id::text from {table} where product_model = '{mark}'");
            doubled.AddRange(ids.Where(id => !workload.Tickets.ContainsKey(Guid.Parse(id))).Select(id => $"{table} {id} was never acknowledged"));
        }

        doubled.AddRange(await run.Rows("tickets", $"select e.ticket_id || ' ' || e.action from ticket_events e {OfThisRun("e.ticket_id")} group by 1 having count(*) > 1"));
        doubled.AddRange(await run.Rows("tickets", $"select a.ticket_id || ' ' || a.action || ' audited' from audit_logs a {OfThisRun("a.ticket_id")} where a.result = 'done' group by 1 having count(*) > 1"));
        doubled.AddRange(await run.Rows("tickets", $"select i.ticket_id || ' receipt' from ticket_images i {OfThisRun("i.ticket_id")} group by 1 having count(*) > 1"));
        return doubled;
    }

    /// <summary>Events that the subscriber did not get, and those it got under two ids.</summary>
    public async Task<IReadOnlyList<string>> Unheard(IReadOnlyList<Subscriber.Heard> heard)
    {
        var ids = heard.Select(e => e.Id).ToHashSet();
        var told = await run.Rows("tickets", $"select e.id::text from ticket_events e {OfThisRun("e.ticket_id")} where e.action <> 'RECEIPT_UPLOADED'");
        // The event of a receipt has the image's id.
        var receipts = await run.Rows("tickets", $"select i.id::text from ticket_images i {OfThisRun("i.ticket_id")}");
        Assert.NotEmpty(told);
        Assert.NotEmpty(receipts);
        var twoIds = heard.GroupBy(e => (e.Type, e.Subject, e.Version)).Where(same => same.Key.Version is not null && same.Select(e => e.Id).Distinct().Count() > 1);
        return [.. told.Concat(receipts).Where(id => !ids.Contains(id)), .. twoIds.Select(same => $"{same.Key} has several ids")];
    }

    public Task ProjectionsEqualTheirOwners() => Eventually.Is(async () =>
    {
        var owners = await run.Rows("tickets", $"select id || ' ' || status from tickets where product_model = '{mark}' order by 1");
        Assert.NotEmpty(owners);
        var ids = string.Join(',', owners.Select(row => $"'{row.Split(' ')[0]}'"));
        Assert.Equal(owners, await run.Rows("booking", $"select id || ' ' || status from bookings where id in ({ids}) order by 1"));
        Assert.Equal(owners, await run.Rows("files", $"select ticket_id || ' ' || status from ticket_access where ticket_id in ({ids}) order by 1"));
        Assert.Equal(
            await run.Rows("files", $"select ticket_id || ' ' || id from ticket_images where ticket_id in ({ids}) order by 1"),
            await run.Rows("tickets", $"select ticket_id || ' ' || id from ticket_images where ticket_id in ({ids}) order by 1"));

        // Every reservation has a ticket that is its technician's, and the other way round.
        var assigned = await run.Rows("tickets", $"select id || ' ' || technician_id from tickets where technician_id is not null and id in ({ids}) order by 1");
        Assert.Equal(assigned, await run.Rows("technicians", $"select ticket_id || ' ' || technician_id from assignments where state <> 'RELEASED' and ticket_id in ({ids}) order by 1"));
    });

    /// <summary>Every acknowledged receipt is in the store, byte for byte as its row says.</summary>
    public async Task ReceiptsAreWhole(Workload workload, Client admin)
    {
        Assert.NotEmpty(workload.Receipts);
        foreach (var (id, url) in workload.Receipts)
        {
            var image = (await admin.Get(url)).Is(HttpStatusCode.OK);
            Assert.Equal(
                await run.Scalar<string>("files", $"select stored_sha256 from ticket_images where ticket_id = '{id}'"),
                Convert.ToHexStringLower(SHA256.HashData(image.Bytes)));
        }
    }

    private string OfThisRun(string ticketId) => $"join tickets t on t.id = {ticketId} and t.product_model = '{mark}'";
}
