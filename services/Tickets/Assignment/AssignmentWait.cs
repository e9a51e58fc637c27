using System.Diagnostics;
using Meida.Tickets.Data;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Assignment;

internal static class AssignmentWait
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    /// <summary>The assignment when it has ended, or as it is when the time is up; null when there is none.</summary>
    public static async Task<AssignmentState?> WaitForEnd(this TicketsDbContext db, Guid assignmentId, TimeSpan patience, CancellationToken cancel)
    {
        // Real time, whatever clock the rules go by: the saga runs in the real world.
        var begun = Stopwatch.GetTimestamp();
        for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 3 / 2)))
        {
            var saga = await db.Assignments.AsNoTracking().SingleOrDefaultAsync(s => s.CorrelationId == assignmentId, cancel);
            if (saga is not { IsLive: true } || Stopwatch.GetElapsedTime(begun) >= patience)
                return saga;

            await Task.Delay(pause, cancel);
        }
    }
}
