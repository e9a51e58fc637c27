using System.Net;
using System.Text.Json;
using Meida.Contracts.Technicians;
using Meida.Contracts.Tickets;
using Meida.SharedKernel;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Tests.Assignment;

[Collection(nameof(TicketsService))]
public sealed class AssignmentTests(TicketsService service)
{
    [Fact]
    public async Task What_was_weighed_can_be_read_afterwards()
    {
        var id = await service.Confirmed();
        var (first, second) = (service.Others.Hire("甲"), service.Others.Hire("乙"));
        service.Others.Offer(id, first, second);
        await service.Ops.Done($"/api/tickets/{id}/assign");

        var told = await service.Ops.Read($"/api/tickets/{id}/assignment");
        Assert.Equal(("ASSIGNED", "automatic", first.ToString(), "甲"), (
            told.GetProperty("state").GetString(), told.GetProperty("mode").GetString(), told.GetProperty("technicianId").GetString(),
            told.GetProperty("technicianName").GetString()));
        Assert.Equal([true, false], told.GetProperty("candidates").EnumerateArray().Select(c => c.GetProperty("chosen").GetBoolean()));
        // The chosen one's figures are those of the reservation.
        Assert.Equal([3, 1], told.GetProperty("candidates").EnumerateArray().Select(c => c.GetProperty("load7d").GetInt32()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_visit_moves_to_another_time_and_person_in_one_step(bool assigned)
    {
        var id = assigned ? (await service.Assigned()).TicketId : await service.Confirmed();
        var (technician, day) = (service.Others.Hire("丙"), AppointmentSlots.Today(TimeProvider.System).AddDays(11));
        var before = (await service.Ops.Read($"/api/tickets/{id}")).Version();

        var moved = await service.Ops.Done($"/api/tickets/{id}/assign", new { technicianId = technician, appointmentDate = $"{day:yyyy-MM-dd}", appointmentTime = "15:30" });

        Assert.Equal(("ASSIGNED", technician.ToString(), $"{day:yyyy-MM-dd}", "15:30", before + 2), (
            moved.Status(), moved.GetProperty("technicianId").GetString(), moved.GetProperty("appointmentDate").GetString(),
            moved.GetProperty("appointmentTime").GetString(), moved.Version()));
        Assert.Equal(["RESCHEDULED", assigned ? "REASSIGNED" : "ASSIGNED"], moved.Actions()[^2..]);
        Assert.Contains(service.Others.Heard.OfType<ReserveTechnician>(), wish => wish.TicketId == id && wish.AppointmentDate == day && wish.AppointmentTime == new TimeOnly(15, 30));
        Assert.Equal(before + 2, (await service.Ops.Done($"/api/tickets/{id}/assign", new { technicianId = technician, appointmentDate = $"{day:yyyy-MM-dd}", appointmentTime = "15:30" })).Version());
    }

    [Fact]
    public async Task A_visit_that_cannot_move_stays_where_it_was()
    {
        var (id, technician) = await service.Assigned();
        var before = await service.Ops.Read($"/api/tickets/{id}");
        service.Others.Refuse(id, "absent");
        var day = AppointmentSlots.Today(TimeProvider.System).AddDays(12);

        using var answer = await service.Ops.Command($"/api/tickets/{id}/assign", new { technicianId = service.Others.Hire(), appointmentDate = $"{day:yyyy-MM-dd}", appointmentTime = "15:30" });
        var problem = await answer.Problem();

        Assert.Equal((422, "technician-unavailable", "absent"), (problem.Status, problem.Slug, problem.Json.GetProperty("reason").GetString()));
        var after = await service.Ops.Read($"/api/tickets/{id}");
        Assert.Equal((before.Version(), technician.ToString(), before.GetProperty("appointmentTime").GetString()), (
            after.Version(), after.GetProperty("technicianId").GetString(), after.GetProperty("appointmentTime").GetString()));
        Assert.Equal("validation", await service.Ops.Command($"/api/tickets/{id}/assign", new { appointmentTime = "15:30" }).Refusal(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Nobody_free_is_a_conflict_and_the_history_says_so()
    {
        var id = await service.Confirmed();
        Assert.Equal("no-technician-available", await service.Ops.Command($"/api/tickets/{id}/assign").Refusal(HttpStatusCode.Conflict));
        Assert.Equal("technician-unavailable", await service.Ops.Command(
            $"/api/tickets/{id}/assign", new { technicianId = Guid.NewGuid() }).Refusal(HttpStatusCode.UnprocessableEntity));

        var ticket = await service.Ops.Read($"/api/tickets/{id}");
        Assert.Equal(("CONFIRMED", 2), (ticket.Status(), ticket.Version()));
        Assert.Equal(["BOOKED", "CONFIRMED", "ASSIGNMENT_FAILED", "ASSIGNMENT_FAILED"], ticket.Actions());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_slot_that_becomes_free_a_moment_later_is_found_at_the_second_look(bool automatic)
    {
        var id = await service.Confirmed();
        var technician = service.Others.Hire();
        service.Others.OfferLater(id, technician);

        var ticket = await service.Ops.Done($"/api/tickets/{id}/assign", automatic ? new { } : new { technicianId = technician });

        Assert.Equal(technician.ToString(), ticket.GetProperty("technicianId").GetString());
        Assert.Equal(2, service.Others.Heard.OfType<FindCandidates>().Count(wish => wish.TicketId == id));
    }

    [Theory]
    [InlineData("overlap")]
    [InlineData("capacity")]
    [InlineData("inactive")]
    public async Task A_technician_who_cannot_be_reserved_is_unavailable_and_it_is_told_why(string why)
    {
        var id = await service.Confirmed();
        service.Others.Refuse(id, why);
        using var answer = await service.Ops.Command($"/api/tickets/{id}/assign", new { technicianId = service.Others.Hire() });

        var problem = await answer.Problem();
        Assert.Equal((422, "technician-unavailable", why), (problem.Status, problem.Slug, problem.Json.GetProperty("reason").GetString()));
        Assert.Equal(why, (await service.Ops.Read($"/api/tickets/{id}/assignment")).GetProperty("refusedFor").GetString());
    }

    [Fact]
    public async Task An_unknown_technician_is_unavailable_for_that()
    {
        var id = await service.Confirmed();
        using var answer = await service.Ops.Command($"/api/tickets/{id}/assign", new { technicianId = Guid.NewGuid() });
        Assert.Equal("unknown", (await answer.Problem()).Json.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_ticket_that_no_center_serves_goes_to_nobody_by_itself_and_to_whom_somebody_names()
    {
        var id = await service.Confirmed(b => b.CenterId = null);
        var technician = service.Others.Hire();
        service.Others.Offer(id, technician);
        using var answer = await service.Ops.Command($"/api/tickets/{id}/assign", new { });

        var problem = await answer.Problem();
        Assert.Equal((409, "no-technician-available", "no-center"), (problem.Status, problem.Slug, problem.Json.GetProperty("reason").GetString()));
        Assert.Equal(0, await service.Db(db => db.Assignments.CountAsync(a => a.TicketId == id)));
        Assert.Equal("ASSIGNED", (await service.Ops.Done($"/api/tickets/{id}/assign", new { technicianId = technician })).Status());
    }

    [Fact]
    public async Task The_version_a_caller_names_is_a_condition_and_no_other_wish()
    {
        var id = await service.Confirmed();
        service.Others.Offer(id, service.Others.Hire(), service.Others.Hire());
        var assigned = await service.Ops.Done($"/api/tickets/{id}/assign", new { });

        using var without = await service.Ops.Command($"/api/tickets/{id}/assign", new { });
        using var with = await service.Ops.Command($"/api/tickets/{id}/assign", new { }, version: assigned.Version());

        Assert.Equal((assigned.Version(), assigned.Version()), ((await without.Json(HttpStatusCode.OK)).Version(), (await with.Json(HttpStatusCode.OK)).Version()));
        Assert.Equal("version-conflict", await service.Ops.Command($"/api/tickets/{id}/assign", new { }, version: 2).Refusal(HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task Candidates_that_are_taken_again_and_again_come_to_an_end()
    {
        var id = await service.Confirmed();
        service.Others.Offer(id, service.Others.Hire());
        service.Others.Refuse(id);
        Assert.Equal("no-technician-available", await service.Ops.Command($"/api/tickets/{id}/assign").Refusal(HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Technicians_away_is_accepted_retried_and_assigned_when_it_is_back()
    {
        var id = await service.Confirmed();
        var technician = service.Others.Hire();
        service.Others.Offer(id, technician);
        service.Others.Silence(id);

        using var answer = await service.Ops.Command($"/api/tickets/{id}/assign");
        var pending = await answer.Json(HttpStatusCode.Accepted);
        Assert.Equal($"/api/tickets/{id}/assignment", answer.Headers.Location?.ToString());
        Assert.Equal("AWAITING_CANDIDATES", pending.GetProperty("assignment").GetProperty("state").GetString());

        service.Others.Answer(id);
        await Eventually.Is(async () => Assert.Equal("ASSIGNED", (await service.Ops.Read($"/api/tickets/{id}")).Status()), TimeSpan.FromSeconds(60));
        Assert.True((await service.Ops.Read($"/api/tickets/{id}/assignment")).GetProperty("tries").GetInt32() >= 1);
    }

    [Fact]
    public async Task A_ticket_canceled_meanwhile_gets_nobody_and_the_reservation_is_given_back()
    {
        var id = await service.Confirmed();
        service.Others.Offer(id, service.Others.Hire());
        service.Others.Refuse(id, "silent");
        var assigning = service.Ops.Command($"/api/tickets/{id}/assign");
        var saga = await Eventually.Get(() => service.Db(db => db.Assignments.AsNoTracking()
            .FirstOrDefaultAsync(a => a.TicketId == id && a.CurrentState == "AwaitingCandidates")), timeout: TimeSpan.FromSeconds(30));

        Assert.Equal("CANCELED", (await service.Agent.Done($"/api/tickets/{id}/cancel", new { reason = "客户取消" })).Status());
        Assert.Equal("illegal-transition", await assigning.Refusal(HttpStatusCode.Conflict));

        // A reservation that was under way comes after the end.
        await service.Publish(new TechnicianReserved(saga.CorrelationId, id, new Candidate(Guid.NewGuid(), true, 0, null), service.PersonalData.Seal("迟")));
        await Eventually.Is(() => service.Others.HasReleased(saga.CorrelationId), "The late reservation was not given back.", TimeSpan.FromSeconds(30));
        var ticket = await service.Ops.Read($"/api/tickets/{id}");
        Assert.Equal(("CANCELED", JsonValueKind.Null), (ticket.Status(), ticket.GetProperty("technicianId").ValueKind));
    }

    [Fact]
    public async Task A_reservation_for_a_slot_the_ticket_has_left_is_given_back()
    {
        var id = await service.Confirmed();
        service.Others.Offer(id, service.Others.Hire());
        service.Others.Silence(id);
        var assigning = service.Ops.Command($"/api/tickets/{id}/assign");
        var saga = await Eventually.Get(() => service.Db(db => db.Assignments.AsNoTracking().FirstOrDefaultAsync(a => a.TicketId == id)), timeout: TimeSpan.FromSeconds(30));
        var day = AppointmentSlots.Today(TimeProvider.System).AddDays(55);
        await service.Agent.Done($"/api/tickets/{id}/reschedule", new { appointmentDate = day.ToString("yyyy-MM-dd"), appointmentTime = "17:30" });

        Assert.Equal("concurrent-change", await assigning.Refusal(HttpStatusCode.Conflict));
        Assert.Equal("FAILED", (await service.Ops.Read($"/api/tickets/{id}/assignment")).GetProperty("state").GetString());
        Assert.False(service.Others.HasReserved(saga.CorrelationId));
    }

    [Fact]
    public async Task Fifty_callers_on_one_ticket_make_one_assignment()
    {
        var id = await service.Confirmed();
        service.Others.Offer(id, service.Others.Hire(), service.Others.Hire());
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => service.Ops.Command($"/api/tickets/{id}/assign", new { })));

        Assert.All(answers, answer => Assert.True((int)answer.StatusCode is 200 or 202, $"{answer.StatusCode}"));
        await Eventually.Is(async () => Assert.Equal("ASSIGNED", (await service.Ops.Read($"/api/tickets/{id}")).Status()));
        Assert.Equal(["BOOKED", "CONFIRMED", "ASSIGNED"], (await service.Ops.Read($"/api/tickets/{id}")).Actions());
        Assert.Equal(1, await service.Db(db => db.Assignments.CountAsync(a => a.TicketId == id)));
    }

    [Fact]
    public async Task The_same_key_waits_for_the_same_assignment_and_answers_the_same()
    {
        var id = await service.Confirmed();
        service.Others.Offer(id, service.Others.Hire());
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => service.Ops.Command($"/api/tickets/{id}/assign", new { }, key: "assign-1")));
        var bodies = await Task.WhenAll(answers.Select(a => a.Content.ReadAsStringAsync()));
        using var later = await service.Ops.Command($"/api/tickets/{id}/assign", new { }, key: "assign-1");

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Single(bodies.Append(await later.Content.ReadAsStringAsync()).Distinct());
        Assert.Equal(1, await service.Db(db => db.Assignments.CountAsync(a => a.TicketId == id)));
        Assert.Equal("idempotency-key-reused", await service.Ops.Command(
            $"/api/tickets/{id}/assign", new { technicianId = Guid.NewGuid() }, key: "assign-1").Refusal(HttpStatusCode.UnprocessableEntity));
    }

    [Fact]
    public async Task A_refused_assignment_leaves_its_key_for_another_try()
    {
        var id = await service.Confirmed();
        Assert.Equal("no-technician-available", await service.Ops.Command($"/api/tickets/{id}/assign", new { }, key: "again").Refusal(HttpStatusCode.Conflict));
        service.Others.Offer(id, service.Others.Hire());
        using var second = await service.Ops.Command($"/api/tickets/{id}/assign", new { }, key: "again");
        Assert.Equal("ASSIGNED", (await second.Json(HttpStatusCode.OK)).Status());
    }

    [Fact]
    public async Task Reassigning_tells_who_had_the_ticket_before()
    {
        var (id, former) = await service.Assigned();
        var before = await service.Ops.Read($"/api/tickets/{id}/assignment");
        var next = service.Others.Hire("新来");
        var ticket = await service.Ops.Done($"/api/tickets/{id}/assign", new { technicianId = next });

        Assert.Equal((next.ToString(), "REASSIGNED", 4), (ticket.GetProperty("technicianId").GetString(), ticket.Actions()[^1], ticket.Version()));
        await Eventually.Is(() => service.Others.Heard.OfType<TicketAssigned>().Any(m =>
            m.TicketId == id && m.TechnicianId == next && m.FormerTechnicianId == former
            && m.FormerAssignmentId.ToString() == before.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task The_technician_who_has_the_ticket_already_is_no_new_assignment()
    {
        var (id, technician) = await service.Assigned();
        var again = await service.Ops.Done($"/api/tickets/{id}/assign", new { technicianId = technician });
        Assert.Equal((3, "ASSIGNED"), (again.Version(), again.Actions()[^1]));
    }

    [Fact]
    public async Task Another_wish_meanwhile_is_told_that_an_assignment_is_under_way()
    {
        var id = await service.Confirmed();
        service.Others.Silence(id);
        var waiting = service.Ops.Command($"/api/tickets/{id}/assign");
        await Eventually.Is(() => service.Db(db => db.Assignments.AnyAsync(a => a.TicketId == id)), timeout: TimeSpan.FromSeconds(30));
        Assert.Equal("assignment-in-progress", await service.Ops.Command(
            $"/api/tickets/{id}/assign", new { technicianId = Guid.NewGuid() }).Refusal(HttpStatusCode.Conflict));
        await service.Agent.Done($"/api/tickets/{id}/cancel", new { reason = "结束" });
        (await waiting).Dispose();
    }

    [Fact]
    public async Task A_lost_reservation_starts_a_new_assignment_by_itself()
    {
        var (id, technician) = await service.Assigned();
        var assignment = (await service.Ops.Read($"/api/tickets/{id}/assignment")).GetProperty("id").GetGuid();
        var other = service.Others.Hire("替补");
        service.Others.Offer(id, other);
        await service.Publish(new ReservationLost(assignment, id, 3), Guid.NewGuid());
        await service.Publish(new ReservationLost(assignment, id, 3), Guid.NewGuid());

        await Eventually.Is(async () => Assert.Equal(other.ToString(), (await service.Ops.Read($"/api/tickets/{id}")).GetProperty("technicianId").GetString()), TimeSpan.FromSeconds(30));
        var ticket = await service.Ops.Read($"/api/tickets/{id}");
        Assert.Equal("REASSIGNED", ticket.Actions()[^1]);
        Assert.Equal("system", ticket.GetProperty("events").EnumerateArray().Last().GetProperty("actor").GetString());
        Assert.NotEqual(technician, other);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_ticket_whose_technician_is_lost_and_who_has_nobody_else_goes_back(bool hasCenter)
    {
        var (id, technician) = await service.Assigned(b => b.CenterId = hasCenter ? b.CenterId : null);
        var lost = (await service.Ops.Read($"/api/tickets/{id}/assignment")).GetProperty("id").GetGuid();

        await service.Publish(new ReservationLost(lost, id, 3));

        await Eventually.Is(async () => Assert.Equal("RETURNED", (await service.Ops.Read($"/api/tickets/{id}")).Actions()[^1]), TimeSpan.FromSeconds(30));
        var ticket = await service.Ops.Read($"/api/tickets/{id}");
        var returned = ticket.GetProperty("events").EnumerateArray().Last();
        Assert.Equal(("CONFIRMED", JsonValueKind.Null), (ticket.Status(), ticket.GetProperty("technicianId").ValueKind));
        Assert.Equal(("system", hasCenter ? "overlap" : "no-center", technician), (
            returned.GetProperty("actor").GetString(), returned.GetProperty("details").GetProperty("reason").GetString(),
            returned.GetProperty("details").GetProperty("formerTechnicianId").GetGuid()));
        await Eventually.Is(() => service.Others.Heard.OfType<TicketReturned>().Any(m =>
            m.TicketId == id && m.FormerTechnicianId == technician && m.FormerAssignmentId == lost));
    }

    [Fact]
    public async Task A_reservation_lost_to_an_appointment_that_has_moved_again_is_no_reason()
    {
        var (id, technician) = await service.Assigned();
        var lost = (await service.Ops.Read($"/api/tickets/{id}/assignment")).GetProperty("id").GetGuid();
        service.Others.Offer(id, service.Others.Hire("替补"));
        var day = AppointmentSlots.Today(TimeProvider.System).AddDays(54).ToString("yyyy-MM-dd", null);
        var first = await service.Agent.Done($"/api/tickets/{id}/reschedule", new { appointmentDate = day, appointmentTime = "17:00" });
        var second = await service.Agent.Done($"/api/tickets/{id}/reschedule", new { appointmentDate = day, appointmentTime = "17:30" });

        await service.Publish(new ReservationLost(lost, id, first.Version()));
        var (other, _) = await service.Assigned();
        var othersAssignment = (await service.Ops.Read($"/api/tickets/{other}/assignment")).GetProperty("id").GetGuid();
        service.Others.Offer(other, service.Others.Hire("替补"));
        await service.Publish(new ReservationLost(othersAssignment, other, 3));
        await Eventually.Is(async () => Assert.Equal("REASSIGNED", (await service.Ops.Read($"/api/tickets/{other}")).Actions()[^1]), TimeSpan.FromSeconds(30));

        Assert.Equal(1, await service.Db(db => db.Assignments.CountAsync(a => a.TicketId == id)));
        Assert.Equal(technician, (await service.Ops.Read($"/api/tickets/{id}")).GetProperty("technicianId").GetGuid());
        await service.Publish(new ReservationLost(lost, id, second.Version()));
        await Eventually.Is(async () => Assert.Equal("REASSIGNED", (await service.Ops.Read($"/api/tickets/{id}")).Actions()[^1]), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_reservation_lost_while_another_assignment_fails_starts_a_new_one_after_it()
    {
        var (id, technician) = await service.Assigned();
        var lost = (await service.Ops.Read($"/api/tickets/{id}/assignment")).GetProperty("id").GetGuid();
        service.Others.Silence(id);
        using var pending = service.Ops.Command($"/api/tickets/{id}/assign", new { technicianId = Guid.NewGuid() });
        await Eventually.Is(() => service.Db(db => db.Assignments.AnyAsync(a => a.TicketId == id && a.EndedAt == null)), timeout: TimeSpan.FromSeconds(30));

        await service.Publish(new ReservationLost(lost, id, 3));
        await Eventually.Is(
            () => service.Db(db => db.Set<Messaging.OutboxRow>().AnyAsync(row => row.ScheduleToken != null && row.Body.Contains(lost.ToString()))),
            timeout: TimeSpan.FromSeconds(30));
        service.Others.Offer(id, service.Others.Hire("替补"));
        service.Others.Answer(id);
        (await pending).Dispose();

        await Eventually.Is(async () => Assert.Equal("REASSIGNED", (await service.Ops.Read($"/api/tickets/{id}")).Actions()[^1]), TimeSpan.FromSeconds(60));
        Assert.NotEqual(technician, (await service.Ops.Read($"/api/tickets/{id}")).GetProperty("technicianId").GetGuid());
    }

    [Theory]
    [InlineData("not-an-id")]
    [InlineData("123")]
    public async Task A_technician_that_is_no_id_is_bad(string technicianId)
    {
        var id = await service.Confirmed();
        Assert.Equal("validation", await service.Ops.Command($"/api/tickets/{id}/assign", new { technicianId }).Refusal(HttpStatusCode.BadRequest));
        Assert.Equal("validation", await service.Ops.Command($"/api/tickets/{id}/assign", new { technicianId = 5 }).Refusal(HttpStatusCode.BadRequest));
    }
}
