using System.Net;
using Meida.Booking.Domain;
using Meida.Contracts.Booking;
using Meida.SharedKernel;
using Microsoft.Extensions.Time.Testing;

namespace Meida.Booking.Tests.Features;

public sealed class LookUpGuessingTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private BookingService _service = null!;

    public async ValueTask InitializeAsync() => _service = await BookingService.With(factory => factory.Clock = _clock);

    public async ValueTask DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Ten_wrong_telephones_close_a_number_for_a_quarter_of_an_hour_whoever_asks()
    {
        var (_, no) = await _service.Client.Booked();
        var (_, other) = await _service.Client.Booked();
        await using var locked = await _service.Listen<LookUpLocked>();
        for (var guess = 0; guess < LookUpMisses.Allowed; guess++)
            Assert.Equal(HttpStatusCode.NotFound, await Try(no, $"1390000000{guess}"));

        using var right = await _service.Client.LookUp(no, Bookings.Phone);
        Assert.Equal("too-many-attempts", await right.Problem(HttpStatusCode.TooManyRequests));
        Assert.InRange(right.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
        Assert.Equal(HttpStatusCode.OK, await Try(other, Bookings.Phone));
        Assert.Equal(LookUpMisses.Allowed, (await locked.Single(m => m.TicketNo == no)).Misses);

        _clock.Advance(LookUpMisses.Window);
        Assert.Equal(HttpStatusCode.OK, await Try(no, Bookings.Phone));
    }

    [Fact]
    public async Task An_unknown_number_is_closed_like_a_known_one()
    {
        var unknown = TicketNumber.New(TicketNumberIssuer.Booking);
        for (var guess = 0; guess < LookUpMisses.Allowed; guess++)
            Assert.Equal(HttpStatusCode.NotFound, await Try(unknown, guess % 2 == 0 ? Bookings.Phone : "no telephone"));

        Assert.Equal(HttpStatusCode.TooManyRequests, await Try(unknown, Bookings.Phone));
    }

    [Fact]
    public async Task Many_guesses_at_once_get_no_more_tries_than_one_by_one()
    {
        var (_, no) = await _service.Client.Booked();

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(guess => Try(no, $"139000000{guess:D2}")));

        Assert.Equal(LookUpMisses.Allowed, answers.Count(status => status == HttpStatusCode.NotFound));
        Assert.Equal(60 - LookUpMisses.Allowed, answers.Count(status => status == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Nine_wrong_telephones_now_and_then_close_nothing()
    {
        var (_, no) = await _service.Client.Booked();
        for (var round = 0; round < 2; round++)
        {
            for (var guess = 1; guess < LookUpMisses.Allowed; guess++)
                await Try(no, "13900000000");
            _clock.Advance(LookUpMisses.Window);
        }

        Assert.Equal(HttpStatusCode.OK, await Try(no, Bookings.Phone));
    }

    private async Task<HttpStatusCode> Try(string no, string phone)
    {
        using var answer = await _service.Client.LookUp(no, phone);
        return answer.StatusCode;
    }
}
