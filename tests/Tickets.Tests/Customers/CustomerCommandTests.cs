using System.Net;
using System.Text.Json;
using Meida.Contracts.Tickets;
using Meida.SharedKernel;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Meida.Tickets.Tests.Customers;

/// <summary>A customer's commands, as Booking passes them on.</summary>
public sealed class CustomerCommandTests(CustomerCommandTests.AtNine atNine) : IClassFixture<CustomerCommandTests.AtNine>
{
    private readonly TicketsService _service = atNine.Service;
    private readonly FakeTimeProvider _clock = atNine.Clock;

    [Fact]
    public async Task She_sees_her_ticket_with_what_she_may_do()
    {
        var (id, technician) = await _service.Assigned(Soon);

        var ticket = (await Look(id))!;

        Assert.Equal(("ASSIGNED", 3, technician, "UNKNOWN"), (ticket.Status, ticket.Version, ticket.TechnicianId, ticket.Coverage));
        Assert.Equal(["BOOKED", "CONFIRMED", "ASSIGNED"], ticket.Timeline.Select(step => step.Status));
        Assert.Equal((true, true, true, false), (ticket.CanReschedule, ticket.CanCancel, ticket.CanUrge, ticket.CanRate));
    }

    [Fact]
    public async Task A_ticket_whose_booking_is_still_under_way_is_hers_already()
    {
        var booking = _service.Booking();
        _service.Others.Knows(booking);

        Assert.Equal("BOOKED", (await Look(booking.TicketId))!.Status);
        Assert.Null(await Look(Guid.CreateVersion7()));
    }

    [Fact]
    public async Task She_moves_her_appointment_and_the_technician_keeps_it()
    {
        var (id, technician) = await _service.Assigned(Soon);
        var day = Today().AddDays(9);

        var answer = await Ask(new RescheduleForCustomer(id, day, new TimeOnly(8, 0), Call()));

        Assert.Equal((null, true, "ASSIGNED", 4, day), (answer.Refusal, answer.Changed, answer.Ticket!.Status, answer.Ticket.Version, answer.Ticket.AppointmentDate));
        var ticket = await _service.Agent.Read($"/api/tickets/{id}");
        Assert.Equal((technician.ToString(), "08:00"), (ticket.GetProperty("technicianId").GetString(), ticket.GetProperty("appointmentTime").GetString()));
        var moved = ticket.GetProperty("events").EnumerateArray().Last();
        Assert.Equal(("RESCHEDULED", "customer", "customer"), (
            moved.GetProperty("action").GetString(), moved.GetProperty("actor").GetString(), moved.GetProperty("actorRole").GetString()));
        await Eventually.Is(() => _service.Others.Heard.OfType<TicketRescheduled>().Any(m => m.TicketId == id && m.AppointmentDate == day));
        Assert.Equal((false, null), Short(await Ask(new RescheduleForCustomer(id, day, new TimeOnly(8, 0), Call()))));
    }

    [Fact]
    public async Task From_two_hours_before_her_appointment_she_can_neither_move_nor_cancel_it()
    {
        // It is nine; eleven is two hours ahead.
        _clock.SetUtcNow(AppointmentSlots.StartsAt(Today().AddDays(1), new TimeOnly(9, 0)));
        var inTime = await _service.Booked(b => (b.Date, b.Time) = (Today(), new TimeOnly(11, 0)));
        var tooLate = await _service.Booked(b => (b.Date, b.Time) = (Today(), new TimeOnly(10, 30)));

        var view = (await Look(tooLate))!;
        Assert.Equal((false, false, true), (view.CanReschedule, view.CanCancel, view.CanUrge));
        Assert.Equal((false, "too-late"), Short(await Ask(new CancelForCustomer(tooLate, null, Call()))));
        Assert.Equal((false, "too-late"), Short(await Ask(new RescheduleForCustomer(tooLate, Today().AddDays(1), new TimeOnly(9, 0), Call()))));
        Assert.Equal((true, null), Short(await Ask(new CancelForCustomer(inTime, null, Call()))));
        Assert.Equal("BOOKED", (await _service.Agent.Read($"/api/tickets/{tooLate}")).Status());
        Assert.Equal(["CANCEL too-late", "RESCHEDULE too-late"], await Refused(tooLate));
    }

    [Fact]
    public async Task She_cancels_with_a_reason_or_without_and_only_once()
    {
        var (id, other) = (await _service.Booked(Soon), await _service.Booked(Soon));

        var answer = await Ask(new CancelForCustomer(id, _service.PersonalData.Seal("自己修好了"), Call()));
        await Ask(new CancelForCustomer(other, null, Call()));

        Assert.Equal("CANCELED", answer.Ticket!.Status);
        Assert.Equal("自己修好了", (await _service.Agent.Read($"/api/tickets/{id}")).GetProperty("canceledReason").GetString());
        Assert.NotEmpty((await _service.Agent.Read($"/api/tickets/{other}")).GetProperty("canceledReason").GetString()!);
        Assert.Equal((false, "illegal-transition"), Short(await Ask(new CancelForCustomer(id, null, Call()))));
        Assert.Equal((false, "illegal-transition"), Short(await Ask(new UrgeForCustomer(id, Call()))));
        Assert.Equal(["CANCEL illegal-transition", "URGE illegal-transition"], await Refused(id));
    }

    [Fact]
    public async Task What_is_asked_again_under_its_key_is_not_done_again()
    {
        var id = await _service.Booked(Soon);
        var wish = new CancelForCustomer(id, null, Call("once"));

        var (first, again) = (await Ask(wish), await Ask(wish));
        var another = await Ask(wish with { Call = Call("once", "another body") });

        Assert.Equal((true, false, null), (first.Changed, first.Replayed, first.Refusal));
        Assert.Equal((false, true, null, "CANCELED"), (again.Changed, again.Replayed, again.Refusal, again.Ticket!.Status));
        Assert.Equal("idempotency-key-reused", another.Refusal);
        Assert.Equal(2, (await _service.Agent.Read($"/api/tickets/{id}")).Version());
    }

    [Fact]
    public async Task A_refused_command_leaves_its_key_unused()
    {
        var id = await _service.Booked(Soon);
        await Ask(new UrgeForCustomer(id, Call()));

        Assert.Equal("too-many-requests", (await Ask(new UrgeForCustomer(id, Call("later")))).Refusal);
        _clock.Advance(TimeSpan.FromHours(4));
        Assert.Equal((true, null), Short(await Ask(new UrgeForCustomer(id, Call("later")))));
    }

    [Fact]
    public async Task She_urges_once_in_four_hours_and_the_list_finds_it()
    {
        var (urged, other) = (await _service.Booked(b => b.Name = "急急急一号"), await _service.Booked(b => b.Name = "急急急二号"));
        var at = _clock.GetUtcNow();

        var first = await Ask(new UrgeForCustomer(urged, Call()));
        var again = await Ask(new UrgeForCustomer(urged, Call()));

        Assert.Equal((true, null), Short(first));
        Assert.False(first.Ticket!.CanUrge);
        Assert.Equal((false, "too-many-requests"), Short(again));
        Assert.Equal(at.AddHours(4), again.RetryAt!.Value, TimeSpan.FromSeconds(1));
        var ticket = await _service.Agent.Read($"/api/tickets/{urged}");
        Assert.Equal(at, ticket.GetProperty("urgedAt").GetDateTimeOffset(), TimeSpan.FromSeconds(1));
        Assert.Equal(["BOOKED", "URGED"], ticket.Actions());
        Assert.Equal([urged.ToString()], (await _service.Agent.Read("/api/tickets?q=急急急&urged=true")).Ids());
        Assert.Equal([other.ToString()], (await _service.Agent.Read("/api/tickets?q=急急急&urged=false")).Ids());
    }

    [Fact]
    public async Task She_rates_the_work_once_after_it_is_done()
    {
        var (id, _) = await _service.InProgress();
        Assert.Equal((false, "illegal-transition"), Short(await Ask(new RateForCustomer(id, 5, null, Call()))));
        _service.Others.AddReceipt(id);
        await _service.Ops.Done($"/api/tickets/{id}/complete");
        Assert.True((await Look(id))!.CanRate);

        var rated = await Ask(new RateForCustomer(id, 4, _service.PersonalData.Seal("师傅很好"), Call()));

        Assert.Equal((true, null), Short(rated));
        Assert.Equal((4, "师傅很好", false), (rated.Ticket!.Rating!.Score, _service.PersonalData.Open(rated.Ticket.Rating.SealedComment!), rated.Ticket.CanRate));
        Assert.Equal((false, "already-rated"), Short(await Ask(new RateForCustomer(id, 1, null, Call()))));
        var ticket = await _service.Agent.Read($"/api/tickets/{id}");
        Assert.Equal((4, "师傅很好"), (ticket.GetProperty("rating").GetProperty("score").GetInt32(), ticket.GetProperty("rating").GetProperty("comment").GetString()));
        var happened = ticket.GetProperty("events").EnumerateArray().Last();
        Assert.Equal(("RATED", 4), (happened.GetProperty("action").GetString(), happened.GetProperty("details").GetProperty("score").GetInt32()));
        Assert.DoesNotContain("师傅很好", happened.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_thirty_days_nobody_is_asked_any_more()
    {
        var (id, _) = await _service.Completed();
        _clock.Advance(TimeSpan.FromDays(30));
        Assert.True((await Look(id))!.CanRate);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.False((await Look(id))!.CanRate);
        Assert.Equal((false, "illegal-transition"), Short(await Ask(new RateForCustomer(id, 5, null, Call()))));
    }

    [Fact]
    public async Task An_erased_ticket_is_shown_to_nobody_and_keeps_no_comment()
    {
        var (id, _) = await _service.Completed();
        await Ask(new RateForCustomer(id, 2, _service.PersonalData.Seal("王师傅迟到了"), Call("rate-erased")));

        await _service.Eraser().Done($"/api/tickets/{id}/erase");

        Assert.Null(await Look(id));
        Assert.Null((await Ask(new UrgeForCustomer(id, Call()))).Ticket);
        var rating = (await _service.Agent.Read($"/api/tickets/{id}")).GetProperty("rating");
        Assert.Equal((2, JsonValueKind.Null), (rating.GetProperty("score").GetInt32(), rating.GetProperty("comment").ValueKind));
        Assert.False(await _service.Database.Scalar<bool>("select exists (select 1 from idempotency_keys where key = 'rate-erased')"));
    }

    [Fact]
    public async Task Where_she_called_from_is_in_the_audit_log()
    {
        var id = await _service.Booked(Soon);
        await Ask(new UrgeForCustomer(id, Call(address: "203.0.113.7")));

        var entry = (await _service.AuditLog($"ticketId={id}")).GetProperty("items")[0];
        Assert.Equal(("URGED", "customer", "203.0.113.7"), (
            entry.GetProperty("action").GetString(), entry.GetProperty("actor").GetString(), entry.GetProperty("clientAddress").GetString()));
    }

    [Fact]
    public async Task Many_who_ask_at_once_urge_once()
    {
        var id = await _service.Booked(Soon);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Ask(new UrgeForCustomer(id, Call()))));

        Assert.Single(answers, answer => answer.Changed);
        Assert.Equal(["BOOKED", "URGED"], (await _service.Agent.Read($"/api/tickets/{id}")).Actions());
    }

    private DateOnly Today() => AppointmentSlots.Today(_clock);

    // Other tests of this class turn the clock on.
    private void Soon(SealedTexts booking) => booking.Date = Today().AddDays(3);

    private CustomerCall Call(string? key = null, string body = "body", string address = "") =>
        new(_service.PersonalData.Seal(address), key, key is null ? null : _service.PersonalData.Fingerprint(body));

    private Task<CustomerTicketAnswer> Ask<T>(T request)
        where T : class => _service.Ask<T, CustomerTicketAnswer>(request);

    private async Task<CustomerTicketState?> Look(Guid id) => (await Ask(new GetTicketForCustomer(id))).Ticket;

    private static (bool, string?) Short(CustomerTicketAnswer answer) => (answer.Changed, answer.Refusal);

    private Task<string[]> Refused(Guid id) => _service.Db(db => db.AuditLogs
        .Where(entry => entry.TicketId == id && entry.Result != "done").OrderBy(entry => entry.Action).Select(entry => entry.Action + " " + entry.Result).ToArrayAsync());

    /// <summary>The service, nine in the morning tomorrow.</summary>
    public sealed class AtNine : IAsyncLifetime
    {
        internal FakeTimeProvider Clock { get; } = new(AppointmentSlots.StartsAt(AppointmentSlots.Today(TimeProvider.System).AddDays(1), new TimeOnly(9, 0)));

        internal TicketsService Service { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Service = await TicketsService.With(factory => factory.Clock = Clock);

        public ValueTask DisposeAsync() => Service.DisposeAsync();
    }
}
