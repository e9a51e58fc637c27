using System.Net;
using Meida.Booking.Domain;
using Meida.Contracts.Booking;
using Meida.Contracts.Tickets;
using Meida.SharedKernel;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Meida.Booking.Tests.Manage;

public sealed class LinkGuardTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private BookingService _service = null!;
    private TicketsStandIn _tickets = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await BookingService.With(factory => factory.Clock = _clock);
        _tickets = await _service.Tickets();
    }

    public async ValueTask DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task After_twenty_wrong_links_an_address_has_one_try_now_and_then_and_the_right_link_comes_through()
    {
        var own = await Own();
        for (var guess = 0; guess < LinkMisses.Allowed; guess++)
            Assert.Equal(HttpStatusCode.NotFound, await Try(Wrong()));
        Assert.Equal(HttpStatusCode.OK, await Try(own));

        using var refused = await _service.Client.GetAsync(new Uri(Wrong(), UriKind.Relative));
        Assert.Equal("too-many-attempts", await refused.Problem(HttpStatusCode.TooManyRequests));
        Assert.Equal(LinkMisses.Pause, refused.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.TooManyRequests, await Try(own));

        _clock.Advance(LinkMisses.Pause);
        Assert.Equal(HttpStatusCode.OK, await Try(own));
        Assert.Equal(HttpStatusCode.TooManyRequests, await Try(Wrong()));
        _clock.Advance(LinkMisses.Window);
        Assert.Equal(HttpStatusCode.NotFound, await Try(Wrong()));
    }

    [Fact]
    public async Task Another_address_is_not_slowed_and_one_network_of_the_new_kind_is_one_address()
    {
        for (var guess = 0; guess <= LinkMisses.Allowed; guess++)
            await Try(Wrong(), $"2001:db8:1:2::{guess:x}");

        Assert.Equal(HttpStatusCode.TooManyRequests, await Try(Wrong(), "2001:db8:1:2::ffff"));
        Assert.Equal(HttpStatusCode.NotFound, await Try(Wrong(), "2001:db8:1:3::1"));
        Assert.Equal(HttpStatusCode.NotFound, await Try(Wrong(), "203.0.113.9"));
        Assert.Empty(await _service.TablesWith("2001:db8"));
    }

    [Fact]
    public async Task Many_guesses_at_once_get_no_more_tries_than_one_by_one()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Try(Wrong())));

        Assert.InRange(answers.Count(status => status == HttpStatusCode.NotFound), 1, LinkMisses.Allowed);
    }

    [Fact]
    public async Task A_link_that_Files_asks_about_is_opened_and_a_wrong_one_counts_like_any_other()
    {
        var (id, no, own) = await _service.Client.BookedWithLink();
        _tickets.Says(id, new CustomerTicketAnswer(TicketsStandIn.State(id)));
        var right = new OpenOwnLink(ManageToken.Hash(own.Split('/')[^1]), "203.0.113.7");
        Assert.Equal(new OwnLinkOpened(id, no, null), await Asked(right));
        for (var guess = 0; guess < LinkMisses.Allowed; guess++)
            Assert.Equal(new OwnLinkOpened(null, null, null), await Asked(right with { TokenHash = ManageToken.Hash(ManageToken.New()) }));

        Assert.Equal(new OwnLinkOpened(null, null, 30), await Asked(right with { TokenHash = "" }));
        Assert.Equal(new OwnLinkOpened(null, null, 30), await Asked(right));
        Assert.Equal(HttpStatusCode.TooManyRequests, await Try(own, "203.0.113.7"));
        Assert.Equal(id, (await Asked(right with { ClientNetwork = "203.0.113.8" })).TicketId);
        _clock.Advance(LinkMisses.Pause);
        Assert.Equal(id, (await Asked(right)).TicketId);
        Assert.Empty(await _service.TablesWith("203.0.113"));

        Task<OwnLinkOpened> Asked(OpenOwnLink question) => _service.Ask<OpenOwnLink, OwnLinkOpened>(question);
    }

    [Fact]
    public async Task A_link_ends_thirty_days_after_its_ticket()
    {
        var (id, no, own) = await _service.Client.BookedWithLink();
        _tickets.Says(id, new CustomerTicketAnswer(TicketsStandIn.State(id, 2, "COMPLETED")));
        await _service.Publish(new TicketCompleted(id, no, 2, _clock.GetUtcNow(), null));
        await Eventually.Is(() => _service.Db(db => db.Bookings.AnyAsync(b => b.Id == id && b.Status == TicketStatus.Completed)));

        _clock.Advance(ManageLink.Afterlife - TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, await Try(own));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.NotFound, await Try(own));
    }

    private async Task<string> Own()
    {
        var (id, _, own) = await _service.Client.BookedWithLink();
        _tickets.Says(id, new CustomerTicketAnswer(TicketsStandIn.State(id)));
        return own;
    }

    private static string Wrong() => $"/api/public/tickets/{ManageToken.New()}";

    private async Task<HttpStatusCode> Try(string path, string? address = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (address is not null)
            request.Headers.Add("X-Client-Address-Proof", TestTokens.AddressProof(address));
        using var answer = await _service.Client.SendAsync(request);
        return answer.StatusCode;
    }
}
