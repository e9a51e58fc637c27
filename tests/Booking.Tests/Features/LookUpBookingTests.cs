using System.Net;
using System.Text.Json;
using Meida.Contracts.Booking;
using Meida.Contracts.Technicians;
using Meida.Contracts.Tickets;
using Meida.SharedKernel;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Tests.Features;

[Collection(nameof(BookingService))]
public sealed class LookUpBookingTests(BookingService service)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);

    private readonly HttpClient _customer = service.Client;

    [Fact]
    public async Task A_new_booking_is_found_at_once()
    {
        var (_, ticketNo) = await _customer.Booked();

        var found = await Found(ticketNo);

        Assert.Equal((ticketNo, "BOOKED", Bookings.Day(3), "10:00", JsonValueKind.Null), (
            found.GetProperty("ticketNo").GetString(), Status(found), found.GetProperty("appointmentDate").GetString(),
            found.GetProperty("appointmentTime").GetString(), found.GetProperty("technicianName").ValueKind));
        Assert.Equal(["BOOKED"], Timeline(found));
    }

    [Fact]
    public async Task The_number_is_found_in_any_case()
    {
        var (_, ticketNo) = await _customer.Booked();

        Assert.Equal("BOOKED", Status(await Found($" {ticketNo.ToLowerInvariant()} ")));
    }

    [Fact]
    public async Task A_wrong_phone_is_answered_as_an_unknown_number_is()
    {
        var (_, ticketNo) = await _customer.Booked();

        using var wrongPhone = await _customer.LookUp(ticketNo, "13900000000");
        using var unknownNumber = await _customer.LookUp(TicketNumber.New(TicketNumberIssuer.Booking), Bookings.Phone);
        using var noNumber = await _customer.LookUp("TK1", Bookings.Phone);

        Assert.Equal("not-found", await wrongPhone.Problem(HttpStatusCode.NotFound));
        Assert.Equal(await Words(wrongPhone), await Words(unknownNumber));
        Assert.Equal(await Words(wrongPhone), await Words(noNumber));
    }

    [Theory]
    [InlineData(null, "13912345678", "ticketNo:required")]
    [InlineData("TK00000000", null, "customerPhone:required")]
    [InlineData("TK\u0000", "13912345678", "ticketNo:control-characters")]
    public async Task A_missing_field_is_named(string? ticketNo, string? phone, string rule)
    {
        using var answer = await _customer.LookUp(ticketNo, phone);

        Assert.Equal(rule, await answer.BrokenRule());
    }

    [Fact]
    public async Task Every_status_is_kept_with_its_time_although_events_come_out_of_order_and_twice()
    {
        var (id, no) = await _customer.Booked();
        var technician = await Technician("张伟");
        var day = Bookings.Today().AddDays(4);

        await service.Publish(new TicketCompleted(id, no, 6, Start.AddHours(6), technician));
        await service.Publish(new TicketAssigned(
            id, no, 4, Start.AddHours(4), Guid.NewGuid(), technician, null, null, day, new TimeOnly(15, 0)));
        await service.Publish(new TicketBooked(id, no, 1, Start.AddHours(1), null, Bookings.Today().AddDays(3), new TimeOnly(10, 0), null));
        await service.Publish(new TicketStarted(id, no, 5, Start.AddHours(5)));
        await service.Publish(new TicketRescheduled(id, no, 3, Start.AddHours(3), day, new TimeOnly(15, 0), null));
        await service.Publish(new TicketConfirmed(id, no, 2, Start.AddHours(2)));
        await service.Publish(new TicketConfirmed(id, no, 2, Start.AddHours(2)));

        await Eventually.Is(async () =>
            Assert.Equal(["BOOKED", "CONFIRMED", "ASSIGNED", "IN_PROGRESS", "COMPLETED"], Timeline(await Found(no))));
        var found = await Found(no);
        Assert.Equal(("COMPLETED", day.ToString("yyyy-MM-dd"), "15:00", "张伟"), (
            Status(found), found.GetProperty("appointmentDate").GetString(), found.GetProperty("appointmentTime").GetString(),
            found.GetProperty("technicianName").GetString()));
        Assert.Equal(Start.AddHours(4), found.GetProperty("timeline")[2].GetProperty("at").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_second_technician_is_no_second_status()
    {
        var (id, no) = await _customer.Booked();
        var (first, second) = (await Technician("一号"), await Technician("二号"));
        var (day, time) = (Bookings.Today().AddDays(3), new TimeOnly(10, 0));

        await service.Publish(new TicketAssigned(id, no, 3, Start.AddHours(3), Guid.NewGuid(), second, first, null, day, time));
        await service.Publish(new TicketAssigned(id, no, 2, Start.AddHours(2), Guid.NewGuid(), first, null, null, day, time));

        await Eventually.Is(async () =>
        {
            var found = await Found(no);
            Assert.Equal("二号", found.GetProperty("technicianName").GetString());
            Assert.Equal(Start.AddHours(2), found.GetProperty("timeline")[1].GetProperty("at").GetDateTimeOffset());
            Assert.Equal(["BOOKED", "ASSIGNED"], Timeline(found));
        });
    }

    [Fact]
    public async Task An_older_name_of_a_technician_that_comes_late_is_ignored()
    {
        var (id, no) = await _customer.Booked();
        var technician = Guid.NewGuid();
        await Announce(technician, 2, "新名字");
        await Announce(technician, 1, "旧名字");
        await service.Publish(new TicketAssigned(
            id, no, 2, Start, Guid.NewGuid(), technician, null, null, Bookings.Today().AddDays(3), new TimeOnly(10, 0)));

        await Eventually.Is(async () => Assert.Equal("新名字", (await Found(no)).GetProperty("technicianName").GetString()));
    }

    [Fact]
    public async Task An_agents_booking_is_found_even_when_it_is_announced_after_its_confirmation()
    {
        var (id, no) = (Guid.CreateVersion7(), TicketNumber.New(TicketNumberIssuer.Tickets));
        var details = service.PersonalData.Seal(new SealedDetails("赵六", Bookings.Phone, "杭州市西湖区一号", "打不着火"));

        await service.Publish(new TicketConfirmed(id, no, 2, Start.AddHours(2)));
        await Eventually.Is(() => service.Db(db => db.Progress.AnyAsync(p => p.TicketId == id && p.Version == 2)));
        await service.Publish(new AgentBookingRecorded(new BookingSubmitted(
            id, no, null, Bookings.Today().AddDays(1), new TimeOnly(9, 0), null, details, Start.AddHours(1))));

        await Eventually.Is(async () => Assert.Equal(["BOOKED", "CONFIRMED"], Timeline(await Found(no))));
        Assert.Equal("CONFIRMED", Status(await Found(no)));
    }

    [Fact]
    public async Task A_returned_ticket_waits_for_a_technician_again()
    {
        var (id, no) = await _customer.Booked();
        var technician = await Technician("张伟");
        var (day, time) = (Bookings.Today().AddDays(3), new TimeOnly(10, 0));
        await service.Publish(new TicketReturned(id, no, 4, Start.AddHours(4), technician, Guid.NewGuid()));
        await service.Publish(new TicketAssigned(id, no, 3, Start.AddHours(3), Guid.NewGuid(), technician, null, null, day, time));

        await Eventually.Is(async () => Assert.Equal(["BOOKED", "ASSIGNED", "CONFIRMED"], Timeline(await Found(no))));
        Assert.Equal(JsonValueKind.Null, (await Found(no)).GetProperty("technicianName").ValueKind);
    }

    [Fact]
    public async Task A_corrected_telephone_finds_the_booking_and_the_former_one_does_not()
    {
        var (id, no) = await _customer.Booked();
        await service.Publish(Corrected(4, id, no, "13900004444"));
        await service.Publish(Corrected(3, id, no, "13900003333"));

        await Eventually.Is(async () => Assert.Equal(HttpStatusCode.OK, await Status(no, "13900004444")));
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound], [await Status(no, Bookings.Phone), await Status(no, "13900003333")]);
    }

    [Fact]
    public async Task A_correction_that_comes_before_the_agents_booking_counts()
    {
        var (id, no) = (Guid.CreateVersion7(), TicketNumber.New(TicketNumberIssuer.Tickets));
        await service.Publish(Corrected(2, id, no, "13900002222"));
        await Eventually.Is(() => service.Db(db => db.Bookings.AnyAsync(b => b.Id == id)));
        await service.Publish(new AgentBookingRecorded(Corrected(1, id, no, Bookings.Phone).Booking));

        Assert.Equal(HttpStatusCode.OK, await Status(no, "13900002222"));
    }

    private TicketCorrected Corrected(int version, Guid id, string no, string phone) => new(version, new BookingSubmitted(
        id, no, null, Bookings.Today().AddDays(3), new TimeOnly(10, 0), null,
        service.PersonalData.Seal(new SealedDetails("赵六", phone, "杭州市西湖区一号", "打不着火")), Start));

    private async Task<HttpStatusCode> Status(string no, string phone)
    {
        using var answer = await _customer.LookUp(no, phone);
        return answer.StatusCode;
    }

    private async Task<Guid> Technician(string name)
    {
        var id = Guid.NewGuid();
        await Announce(id, 1, name);
        return id;
    }

    private async Task Announce(Guid id, int version, string name)
    {
        await service.Publish(new TechnicianChanged(id, version, Start, Guid.NewGuid(), true, service.PersonalData.Seal(name)));
        await Eventually.Is(() => service.Db(db => db.Technicians.AnyAsync(t => t.Id == id)));
    }

    private async Task<JsonElement> Found(string ticketNo)
    {
        using var answer = await _customer.LookUp(ticketNo, Bookings.Phone);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Json();
    }

    private static string? Status(JsonElement found) => found.GetProperty("status").GetString();

    private static List<string?> Timeline(JsonElement found) =>
        [.. found.GetProperty("timeline").EnumerateArray().Select(entry => entry.GetProperty("status").GetString())];

    private static async Task<string> Words(HttpResponseMessage answer)
    {
        var problem = await answer.Json();
        return $"{problem.GetProperty("type")} {problem.GetProperty("title")} {problem.GetProperty("status")} {problem.GetProperty("detail")}";
    }

    [Fact]
    public async Task A_booking_is_found_after_the_key_and_the_pepper_were_replaced()
    {
        await using var former = await BookingService.With(_ => { });
        var (_, number) = await former.Client.Booked();
        await using var replaced = await former.Replica(
            ("Privacy:DataKeys:b", Convert.ToBase64String(new byte[32])), ("Privacy:CurrentDataKey", "b"),
            ("Privacy:PhonePeppers:b", Convert.ToBase64String(new byte[32])), ("Privacy:CurrentPhonePepper", "b"));

        using var answer = await replaced.Client.LookUp(number, Bookings.Phone);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
