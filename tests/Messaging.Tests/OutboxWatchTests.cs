using Meida.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Meida.Messaging.Tests;

[Collection("servers")]
public sealed class OutboxWatchTests(Servers servers)
{
    [Fact]
    public async Task Depth_age_and_parked_rows_are_seen_and_scheduled_rows_are_not()
    {
        await using var db = new TestDb(new DbContextOptionsBuilder<TestDb>().UseNpgsql(await servers.NewDatabase()).Options);
        await db.Database.EnsureCreatedAsync();
        Assert.Equal(new OutboxState(0, TimeSpan.Zero, 0), await OutboxWatch<TestDb>.Look(db, CancellationToken.None));

        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        db.AddRange(
            Row(now.AddMinutes(-2), now.AddMinutes(-2)),
            Row(now.AddDays(-1), now.AddSeconds(-5)),
            Row(now, now.AddHours(1)),
            Row(now.AddMinutes(-4), now.AddHours(1), attempts: 3),
            Row(now.AddDays(-1), now.AddDays(-1), attempts: 20, parkedAt: now));
        await db.SaveChangesAsync();

        var state = await OutboxWatch<TestDb>.Look(db, CancellationToken.None);
        Assert.Equal((3, 1), (state.Depth, state.Parked));
        Assert.InRange(state.OldestAge, TimeSpan.FromSeconds(235), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_watch_that_cannot_look_does_not_say_that_all_is_well()
    {
        await using var service = await NoteService.Start(await servers.NewDatabase(), await servers.NewVirtualHost(), _ => { });
        await Eventually.Is(async () => (await service.Health("outbox")).Status == HealthStatus.Healthy);

        await service.Do(db => db.Database.ExecuteSqlAsync($"alter table outbox_message rename to elsewhere"));
        await Eventually.Is(async () => (await service.Health("outbox")).Status == HealthStatus.Degraded, "It stays green.", TimeSpan.FromSeconds(40));

        await service.Do(db => db.Database.ExecuteSqlAsync($"alter table elsewhere rename to outbox_message"));
        await Eventually.Is(async () => (await service.Health("outbox")).Status == HealthStatus.Healthy, "It stays yellow.", TimeSpan.FromSeconds(40));
    }

    [Fact]
    public void Old_news_is_no_news()
    {
        var sight = new Sight();
        Assert.Null(sight.BlindFor(TimeSpan.FromHours(1)));
        Assert.NotNull(sight.BlindFor(TimeSpan.FromTicks(-1)));
        sight.Failed();
        Assert.NotNull(sight.BlindFor(TimeSpan.FromHours(1)));
        sight.Seen();
        Assert.Null(sight.BlindFor(TimeSpan.FromHours(1)));
    }

    static OutboxRow Row(DateTime createdAt, DateTime notBefore, int attempts = 0, DateTime? parkedAt = null) => new()
    {
        MessageId = Guid.NewGuid(),
        CreatedAt = createdAt,
        NotBefore = notBefore,
        Attempts = attempts,
        ParkedAt = parkedAt,
        Destination = "exchange:x",
        ContentType = "text/plain",
        Body = "",
        Headers = "{}",
    };
}
