using Meida.Testing;
using Meida.Tickets.Data;
using Meida.Tickets.Intake;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.Tickets.Tests.Intake;

[Collection(nameof(TicketsService))]
public sealed class TicketIntakeTests(TicketsService service)
{
    [Fact]
    public async Task The_second_of_two_who_open_one_ticket_waits_for_the_first_and_meets_no_fault()
    {
        var booking = service.Booking();
        var opened = new TaskCompletionSource();
        var first = InTransaction(async intake =>
        {
            await intake.Open(booking, CancellationToken.None);
            opened.SetResult();
            await Eventually.Is(SomebodyWaits, "Nobody waited for the first.");
        });
        await opened.Task;
        var second = InTransaction(intake => intake.Open(booking, CancellationToken.None));

        await Task.WhenAll(first, second);

        Assert.Equal(1, await service.Db(db => db.Tickets.CountAsync(t => t.Id == booking.TicketId)));
    }

    private Task<bool> InTransaction(Func<TicketIntake, Task> work) => service.InScope(async services =>
    {
        var db = services.GetRequiredService<TicketsDbContext>();
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await work(services.GetRequiredService<TicketIntake>());
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return true;
        });
    });

    private async Task<bool> SomebodyWaits() => await service.Db(db => db.Database
        .SqlQuery<int>($"select count(*)::int as \"Value\" from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())")
        .SingleAsync()) > 0;
}
