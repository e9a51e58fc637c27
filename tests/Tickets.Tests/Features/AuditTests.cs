using Meida.ServiceDefaults.Access;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Tests.Features;

[Collection(nameof(TicketsService))]
public sealed class AuditTests(TicketsService service)
{
    [Fact]
    public async Task Every_step_of_a_ticket_is_in_the_log_with_who_and_from_where()
    {
        var (id, _) = await service.Completed();
        var log = await service.AuditLog($"ticketId={id}");
        var entries = log.GetProperty("items").EnumerateArray().Reverse().Select(e => (
            e.GetProperty("action").GetString(), e.GetProperty("actor").GetString(), e.GetProperty("result").GetString())).ToArray();

        Assert.Equal(
            [
                ("BOOKED", "customer", "done"), ("CONFIRMED", "agent", "done"), ("ASSIGNED", "ops", "done"), ("STARTED", "agent", "done"),
                ("RECEIPT_UPLOADED", "tech1", "done"), ("COMPLETED", "ops", "done"),
            ],
            entries);
        Assert.Equal(6, log.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task The_client_address_is_the_one_the_gateway_signed()
    {
        Assert.Equal("203.0.113.7", await Address(request => request.Headers.Add(ClientAddressProof.Header, Proof())));
    }

    [Fact]
    public async Task No_other_word_about_the_client_address_is_believed()
    {
        Assert.NotEqual("203.0.113.7", await Address(request => request.Headers.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.7")));
        Assert.NotEqual("203.0.113.7", await Address(request => request.Headers.Add(ClientAddressProof.Header, "203.0.113.7")));
        Assert.NotEqual("203.0.113.7", await Address(request => request.Headers.Add(ClientAddressProof.Header, Proof()[..^4] + "AAAA")));
        Assert.NotEqual("203.0.113.7", await Address(request => request.Headers.Add(ClientAddressProof.Header, Proof(audience: "meida"))));
        Assert.NotEqual("203.0.113.7", await Address(request => request.Headers.Add(ClientAddressProof.Header, Proof(minutesAgo: 5))));
    }

    [Fact]
    public async Task What_proves_an_address_signs_nobody_in()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/tickets");
        request.Headers.Authorization = new("Bearer", Proof());
        using var answer = await service.Anonymous.SendAsync(request);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Who_uploaded_a_receipt_and_from_where_is_in_the_log()
    {
        var (id, _) = await service.Assigned();
        var uploader = Guid.NewGuid();
        await service.Ask<Contracts.Files.RecordReceipts, Contracts.Files.ReceiptsRecorded>(
            new([StandIns.Receipt(id) with { UploadedById = uploader, ClientAddress = "203.0.113.8" }]));
        var entry = (await service.AuditLog($"ticketId={id}&action=receipt_uploaded")).GetProperty("items")[0];
        Assert.Equal(("203.0.113.8", "tech1"), (entry.GetProperty("clientAddress").GetString(), entry.GetProperty("actor").GetString()));
        Assert.Equal(uploader, await service.Db(db => db.AuditLogs.Where(row => row.TicketId == id && row.Action == "RECEIPT_UPLOADED").Select(row => row.ActorUserId).SingleAsync()));
    }

    [Fact]
    public async Task What_somebody_may_not_do_is_in_the_log()
    {
        var id = await service.Booked();
        using var confirmed = await service.Ops.Command($"/api/tickets/{id}/confirm");
        using var read = await service.Ops.GetAsync(new Uri("/internal/audit-logs", UriKind.Relative));
        Assert.Equal((System.Net.HttpStatusCode.Forbidden, System.Net.HttpStatusCode.Forbidden), (confirmed.StatusCode, read.StatusCode));
        var entry = (await service.AuditLog($"ticketId={id}&actor=ops")).GetProperty("items")[0];
        Assert.Equal(("CONFIRM", "forbidden"), (entry.GetProperty("action").GetString(), entry.GetProperty("result").GetString()));
    }

    [Fact]
    public async Task A_technician_who_asks_for_somebody_elses_ticket_is_in_the_log()
    {
        var (others, _) = await service.Assigned();
        using var stranger = service.Technician(Guid.CreateVersion7(), "tech9");
        foreach (var path in (string[])["", "/events", "/assignment"])
        {
            using var answer = await stranger.GetAsync(new Uri($"/api/tickets/{others}{path}", UriKind.Relative));
            Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
        }

        var log = await service.AuditLog($"ticketId={others}&actor=tech9");
        Assert.Equal(
            [("GET_ASSIGNMENT", "not-found"), ("GET_TICKET", "not-found"), ("LIST_TICKET_EVENTS", "not-found")],
            log.GetProperty("items").EnumerateArray().Select(e => (e.GetProperty("action").GetString(), e.GetProperty("result").GetString())).Order());
    }

    [Fact]
    public async Task An_export_is_in_the_log_with_the_filters_names_alone()
    {
        using var client = service.Technician(Guid.CreateVersion7(), "tech8");
        (await client.GetAsync(new Uri("/api/tickets/export?q=%E7%8E%8B%E5%B0%8F%E6%98%8E&status=BOOKED", UriKind.Relative))).EnsureSuccessStatusCode();
        var entry = Assert.Single((await service.AuditLog("action=export&actor=tech8")).GetProperty("items").EnumerateArray());
        Assert.Equal("done", entry.GetProperty("result").GetString());
        Assert.Equal("""{"filters": ["q", "status"]}""",
            await service.Db(db => db.AuditLogs.Where(row => row.Action == "EXPORT" && row.ActorName == "tech8").Select(row => row.DetailsJson).SingleAsync()));
    }

    [Fact]
    public async Task Filters_narrow_the_log()
    {
        var id = await service.Confirmed();
        var number = (await service.Admin.Read($"/api/tickets/{id}")).GetProperty("ticketNo").GetString();
        var today = SharedKernel.AppointmentSlots.Today(TimeProvider.System).ToString("yyyy-MM-dd");
        Assert.Equal(2, Total(await service.AuditLog($"ticketId={number}&from={today}&to={today}")));
        Assert.Equal(1, Total(await service.AuditLog($"ticketId={id}&actor=agent&from=2020-01-01T00:00:00Z")));
        Assert.Equal(0, Total(await service.AuditLog($"ticketId={id}&to=2020-01-01T00:00:00+08:00")));
        Assert.Equal(0, Total(await service.AuditLog($"ticketId={Guid.NewGuid()}")));
    }

    [Fact]
    public async Task Somebody_who_guesses_telephones_is_in_the_log()
    {
        var id = await service.Booked();
        var number = (await service.Admin.Read($"/api/tickets/{id}")).GetProperty("ticketNo").GetString()!;
        await service.Publish(new Contracts.Booking.LookUpLocked(number, 10, service.PersonalData.Seal("203.0.113.9"), DateTimeOffset.UtcNow));

        await Testing.Eventually.Is(async () => Assert.Equal(1, Total(await service.AuditLog($"ticketId={id}&action=LOOK_UP"))));
        var entry = (await service.AuditLog($"ticketId={number}&action=LOOK_UP")).GetProperty("items")[0];
        Assert.Equal(("customer", "too-many-attempts", "203.0.113.9", 10), (
            entry.GetProperty("actor").GetString(), entry.GetProperty("result").GetString(), entry.GetProperty("clientAddress").GetString(),
            entry.GetProperty("details").GetProperty("misses").GetInt32()));
    }

    [Theory]
    [InlineData("ticketId=x")]
    [InlineData("from=yesterday")]
    [InlineData("to=0001-01-01")]
    public async Task Queries_that_mean_nothing_are_bad(string query)
    {
        using var system = service.As("system");
        using var answer = await system.GetAsync(new Uri($"/internal/audit-logs?{query}", UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private async Task<string?> Address(Action<HttpRequestMessage> sign)
    {
        var id = await service.Booked();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/tickets/{id}/confirm");
        sign(request);
        (await service.Agent.SendAsync(request)).Dispose();
        return (await service.AuditLog($"ticketId={id}&action=confirmed")).GetProperty("items")[0].GetProperty("clientAddress").GetString();
    }

    private static string Proof(string audience = "meida-client-address", int minutesAgo = 0) => TestTokens.AddressProof("203.0.113.7", audience, minutesAgo);

    private static int Total(System.Text.Json.JsonElement list) => list.GetProperty("total").GetInt32();
}
