using System.Net;
using MassTransit;
using Meida.Contracts.Tickets;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;

namespace Meida.Booking.Tests.Notices;

public sealed class ListNoticesTests : IAsyncLifetime
{
    private NoticeStage _stage = null!;

    public async ValueTask InitializeAsync() => _stage = await NoticeStage.Start();

    public async ValueTask DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task The_notices_of_a_ticket_are_listed_by_id_and_number_to_who_may_read_it()
    {
        var technician = Guid.NewGuid();
        var (id, no, _, phone) = await _stage.Book();
        await _stage.Tells(phone, "BOOKED");
        await Eventually.Is(async () => Assert.All((await _stage.Notices(id)).Where(n => n.DueAt <= _stage.Clock.GetUtcNow()), n => Assert.NotNull(n.EndedAt)));
        var tickets = await _stage.Service.Tickets();
        tickets.Knows(new TicketAccessState(id, no, "ASSIGNED", 3, technician));

        foreach (var client in new[] { _stage.Service.As("agent"), _stage.Service.As("ops_manager"), _stage.Service.As("technician", technician) })
        {
            var listed = await client.Read($"/api/tickets/{no.ToLowerInvariant()}/notices");
            Assert.Equal(
                [("BOOKED", "sms", "SENT", 1, _stage.Clock.GetUtcNow()), ("REMINDER", "sms", "PENDING", 0, NoticeStage.At(2, 18))],
                listed.EnumerateArray().Select(n => (n.GetProperty("kind").GetString()!, n.GetProperty("channel").GetString()!, n.GetProperty("state").GetString()!,
                    n.GetProperty("tries").GetInt32(), n.GetProperty("at").GetDateTimeOffset())));
            Assert.Equal(["kind", "channel", "at", "state", "tries"], listed[0].EnumerateObject().Select(field => field.Name));
        }

        Assert.Equal(HttpStatusCode.NotFound, await Status(_stage.Service.As("technician", Guid.NewGuid()), id.ToString()));
        Assert.Equal(HttpStatusCode.NotFound, await Status(_stage.Service.As("technician"), id.ToString()));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(_stage.Service.Client, id.ToString()));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(_stage.Service.As("system"), id.ToString()));
        Assert.Equal(HttpStatusCode.NotFound, await Status(_stage.Service.As("agent"), "nonsense"));
        Assert.Equal(HttpStatusCode.NotFound, await Status(_stage.Service.As("agent"), Guid.NewGuid().ToString()));
    }

    [Fact]
    public async Task A_ticket_that_is_on_its_way_here_is_no_unknown_one()
    {
        var state = new TicketAccessState(Guid.CreateVersion7(), "TK5ZZZZZZZ", "BOOKED", 1, null);
        (await _stage.Service.Tickets()).Knows(state);

        Assert.Equal(0, (await _stage.Service.As("agent").Read($"/api/tickets/{state.TicketNo}/notices")).GetArrayLength());
    }

    [Fact]
    public async Task While_Tickets_does_not_answer_what_was_last_heard_may_say_yes_and_nobody_says_no()
    {
        var technician = Guid.NewGuid();
        var (id, no, _, phone) = await _stage.Book();
        await _stage.Tells(phone, "BOOKED");
        await _stage.Happens(new TicketAssigned(
            id, no, 2, _stage.Clock.GetUtcNow(), Guid.NewGuid(), technician, null, null, Bookings.Today().AddDays(3), new TimeOnly(10, 0)));

        Assert.Equal(HttpStatusCode.OK, await Status(_stage.Service.As("technician", technician), no));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Status(_stage.Service.As("technician", Guid.NewGuid()), no));
    }

    private static async Task<HttpStatusCode> Status(HttpClient client, string id)
    {
        using var answer = await client.GetAsync(new Uri($"/api/tickets/{id}/notices", UriKind.Relative));
        return answer.StatusCode;
    }
}
