namespace Meida.Tickets.Tests.Features;

[Collection(nameof(TicketsService))]
public sealed class AuditTests(TicketsService service)
{
    [Fact]
    public async Task Every_step_of_a_ticket_is_in_the_log_with_who_and_from_where()
    {
        var (id, _) = await service.Completed();
        var log = await service.Admin.Read($"/api/audit-logs?ticketId={id}");
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
    public async Task The_client_address_is_the_one_the_gateway_names()
    {
        var id = await service.Booked();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/tickets/{id}/confirm");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.7");
        (await service.Agent.SendAsync(request)).Dispose();
        var entry = (await service.Admin.Read($"/api/audit-logs?ticketId={id}&action=confirmed")).GetProperty("items")[0];
        Assert.Equal("203.0.113.7", entry.GetProperty("clientAddress").GetString());
    }

    [Fact]
    public async Task Filters_narrow_the_log()
    {
        var id = await service.Confirmed();
        var number = (await service.Admin.Read($"/api/tickets/{id}")).GetProperty("ticketNo").GetString();
        var today = SharedKernel.AppointmentSlots.Today(TimeProvider.System).ToString("yyyy-MM-dd");
        Assert.Equal(2, Total(await service.Admin.Read($"/api/audit-logs?ticketId={number}&from={today}&to={today}")));
        Assert.Equal(1, Total(await service.Admin.Read($"/api/audit-logs?ticketId={id}&actor=agent&from=2020-01-01T00:00:00Z")));
        Assert.Equal(0, Total(await service.Admin.Read($"/api/audit-logs?ticketId={id}&to=2020-01-01T00:00:00+08:00")));
        Assert.Equal(0, Total(await service.Admin.Read($"/api/audit-logs?ticketId={Guid.NewGuid()}&page=99999999")));
    }

    [Fact]
    public async Task Somebody_who_guesses_telephones_is_in_the_log()
    {
        var id = await service.Booked();
        var number = (await service.Admin.Read($"/api/tickets/{id}")).GetProperty("ticketNo").GetString()!;
        await service.Publish(new Contracts.Booking.LookUpLocked(number, 10, service.PersonalData.Seal("203.0.113.9"), DateTimeOffset.UtcNow));

        await Testing.Eventually.Is(async () => Assert.Equal(1, Total(await service.Admin.Read($"/api/audit-logs?ticketId={id}&action=LOOK_UP"))));
        var entry = (await service.Admin.Read($"/api/audit-logs?ticketId={number}&action=LOOK_UP")).GetProperty("items")[0];
        Assert.Equal(("customer", "too-many-attempts", "203.0.113.9", 10), (
            entry.GetProperty("actor").GetString(), entry.GetProperty("result").GetString(), entry.GetProperty("clientAddress").GetString(),
            entry.GetProperty("details").GetProperty("misses").GetInt32()));
    }

    [Theory]
    [InlineData("ticketId=x")]
    [InlineData("from=yesterday")]
    [InlineData("to=0001-01-01")]
    [InlineData("page=-1")]
    public async Task Queries_that_mean_nothing_are_bad(string query)
    {
        using var answer = await service.Admin.GetAsync(new Uri($"/api/audit-logs?{query}", UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static int Total(System.Text.Json.JsonElement list) => list.GetProperty("total").GetInt32();
}
