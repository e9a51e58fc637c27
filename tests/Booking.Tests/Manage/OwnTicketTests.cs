using System.Net;
using System.Text.Json;
using Meida.Contracts.Booking;
using Meida.Contracts.Technicians;
using Meida.Contracts.Tickets;
using Meida.SharedKernel;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Tests.Manage;

[Collection(nameof(BookingService))]
public sealed class OwnTicketTests(BookingService service) : IAsyncLifetime
{
    private readonly HttpClient _customer = service.Client;
    private TicketsStandIn _tickets = null!;

    public async ValueTask InitializeAsync() => _tickets = await service.Tickets();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_link_is_in_the_answer_to_a_booking_and_nowhere_in_the_database()
    {
        using var first = await _customer.Book(Bookings.Body(), key: "link-1");
        using var again = await _customer.Book(Bookings.Body(), key: "link-1");

        var url = (await first.Json()).GetProperty("manageUrl").GetString()!;
        Assert.Equal(url, (await again.Json()).GetProperty("manageUrl").GetString());
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Empty(await service.TablesWith(url.Split('/')[^1]));
        Assert.Equal(["manage_links"], await service.TablesWith(ManageToken.Hash(url.Split('/')[^1])));
    }

    [Fact]
    public async Task It_shows_the_ticket_as_Tickets_has_it_and_the_address_without_its_number()
    {
        var (id, no, own) = await _customer.BookedWithLink();
        var technician = Guid.NewGuid();
        await service.Publish(new TechnicianChanged(technician, 1, DateTimeOffset.UtcNow, Guid.NewGuid(), true, service.PersonalData.Seal("张伟")));
        await Eventually.Is(() => service.Db(db => db.Technicians.AnyAsync(t => t.Id == technician)));
        _tickets.Says(id, new CustomerTicketAnswer(TicketsStandIn.State(id, 3, "ASSIGNED") with { TechnicianId = technician }));

        var ticket = await _customer.Read(own);

        Assert.Equal((no, "ASSIGNED", Bookings.Day(3), "10:00", "张伟", "杭州市西湖区文三路***"), (
            ticket.GetProperty("ticketNo").GetString(), ticket.GetProperty("status").GetString(), ticket.GetProperty("appointmentDate").GetString(),
            ticket.GetProperty("appointmentTime").GetString(), ticket.GetProperty("technicianName").GetString(), ticket.GetProperty("addressMasked").GetString()));
        Assert.Equal(("JZT-7B13", "SN-12345", "IN_WARRANTY", true), (
            ticket.GetProperty("productModel").GetString(), ticket.GetProperty("serialNumber").GetString(), ticket.GetProperty("coverage").GetString(),
            ticket.GetProperty("isCurrent").GetBoolean()));
        Assert.Equal((true, true, true, false), Can(ticket));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (ticket.GetProperty("verificationCode").ValueKind, ticket.GetProperty("rating").ValueKind));
        var text = ticket.GetRawText();
        Assert.DoesNotContain("1287", text, StringComparison.Ordinal);
        Assert.DoesNotContain("王小明", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Bookings.Phone[3..], text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_Tickets_is_silent_it_shows_what_was_last_heard_and_nothing_can_be_done()
    {
        var (id, no, own) = await _customer.BookedWithLink();
        await service.Publish(new TicketConfirmed(id, no, 2, DateTimeOffset.UtcNow));
        await Eventually.Is(() => service.Db(db => db.Progress.AnyAsync(p => p.TicketId == id && p.Version == 2)));

        var ticket = await _customer.Read(own);

        Assert.Equal(("CONFIRMED", false), (ticket.GetProperty("status").GetString(), ticket.GetProperty("isCurrent").GetBoolean()));
        Assert.Equal((false, false, false, false), Can(ticket));
        using var urged = await _customer.Send($"{own}/urge");
        Assert.Equal("service-unavailable", await urged.Problem(HttpStatusCode.ServiceUnavailable));
    }

    [Fact]
    public async Task A_moved_appointment_is_read_at_once_and_its_announcement_changes_nothing_more()
    {
        var (id, no, own) = await _customer.BookedWithLink();
        _tickets.Says(id, new CustomerTicketAnswer(TicketsStandIn.State(id, 2, day: 4, time: "15:00"), Changed: true));

        using var moved = await _customer.Send($"{own}/reschedule", new { appointmentDate = Bookings.Day(4), appointmentTime = "15:00" });
        var shown = await moved.Json();

        Assert.Equal((HttpStatusCode.OK, Bookings.Day(4), "15:00"), (
            moved.StatusCode, shown.GetProperty("appointmentDate").GetString(), shown.GetProperty("appointmentTime").GetString()));
        using var lookedUp = await _customer.LookUp(no, Bookings.Phone);
        Assert.Equal("15:00", (await lookedUp.Json()).GetProperty("appointmentTime").GetString());
        await service.Publish(new TicketRescheduled(id, no, 2, DateTimeOffset.UtcNow, Bookings.Today().AddDays(4), new TimeOnly(15, 0), null));
        await service.Publish(new TicketConfirmed(id, no, 3, DateTimeOffset.UtcNow));
        await Eventually.Is(() => service.Db(db => db.Bookings.AnyAsync(b => b.Id == id && b.Status == Meida.Booking.Domain.TicketStatus.Confirmed)));
        Assert.Equal(3, await service.Db(db => db.Progress.CountAsync(p => p.TicketId == id)));
        var asked = Assert.Single(_tickets.Asked<RescheduleForCustomer>(r => r.TicketId == id));
        Assert.Equal((Bookings.Today().AddDays(4), new TimeOnly(15, 0)), (asked.AppointmentDate, asked.AppointmentTime));
    }

    [Fact]
    public async Task What_the_customer_writes_travels_sealed_with_her_key()
    {
        var (id, _, own) = await _customer.BookedWithLink();
        _tickets.Says(id, new CustomerTicketAnswer(TicketsStandIn.State(id, 2, "CANCELED"), Replayed: true));

        using var canceled = await _customer.Send($"{own}/cancel", new { reason = "修好了，谢谢" }, key: "cancel-1");

        Assert.Equal((HttpStatusCode.OK, "true"), (canceled.StatusCode, canceled.Headers.GetValues("Idempotency-Replayed").Single()));
        var asked = Assert.Single(_tickets.Asked<CancelForCustomer>(r => r.TicketId == id));
        Assert.Equal(("修好了，谢谢", "cancel-1"), (service.PersonalData.Open(asked.SealedReason!), asked.Call.Key));
        Assert.NotEmpty(asked.Call.RequestHash!);
    }

    [Theory]
    [InlineData("reschedule", "too-late", HttpStatusCode.Conflict)]
    [InlineData("cancel", "illegal-transition", HttpStatusCode.Conflict)]
    [InlineData("rating", "already-rated", HttpStatusCode.Conflict)]
    [InlineData("rating", "idempotency-key-reused", HttpStatusCode.UnprocessableEntity)]
    public async Task A_refusal_of_Tickets_is_the_customers_answer(string command, string slug, HttpStatusCode status)
    {
        var (id, _, own) = await _customer.BookedWithLink();
        _tickets.Says(id, new CustomerTicketAnswer(TicketsStandIn.State(id), slug));

        using var answer = await _customer.Send($"{own}/{command}", new { appointmentDate = Bookings.Day(4), appointmentTime = "15:00", score = 5 });

        Assert.Equal(slug, await answer.Problem(status));
    }

    [Fact]
    public async Task Urging_again_too_soon_says_when_it_is_not_any_more()
    {
        var (id, _, own) = await _customer.BookedWithLink();
        _tickets.Says(id, new CustomerTicketAnswer(TicketsStandIn.State(id), "too-many-requests", DateTimeOffset.UtcNow.AddHours(4)));

        using var answer = await _customer.Send($"{own}/urge");

        Assert.Equal("too-many-requests", await answer.Problem(HttpStatusCode.TooManyRequests));
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromHours(3.9), TimeSpan.FromHours(4.1));
    }

    [Theory]
    [InlineData("reschedule", """{"appointmentDate":"2020-01-01","appointmentTime":"03:00"}""", "appointmentDate:past appointmentTime:slot")]
    [InlineData("reschedule", "{}", "appointmentDate:required appointmentTime:required")]
    [InlineData("rating", "{}", "score:required")]
    [InlineData("rating", """{"score":6,"comment":"\u0000"}""", "comment:control-characters score:range")]
    [InlineData("rating", """{"score":0}""", "score:range")]
    [InlineData("cancel", """{"reason":"\u0007"}""", "reason:control-characters")]
    public async Task A_wrong_field_is_named_and_Tickets_is_not_asked(string command, string body, string rules)
    {
        var (id, _, own) = await _customer.BookedWithLink();

        using var answer = await _customer.Send($"{own}/{command}", JsonDocument.Parse(body).RootElement);

        Assert.Equal(rules, await answer.BrokenRule());
        Assert.Empty(_tickets.Asked<RescheduleForCustomer>(r => r.TicketId == id));
    }

    [Fact]
    public async Task The_link_an_agent_was_given_opens_the_ticket()
    {
        var (id, no, token) = (Guid.CreateVersion7(), TicketNumber.New(TicketNumberIssuer.Tickets), ManageToken.New());
        var details = service.PersonalData.Seal(new SealedDetails("赵六", Bookings.Phone, "杭州市西湖区一号", "打不着火"));
        await service.Publish(new AgentBookingRecorded(
            new BookingSubmitted(id, no, null, Bookings.Today().AddDays(1), new TimeOnly(9, 0), null, details, DateTimeOffset.UtcNow), ManageToken.Hash(token)));
        _tickets.Says(id, new CustomerTicketAnswer(TicketsStandIn.State(id)));

        await Eventually.Is(async () => Assert.Equal(no, (await _customer.Read($"/api/public/tickets/{token}")).GetProperty("ticketNo").GetString()));
    }

    [Fact]
    public async Task An_erased_ticket_has_no_link_any_more()
    {
        var (id, _, own) = await _customer.BookedWithLink();
        await service.Publish(new TicketErasureRequested(id));

        await Eventually.Is(async () => !await service.Db(db => db.ManageLinks.AnyAsync(l => l.TicketId == id)));
        using var answer = await _customer.GetAsync(new Uri(own, UriKind.Relative));
        Assert.Equal("not-found", await answer.Problem(HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task The_calendar_has_one_event_that_moves_and_is_canceled_under_the_same_uid()
    {
        var (id, no, own) = await _customer.BookedWithLink();
        _tickets.Says(id, new CustomerTicketAnswer(TicketsStandIn.State(id, 4) with { ProductModel = "燃气灶, 双眼; 嵌入式 超长的型号名称超长的型号名称" }));
        using var answer = await _customer.GetAsync(new Uri($"{own}/calendar.ics", UriKind.Relative));
        var first = await answer.Content.ReadAsStringAsync();
        _tickets.Says(id, new CustomerTicketAnswer(TicketsStandIn.State(id, 5, "CANCELED")));
        var second = await _customer.GetStringAsync(new Uri($"{own}/calendar.ics", UriKind.Relative));

        Assert.Equal("text/calendar", answer.Content.Headers.ContentType?.MediaType);
        var start = AppointmentSlots.StartsAt(Bookings.Today().AddDays(3), new TimeOnly(10, 0));
        Assert.Contains($"UID:{id}@meida\r\nSEQUENCE:4\r\n", first, StringComparison.Ordinal);
        Assert.Contains($"DTSTART:{start:yyyyMMdd'T'HHmmss'Z'}\r\nDTEND:{start.AddHours(2):yyyyMMdd'T'HHmmss'Z'}\r\n", first, StringComparison.Ordinal);
        Assert.Contains("STATUS:CONFIRMED\r\n", first, StringComparison.Ordinal);
        Assert.Contains($"SUMMARY:上门维修 {no} 燃气灶\\, 双眼\\; 嵌入式", first.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.All(first.Split("\r\n"), line => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(line), 0, 75));
        Assert.DoesNotContain("文三路", first, StringComparison.Ordinal);
        Assert.Contains($"UID:{id}@meida\r\nSEQUENCE:5\r\n", second, StringComparison.Ordinal);
        Assert.Contains("STATUS:CANCELLED\r\n", second, StringComparison.Ordinal);
    }

    private static (bool, bool, bool, bool) Can(JsonElement ticket)
    {
        var can = ticket.GetProperty("can");
        return (can.GetProperty("reschedule").GetBoolean(), can.GetProperty("cancel").GetBoolean(), can.GetProperty("urge").GetBoolean(), can.GetProperty("rate").GetBoolean());
    }
}
