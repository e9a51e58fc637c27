using Meida.Tickets.Domain;
using static Meida.Tickets.Domain.TicketCommand;
using static Meida.Tickets.Domain.TicketStatus;

namespace Meida.Tickets.Tests.Domain;

public sealed class TicketTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);
    private static readonly ActorInfo Agent = new(Guid.CreateVersion7(), "amy", "agent");
    private static readonly Guid Technician = Guid.CreateVersion7();
    private static readonly Guid Center = Guid.CreateVersion7();

    // Written out once more, as people read it; the product's table must say the same.
    private static readonly Dictionary<TicketCommand, (TicketStatus[] From, TicketStatus? To)> Allowed = new()
    {
        [Confirm] = ([Booked], Confirmed),
        [Reschedule] = ([Booked, Confirmed, Assigned], null),
        [Edit] = ([Booked, Confirmed, Assigned, InProgress], null),
        [Assign] = ([Confirmed, Assigned], Assigned),
        [Start] = ([Assigned], InProgress),
        [Complete] = ([Assigned, InProgress], Completed),
        [Cancel] = ([Booked, Confirmed, Assigned, InProgress], Canceled),
        [Return] = ([Assigned, InProgress], Confirmed),
        [Urge] = ([Booked, Confirmed, Assigned, InProgress], null),
        [Rate] = ([Completed], null),
        [Prioritize] = ([Booked, Confirmed, Assigned, InProgress], null),
        [Erase] = ([Booked, Confirmed, Assigned, InProgress, Completed, Canceled], null),
    };

    public static TheoryData<string, string> AllPairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var status in Enum.GetValues<TicketStatus>())
        {
            foreach (var command in Enum.GetValues<TicketCommand>().Except([FollowUp]))
                pairs.Add(status.ToString(), command.ToString());
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    public void Every_command_in_every_status_does_its_work_or_changes_nothing(string statusName, string commandName)
    {
        var (status, command) = (Enum.Parse<TicketStatus>(statusName), Enum.Parse<TicketCommand>(commandName));
        var ticket = In(status);
        var (version, events, before) = (ticket.Version, ticket.Events.Count, Facts(ticket));

        if (Allowed[command].From.Contains(status))
        {
            Do(ticket, command);
            Assert.Equal(Allowed[command].To ?? status, ticket.Status);
            Assert.Equal((version + 1, events + 1), (ticket.Version, ticket.Events.Count));
            Assert.Equal((status, ticket.Status, ticket.Version), (ticket.Events[^1].FromStatus, ticket.Events[^1].ToStatus, ticket.Events[^1].TicketVersion));
        }
        else
        {
            var refused = Assert.Throws<TransitionNotAllowedException>(() => Do(ticket, command));
            Assert.Equal((status, command), (refused.From, refused.Command));
            Assert.Equal((version, events, before), (ticket.Version, ticket.Events.Count, Facts(ticket)));
        }
    }

    [Fact]
    public void Work_is_followed_up_while_it_goes_on_and_afterwards()
    {
        var allowed = Enum.GetValues<TicketStatus>().Where(status => TicketTransitions.Next(status, FollowUp) is not null);
        Assert.Equal([InProgress, Completed], allowed);
    }

    [Fact]
    public void Assigning_an_assigned_ticket_anew_tells_whom_it_replaces()
    {
        var ticket = In(Assigned);
        var former = ticket.AssignmentId;
        ticket.Assign(Guid.CreateVersion7(), Guid.CreateVersion7(), null, Agent, Now);

        Assert.Equal(TicketAction.Reassigned, ticket.Events[^1].Action);
        Assert.Equal((Technician, former), (ticket.Events[^1].Assignment!.FormerTechnicianId, ticket.Events[^1].Assignment!.FormerAssignmentId));
    }

    [Fact]
    public void Receipts_looks_at_the_phone_and_failed_assignments_are_events_and_no_versions()
    {
        var ticket = In(Assigned);
        var version = ticket.Version;
        ticket.RecordPhoneRevealed(Agent, Now);
        ticket.RecordAssignmentFailed(Guid.CreateVersion7(), "no-technician-available", "overlap", Agent, Now);

        Assert.Equal(version, ticket.Version);
        Assert.Equal([TicketAction.PhoneRevealed, TicketAction.AssignmentFailed], ticket.Events.Skip(3).Select(e => e.Action));
    }

    [Fact]
    public void An_edit_and_a_move_that_change_nothing_are_no_events()
    {
        var ticket = In(Confirmed);
        ticket.Edit(new(ticket.CustomerName, new("hash", "139****5678", "sealed anew"), null, Guid.Empty, ticket.IssueDesc, null), Agent, Now);
        ticket.Reschedule(ticket.AppointmentDate, ticket.AppointmentTime, Agent, Now);

        Assert.Equal((2, 2), (ticket.Version, ticket.Events.Count));
    }

    [Fact]
    public void An_edit_names_the_fields_it_changed_and_not_what_they_held()
    {
        var ticket = In(Booked);
        ticket.Edit(new("李四", new("other", "137****1111", "sealed"), null, Center, null, ""), Agent, Now);

        Assert.Equal(("李四", null, Center, "137****1111"), (ticket.CustomerName, ticket.ProductModel, ticket.CenterId, ticket.CustomerPhoneMasked));
        Assert.Equal("""{"fields":["customerName","centerId","customerPhone","productModel"]}""", ticket.Events[^1].DetailsJson);
    }

    [Fact]
    public void A_returned_ticket_has_nobody_and_tells_who_had_it()
    {
        var ticket = In(InProgress);
        var assignment = ticket.AssignmentId;
        ticket.Return("病了", "张伟", Agent, Now);

        Assert.Equal((Confirmed, null, null), (ticket.Status, ticket.TechnicianId, ticket.AssignmentId));
        Assert.Equal((Technician, Technician, assignment), (
            ticket.Events[^1].FormerTechnicianId, ticket.Events[^1].Assignment!.FormerTechnicianId, ticket.Events[^1].Assignment!.FormerAssignmentId));
    }

    [Fact]
    public void Events_of_one_moment_keep_their_order_in_their_ids()
    {
        for (var tries = 0; tries < 20; tries++)
        {
            var ticket = In(Assigned);
            var before = ticket.Events.Count;
            ticket.RecordAssignmentFailed(Guid.NewGuid(), "no-technician-available", null, ActorInfo.System, Now);
            ticket.Return("overlap", null, ActorInfo.System, Now.AddTicks(tries));

            var ids = ticket.Events.Skip(before).Select(e => e.Id).ToList();
            Assert.Equal(2, ids.Count);
            Assert.Equal(ids.Order(), ids);
        }
    }

    [Fact]
    public void Erasing_twice_is_one_event()
    {
        var ticket = In(Canceled);
        ticket.Erase(Agent, Now);
        ticket.Erase(Agent, Now.AddDays(1));

        Assert.Equal((TicketAction.Erased, 3, Now), (ticket.Events[^1].Action, ticket.Version, ticket.ErasedAt));
        Assert.Equal(("", "", "", "", "", ""), (
            ticket.CustomerName, ticket.CustomerPhoneHash, ticket.CustomerPhoneMasked, ticket.CustomerPhoneEncrypted, ticket.Address, ticket.CanceledReason));
    }

    private static (TicketStatus, string, DateOnly, TimeOnly, Guid?, string?) Facts(Ticket t) =>
        (t.Status, t.CustomerName, t.AppointmentDate, t.AppointmentTime, t.TechnicianId, t.CanceledReason);

    private static Ticket In(TicketStatus status)
    {
        var ticket = Ticket.Book(
            new(Guid.CreateVersion7(), "TK00000000", "王小明", "hash", "139****5678", "sealed", "杭州市西湖区", "漏水", null, "JZT", new(2026, 11, 25), new(10, 0)),
            ActorInfo.Customer, Now);
        TicketCommand[] way = status switch
        {
            Booked => [],
            Confirmed => [Confirm],
            Assigned => [Confirm, Assign],
            InProgress => [Confirm, Assign, Start],
            Completed => [Confirm, Assign, Start, Complete],
            _ => [Cancel],
        };
        foreach (var command in way)
            Do(ticket, command);
        return ticket;
    }

    private static void Do(Ticket ticket, TicketCommand command)
    {
        switch (command)
        {
            case Confirm: ticket.Confirm(Agent, Now); break;
            case Reschedule: ticket.Reschedule(new(2026, 11, 26), new(11, 0), Agent, Now); break;
            case Edit: ticket.Edit(new("李四", null, null, null, null, null), Agent, Now); break;
            case Assign: ticket.Assign(Technician, Guid.CreateVersion7(), null, Agent, Now); break;
            case Start: ticket.Start(Agent, Now); break;
            case Complete: ticket.Complete(VisitReport.Empty, isVerified: false, Agent, Now); break;
            case Return: ticket.Return("病了", "张伟", Agent, Now); break;
            case Erase: ticket.Erase(Agent, Now); break;
            case Prioritize: ticket.Prioritize(TicketPriority.High, Agent, Now); break;
            case Urge: ticket.Urge(ActorInfo.Customer, Now); break;
            case Rate: ticket.Rate(4, "师傅很好", ActorInfo.Customer, Now); break;
            case Cancel: ticket.Cancel("买了新的", Agent, Now); break;
            default: throw new ArgumentOutOfRangeException(nameof(command));
        }
    }
}
