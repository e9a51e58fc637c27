using Meida.LocalHosting.Engine;
using Microsoft.Extensions.Time.Testing;

namespace Meida.LocalHosting.Tests.Engine;

public sealed class RestartPauseTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void It_doubles_up_to_ten_seconds()
    {
        var pause = new RestartPause(_clock);

        var pauses = Enumerable.Range(0, 8).Select(_ => pause.Next().TotalSeconds);

        Assert.Equal([0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10, 10], pauses);
    }

    [Fact]
    public void It_starts_over_after_ten_healthy_seconds_and_not_before()
    {
        var pause = new RestartPause(_clock);
        pause.Next();
        pause.Next();

        pause.Healthy();
        _clock.Advance(TimeSpan.FromSeconds(9));
        pause.Healthy();
        Assert.Equal(0.8, pause.Next().TotalSeconds);

        pause.Healthy();
        _clock.Advance(TimeSpan.FromSeconds(10));
        pause.Healthy();
        Assert.Equal(0.2, pause.Next().TotalSeconds);
    }
}
