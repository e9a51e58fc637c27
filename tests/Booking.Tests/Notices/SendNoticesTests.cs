using Meida.Booking.Notices;
using Meida.Contracts.Technicians;
using Meida.Contracts.Tickets;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Tests.Notices;

public sealed class SendNoticesTests
{
    [Fact]
    public async Task Each_fact_is_told_once_though_the_provider_fails_for_a_while_and_the_events_come_twice()
    {
        await using var stage = await NoticeStage.Start();
        var technician = await Technician(stage, "张伟");
        stage.Provider.IsDown = true;
        var (id, no, own, phone) = await stage.Book();
        await Eventually.Is(() => stage.Provider.Refused == 1);
        stage.Clock.Advance(TimeSpan.FromSeconds(30));
        await Eventually.Is(() => stage.Provider.Refused == 2);
        stage.Provider.IsDown = false;
        stage.Clock.Advance(TimeSpan.FromMinutes(1));
        await stage.Tells(phone, "BOOKED");

        await stage.Happens(new TicketConfirmed(id, no, 2, stage.Clock.GetUtcNow()));
        await stage.Tells(phone, "BOOKED", "CONFIRMED");
        await stage.Happens(new TicketAssigned(
            id, no, 3, stage.Clock.GetUtcNow(), Guid.NewGuid(), technician, null, null, Bookings.Today().AddDays(3), new TimeOnly(10, 0)));
        await stage.Tells(phone, "BOOKED", "CONFIRMED", "ASSIGNED");
        await stage.Happens(stage.Moved(id, no, 4, day: 4, hour: 14));
        await stage.Tells(phone, "BOOKED", "CONFIRMED", "ASSIGNED", "MOVED");
        stage.Clock.SetUtcNow(NoticeStage.At(3, 18));
        await stage.Tells(phone, "BOOKED", "CONFIRMED", "ASSIGNED", "MOVED", "REMINDER");
        stage.Clock.SetUtcNow(NoticeStage.At(4, 14));
        await stage.Happens(new TicketStarted(id, no, 5, stage.Clock.GetUtcNow()));
        await stage.Tells(phone, "BOOKED", "CONFIRMED", "ASSIGNED", "MOVED", "REMINDER", "ON_THE_WAY");
        await stage.Happens(new TicketCompleted(id, no, 6, stage.Clock.GetUtcNow(), technician));
        await stage.Tells(phone, "BOOKED", "CONFIRMED", "ASSIGNED", "MOVED", "REMINDER", "ON_THE_WAY", "COMPLETED");

        var told = stage.Provider.To(phone);
        var token = own.Split('/')[^1];
        Assert.Equal($"https://repair.example/booking/t/{token}", told[0].GetProperty("parameters").GetProperty("link").GetString());
        Assert.Equal("T-1", told[0].GetProperty("template").GetString());
        Assert.Contains(token, told[0].GetProperty("text").GetString()!, StringComparison.Ordinal);
        Assert.Equal("张伟", told[2].GetProperty("parameters").GetProperty("technician").GetString());
        Assert.Equal("14:00-16:00", told[4].GetProperty("parameters").GetProperty("window").GetString());
        Assert.All(told, message => Assert.DoesNotContain("小明", message.GetRawText(), StringComparison.Ordinal));
        Assert.All(told, message => Assert.DoesNotContain("文三路", message.GetRawText(), StringComparison.Ordinal));
        Assert.Equal(3, (await stage.Notices(id)).Single(n => n.Kind == NoticeKind.Booked).Tries);
        Assert.All(await stage.Notices(id), notice => Assert.Null(notice.SealedLink));
    }

    [Fact]
    public async Task A_moved_visits_reminder_never_goes_out()
    {
        await using var stage = await NoticeStage.Start();
        var (id, no, _, phone) = await stage.Book();
        await stage.Tells(phone, "BOOKED");

        await stage.Happens(stage.Moved(id, no, 2, day: 6, hour: 9));
        await stage.Tells(phone, "BOOKED", "MOVED");
        stage.Clock.SetUtcNow(NoticeStage.At(2, 18));
        var (_, _, _, other) = await stage.Book(body => body["appointmentDate"] = Bookings.Day(5));
        await stage.Tells(other, "BOOKED");

        Assert.Equal([NoticeState.Withdrawn, NoticeState.Pending], await stage.States(id, NoticeKind.Reminder));
        Assert.Equal(["BOOKED", "MOVED"], stage.Provider.KindsTo(phone));
        stage.Clock.SetUtcNow(NoticeStage.At(5, 18));
        await stage.Tells(phone, "BOOKED", "MOVED", "REMINDER");
    }

    [Fact]
    public async Task At_night_nobody_is_told_and_at_eight_everybody_of_what_is_news_still()
    {
        await using var stage = await NoticeStage.Start();
        var (id, no, _, phone) = await stage.Book();
        await stage.Tells(phone, "BOOKED");
        stage.Clock.SetUtcNow(NoticeStage.At(2, 21));

        await stage.Happens(new TicketConfirmed(id, no, 2, stage.Clock.GetUtcNow()));
        await stage.Happens(new TicketStarted(id, no, 3, stage.Clock.GetUtcNow()));
        var listed = await stage.Service.As("agent").Read($"/api/tickets/{no}/notices");
        Assert.Equal((NoticeStage.At(3, 8), "PENDING", 0), listed.EnumerateArray().Where(n => n.GetProperty("kind").GetString() == "CONFIRMED")
            .Select(n => (n.GetProperty("at").GetDateTimeOffset(), n.GetProperty("state").GetString(), n.GetProperty("tries").GetInt32())).Single());
        stage.Clock.SetUtcNow(NoticeStage.At(3, 7, 59));
        // Looked at many times by then, were it looked at.
        await Eventually.Is(async () => Assert.Equal(NoticeState.Pending, (await stage.States(id, NoticeKind.Confirmed)).Single()));
        Assert.Equal(["BOOKED"], stage.Provider.KindsTo(phone));

        stage.Clock.SetUtcNow(NoticeStage.At(3, 8));
        await stage.Tells(phone, "BOOKED", "CONFIRMED");
        await Eventually.Is(async () => Assert.Equal([NoticeState.Withdrawn], await stage.States(id, NoticeKind.OnTheWay)));
        Assert.Equal(0, (await stage.Notices(id)).Single(n => n.Kind == NoticeKind.OnTheWay).Tries);
    }

    [Fact]
    public async Task After_a_cancellation_there_is_nothing_but_the_cancellation()
    {
        await using var stage = await NoticeStage.Start();
        stage.Provider.IsDown = true;
        var (id, no, _, phone) = await stage.Book();
        await Eventually.Is(() => stage.Provider.Refused == 1);
        await stage.Happens(new TicketCanceled(id, no, 4, stage.Clock.GetUtcNow(), null));
        // Late, and about a ticket that has ended.
        await stage.Happens(new TicketConfirmed(id, no, 2, stage.Clock.GetUtcNow()));
        stage.Provider.IsDown = false;
        stage.Clock.Advance(TimeSpan.FromMinutes(1));

        await stage.Tells(phone, "CANCELED");
        stage.Clock.SetUtcNow(NoticeStage.At(2, 18));
        var (_, _, _, other) = await stage.Book(body => body["appointmentDate"] = Bookings.Day(5));
        await stage.Tells(other, "BOOKED");
        Assert.Equal(["CANCELED"], stage.Provider.KindsTo(phone));
        Assert.Equal(
            ["BOOKED WITHDRAWN", "REMINDER WITHDRAWN", "CONFIRMED WITHDRAWN", "CANCELED SENT"],
            (await stage.Notices(id)).OrderBy(n => n.Version).ThenBy(n => n.Kind).Select(n => $"{SharedKernel.EnumText.Of(n.Kind)} {SharedKernel.EnumText.Of(n.State)}"));
    }

    [Fact]
    public async Task An_assignment_that_was_not_told_yet_is_not_told_when_another_follows()
    {
        await using var stage = await NoticeStage.Start();
        var (first, second) = (await Technician(stage, "张伟"), await Technician(stage, "李强"));
        var (id, no, _, phone) = await stage.Book();
        await stage.Tells(phone, "BOOKED");
        stage.Provider.IsDown = true;
        await stage.Happens(Assigned(first, 2));
        await Eventually.Is(() => stage.Provider.Refused == 1);
        await stage.Happens(Assigned(second, 3));
        stage.Provider.IsDown = false;
        stage.Clock.Advance(TimeSpan.FromMinutes(1));

        await stage.Tells(phone, "BOOKED", "ASSIGNED");
        Assert.Equal("李强", stage.Provider.To(phone)[1].GetProperty("parameters").GetProperty("technician").GetString());
        Assert.Equal([NoticeState.Withdrawn, NoticeState.Sent], await stage.States(id, NoticeKind.Assigned));

        TicketAssigned Assigned(Guid technician, int version) => new(
            id, no, version, stage.Clock.GetUtcNow(), Guid.NewGuid(), technician, null, null, Bookings.Today().AddDays(3), new TimeOnly(10, 0));
    }

    [Fact]
    public async Task A_process_that_ends_while_the_provider_thinks_neither_loses_nor_repeats_a_notice()
    {
        await using var stage = await NoticeStage.Start();
        var thinking = new TaskCompletionSource();
        stage.Provider.Hold = thinking.Task;
        var (id, _, _, phone) = await stage.Book();
        await Eventually.Is(() => stage.Provider.Arrived == 1);

        var ending = stage.Service.DisposeAsync().AsTask();
        thinking.SetResult();
        await ending;
        await using var next = await stage.Process();
        stage.Clock.Advance(TimeSpan.FromMinutes(1));
        using var answer = await next.Client.Book(Bookings.Body());
        await stage.Tells(Bookings.Phone, "BOOKED");

        Assert.Equal(["BOOKED"], stage.Provider.KindsTo(phone));
        Assert.Equal(NoticeState.Sent, await next.Db(db => db.Notices.Where(n => n.TicketId == id && n.Kind == NoticeKind.Booked).Select(n => n.State).SingleAsync()));
    }

    [Fact]
    public async Task What_one_process_could_not_send_the_next_one_sends()
    {
        await using var stage = await NoticeStage.Start();
        stage.Provider.IsDown = true;
        var (_, _, _, phone) = await stage.Book();
        await Eventually.Is(() => stage.Provider.Refused == 1);
        await stage.Service.DisposeAsync();

        stage.Provider.IsDown = false;
        await using var next = await stage.Process();
        await using var another = await stage.Process();
        stage.Clock.Advance(TimeSpan.FromMinutes(1));

        await stage.Tells(phone, "BOOKED");
    }

    [Fact]
    public async Task After_so_many_tries_with_growing_pauses_a_notice_is_given_up()
    {
        await using var stage = await NoticeStage.Start(("Notices:MaxTries", "3"));
        stage.Provider.IsDown = true;
        var (id, no, _, _) = await stage.Book();
        foreach (var (pause, tries) in new[] { (30, 1), (60, 2), (120, 3) })
        {
            await Eventually.Is(() => stage.Provider.Refused == tries);
            stage.Clock.Advance(TimeSpan.FromSeconds(pause));
        }

        await Eventually.Is(async () => Assert.Equal([NoticeState.Failed], await stage.States(id, NoticeKind.Booked)));
        stage.Clock.Advance(TimeSpan.FromHours(2));
        var (_, _, _, other) = await stage.Book();
        await Eventually.Is(() => stage.Provider.Refused == 4);
        Assert.Empty(stage.Provider.KindsTo(other));
        Assert.Equal(3, (await stage.Service.As("agent").Read($"/api/tickets/{no}/notices")).EnumerateArray()
            .Single(n => n.GetProperty("state").GetString() == "FAILED").GetProperty("tries").GetInt32());
    }

    private static async Task<Guid> Technician(NoticeStage stage, string name)
    {
        var id = Guid.NewGuid();
        await stage.Service.Publish(new TechnicianChanged(id, 1, DateTimeOffset.UnixEpoch, Guid.NewGuid(), true, stage.Service.PersonalData.Seal(name)));
        await Eventually.Is(() => stage.Service.Db(db => db.Technicians.AnyAsync(t => t.Id == id)));
        return id;
    }
}
