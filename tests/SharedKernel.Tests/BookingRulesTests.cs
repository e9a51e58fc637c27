using Microsoft.Extensions.Time.Testing;

namespace Meida.SharedKernel.Tests;

public sealed class BookingRulesTests
{
    // 10:15 on Monday in Shanghai.
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 2, 15, 0, TimeSpan.Zero));

    private static readonly BookingRequest Right = new(
        "张三", "13800138000", "杭州市西湖区文三路 1 号", "2026-11-24", "09:30", "油烟机漏水\n开机有异响");

    [Fact]
    public void A_right_booking_is_read_field_by_field()
    {
        Assert.Empty(BookingRules.Check(Right with { ProductModel = " JZT-7B13 " }, _clock, out var details));
        Assert.Equal(
            ("张三", "13800138000", new DateOnly(2026, 11, 24), new TimeOnly(9, 30), "JZT-7B13"),
            (details!.CustomerName, details.Phone.Value, details.AppointmentDate, details.AppointmentTime, details.ProductModel));
    }

    [Fact]
    public void Full_width_digits_are_digits()
    {
        Assert.Empty(BookingRules.Check(Right with { AppointmentDate = "２０２６－１１－２４", AppointmentTime = "０９：３０" }, _clock, out var details));
        Assert.Equal(new DateOnly(2026, 11, 24), details!.AppointmentDate);
    }

    public static TheoryData<string, string, BookingRequest> Wrong => new()
    {
        { "customerName", "required", Right with { CustomerName = " " } },
        { "customerName", "length", Right with { CustomerName = new string('名', 51) } },
        { "customerName", "control-characters", Right with { CustomerName = "张\u0000三" } },
        { "customerName", "control-characters", Right with { CustomerName = "张\n三" } },
        { "customerPhone", "required", Right with { CustomerPhone = null } },
        { "customerPhone", "format", Right with { CustomerPhone = "12345" } },
        { "address", "length", Right with { Address = "西湖区" } },
        { "address", "length", Right with { Address = new string('路', 201) } },
        { "issueDesc", "required", Right with { IssueDesc = "" } },
        { "issueDesc", "length", Right with { IssueDesc = new string('坏', 2001) } },
        { "issueDesc", "control-characters", Right with { IssueDesc = "坏\ud800了" } },
        { "productModel", "length", Right with { ProductModel = new string('x', 101) } },
        { "appointmentDate", "format", Right with { AppointmentDate = "24.11.2026" } },
        { "appointmentDate", "format", Right with { AppointmentDate = "2026-02-30" } },
        { "appointmentDate", "past", Right with { AppointmentDate = "2026-11-22" } },
        { "appointmentDate", "too-far", Right with { AppointmentDate = "2027-01-23" } },
        { "appointmentTime", "format", Right with { AppointmentTime = "9.30" } },
        { "appointmentTime", "slot", Right with { AppointmentTime = "09:10" } },
        { "appointmentTime", "slot", Right with { AppointmentTime = "18:00" } },
        { "appointmentTime", "past", Right with { AppointmentDate = "2026-11-23", AppointmentTime = "10:00" } },
        { "centerId", "format", Right with { CenterId = "42" } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_broken_rule_names_its_field(string field, string code, BookingRequest request)
    {
        var error = Assert.Single(BookingRules.Check(request, _clock, out var details));
        Assert.Equal((field, code), (error.Field, error.Code));
        Assert.Null(details);
    }

    [Theory]
    [InlineData("2026-11-23", "10:30")]
    [InlineData("2027-01-22", "17:30")]
    public void The_first_and_the_last_slot_can_be_booked(string date, string time) =>
        Assert.Empty(BookingRules.Check(Right with { AppointmentDate = date, AppointmentTime = time }, _clock, out _));

    [Fact]
    public void Just_after_midnight_in_Shanghai_yesterday_is_past()
    {
        _clock.SetUtcNow(new DateTimeOffset(2026, 11, 23, 16, 1, 0, TimeSpan.Zero));
        Assert.Equal(new DateOnly(2026, 11, 24), AppointmentSlots.Today(_clock));
        Assert.Equal("past", Assert.Single(BookingRules.Check(Right with { AppointmentDate = "2026-11-23" }, _clock, out _)).Code);
    }

    [Fact]
    public void A_request_prints_nothing_of_the_customer() => Assert.Equal("BookingRequest", $"{Right}");
}
