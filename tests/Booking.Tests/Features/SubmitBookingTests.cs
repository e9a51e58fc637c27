using System.Net;
using System.Text;
using Meida.Contracts.Booking;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Tests.Features;

[Collection(nameof(BookingService))]
public sealed class SubmitBookingTests(BookingService service)
{
    private readonly HttpClient _customer = service.Client;

    [Fact]
    public async Task A_booking_is_answered_with_its_number_and_announced_once()
    {
        await using var announced = await service.Listen<BookingSubmitted>();

        using var answer = await _customer.Book(Bookings.Body(b => b["productModel"] = " JZT-7B13 "));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var booked = await answer.Json();
        var ticketId = booked.GetProperty("ticketId").GetGuid();
        var ticketNo = booked.GetProperty("ticketNo").GetString()!;
        Assert.Equal("BOOKED", booked.GetProperty("status").GetString());
        Assert.Equal($"/api/tickets/{ticketId}", answer.Headers.Location?.ToString());
        Assert.Equal(7, ticketId.Version);
        Assert.Matches("^TK[0-9A-HJKMNP-TV-Z]{8}$", ticketNo);

        var message = await announced.Single(m => m.TicketId == ticketId);
        Assert.Equal(
            (ticketNo, Bookings.Today().AddDays(3), new TimeOnly(10, 0), "JZT-7B13"),
            (message.TicketNo, message.AppointmentDate, message.AppointmentTime, message.ProductModel));
        Assert.Equal(
            new SealedDetails("王小明", Bookings.Phone, "杭州市西湖区文三路 1287 号", "集成灶漏水\n请尽快上门"),
            service.PersonalData.OpenDetails(message.SealedDetails));
    }

    [Theory]
    [InlineData("customerName", null, "customerName:required")]
    [InlineData("customerName", "   ", "customerName:required")]
    [InlineData("customerName", "a\u0000b", "customerName:control-characters")]
    [InlineData("customerName", "王\n明", "customerName:control-characters")]
    [InlineData("customerPhone", null, "customerPhone:required")]
    [InlineData("customerPhone", "12345678901", "customerPhone:format")]
    [InlineData("customerPhone", "1391234567", "customerPhone:format")]
    [InlineData("customerPhone", "'; drop table bookings; --", "customerPhone:format")]
    [InlineData("address", "杭州", "address:length")]
    [InlineData("issueDesc", "", "issueDesc:required")]
    [InlineData("appointmentDate", null, "appointmentDate:required")]
    [InlineData("appointmentDate", "2026-13-01", "appointmentDate:format")]
    [InlineData("appointmentDate", "2020-01-01", "appointmentDate:past")]
    [InlineData("appointmentDate", "9999-12-31", "appointmentDate:too-far")]
    [InlineData("appointmentTime", "10:15", "appointmentTime:slot")]
    [InlineData("appointmentTime", "18:00", "appointmentTime:slot")]
    [InlineData("appointmentTime", "25:00", "appointmentTime:format")]
    [InlineData("centerId", "somewhere", "centerId:format")]
    public async Task A_broken_rule_is_named_by_field_and_nothing_is_booked(string field, string? value, string rule)
    {
        var before = await service.Db(db => db.Bookings.CountAsync());

        using var answer = await _customer.Book(Bookings.Body(b => b[field] = value));

        Assert.Equal(rule, await answer.BrokenRule());
        Assert.Equal(before, await service.Db(db => db.Bookings.CountAsync()));
    }

    [Theory]
    [InlineData("customerName", 50, 51)]
    [InlineData("address", 200, 201)]
    [InlineData("issueDesc", 2000, 2001)]
    public async Task The_longest_text_is_taken_and_one_character_more_is_not(string field, int longest, int tooLong)
    {
        using var taken = await _customer.Book(Bookings.Body(b => b[field] = new string('漏', longest)));
        using var refused = await _customer.Book(Bookings.Body(b => b[field] = new string('漏', tooLong)));

        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        Assert.Equal($"{field}:length", await refused.BrokenRule());
    }

    [Theory]
    [InlineData("+86 139-1234-5678")]
    [InlineData("１３９１２３４５６７８")]
    [InlineData("0571-88886666")]
    public async Task A_phone_may_be_written_as_people_write_it(string phone)
    {
        var (_, ticketNo) = await _customer.Booked(b => b["customerPhone"] = phone);

        using var found = await _customer.LookUp(ticketNo, phone);

        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("{\"customerName\": 5}", HttpStatusCode.BadRequest)]
    [InlineData("{\"customerName\": {\"a\": []}}", HttpStatusCode.BadRequest)]
    public async Task A_body_that_is_no_booking_is_a_validation_problem(string body, HttpStatusCode status)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _customer.PostAsync(new Uri("/api/public/booking", UriKind.Relative), content);

        Assert.Equal("validation", await answer.Problem(status));
    }

    [Fact]
    public async Task Another_content_type_is_415()
    {
        using var content = new StringContent("customerName=x", Encoding.UTF8, "text/plain");
        using var answer = await _customer.PostAsync(new Uri("/api/public/booking", UriKind.Relative), content);

        await answer.Problem(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task An_unknown_field_is_ignored() => await _customer.Booked(b => b["coupon"] = new { code = 5 });

    [Fact]
    public async Task The_center_is_the_chosen_one_or_the_one_whose_region_the_address_names()
    {
        var (city, quarter) = (await service.Center("成都服务中心", "成都", "锦江区"), await service.Center("高新服务中心", "成都市武侯区", "芳草街道"));

        var chosen = await _customer.Booked(b => b["centerId"] = quarter);
        var byCity = await _customer.Booked(b => b["address"] = "四川省成都市青羊区一号");
        var byDistrict = await _customer.Booked(b => b["address"] = "成都市武侯区一号");
        var byStreet = await _customer.Booked(b => b["address"] = "成都市高新区芳草街道一号");

        Assert.Equal(quarter, await CenterOf(chosen.TicketId));
        Assert.Equal(city, await CenterOf(byCity.TicketId));
        Assert.Equal(quarter, await CenterOf(byDistrict.TicketId));
        Assert.Equal(quarter, await CenterOf(byStreet.TicketId));
    }

    [Theory]
    [InlineData("江西省南昌市西湖区丁公路 88 号")]
    [InlineData("西湖区文三路 1287 号")]
    [InlineData("天津市和平区杭州道 12 号")]
    [InlineData("很远的地方一号")]
    public async Task An_address_that_no_center_serves_has_none(string address)
    {
        await service.Center("杭州服务中心", "杭州", "西湖区");

        var booked = await _customer.Booked(b => b["address"] = address);

        Assert.Null(await CenterOf(booked.TicketId));
    }

    [Fact]
    public async Task A_center_that_does_not_exist_is_refused_once_centers_are_known()
    {
        await service.Center("有一个中心");

        using var answer = await _customer.Book(Bookings.Body(b => b["centerId"] = Guid.NewGuid()));

        Assert.Equal("centerId:unknown", await answer.BrokenRule());
    }

    [Fact]
    public async Task The_same_key_and_body_is_answered_alike_and_books_once()
    {
        var (key, body) = (Guid.NewGuid().ToString(), Bookings.Body());

        using var first = await _customer.Book(body, key);
        using var second = await _customer.Book(body, key);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, second.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotency-Replayed")));
    }

    [Fact]
    public async Task Twenty_requests_at_once_with_one_key_book_once()
    {
        await using var announced = await service.Listen<BookingSubmitted>();
        var (key, body) = (Guid.NewGuid().ToString(), Bookings.Body(b => b["productModel"] = "one-key"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _customer.Book(body, key)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Single((await Task.WhenAll(answers.Select(a => a.Content.ReadAsStringAsync()))).Distinct());
        Assert.Equal(1, await service.Db(db => db.Bookings.CountAsync(b => b.ProductModel == "one-key")));
        await announced.Single(m => m.ProductModel == "one-key");
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        var key = Guid.NewGuid().ToString();
        using var first = await _customer.Book(Bookings.Body(), key);

        using var second = await _customer.Book(Bookings.Body(b => b["customerName"] = "李四"), key);

        Assert.Equal("idempotency-key-reused", await second.Problem(HttpStatusCode.UnprocessableEntity));
    }

    [Fact]
    public async Task A_refused_booking_leaves_its_key_unused()
    {
        var key = Guid.NewGuid().ToString();
        using var refused = await _customer.Book(Bookings.Body(b => b["customerName"] = ""), key);

        using var corrected = await _customer.Book(Bookings.Body(), key);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(HttpStatusCode.Created, corrected.StatusCode);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("键")]
    [InlineData("129")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        using var answer = await _customer.Book(Bookings.Body(), key == "129" ? new string('k', 129) : key);

        Assert.Equal("validation", await answer.Problem(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task The_phone_is_in_no_table_in_the_clear()
    {
        const string marker = "13977700123";
        await _customer.Booked(b => b["customerPhone"] = marker);

        Assert.Empty(await service.TablesWith(marker));
        // The search finds what is there.
        Assert.Contains("bookings", await service.TablesWith("BOOKED"));
    }

    private Task<Guid?> CenterOf(Guid ticketId) => service.Db(db => db.Bookings.Where(b => b.Id == ticketId).Select(b => b.CenterId).SingleAsync());
}
