using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Meida.Messaging;

/// <summary>Forgets handled message ids after the retention time, in slices so that no long transaction arises.</summary>
sealed class InboxCleanup<TDb>(IServiceScopeFactory scopes, IOptions<MessagingOptions> options, ILogger<InboxCleanup<TDb>> log) : BackgroundService
    where TDb : DbContext
{
    const int Slice = 5_000;
    static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                while (await DeleteSlice(scopes, options.Value.InboxRetention, stoppingToken) == Slice)
                {
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning("Inbox: clean-up failed and will be tried again: {Error}", e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public static async Task<int> DeleteSlice(IServiceScopeFactory scopes, TimeSpan retention, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        return await db.Database.ExecuteSqlAsync(
            $"""
            delete from inbox_message where ctid = any(array(
                select ctid from inbox_message where received_at < now() - {retention} limit {Slice}))
            """, ct);
    }
}
