using Meida.SharedKernel;
using Meida.Technicians.Data;
using Meida.Technicians.Domain;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Meida.Technicians.Tests.Reservations;

public sealed class FormerOverlapsTests
{
    [Fact]
    public async Task Visits_that_met_before_the_constraint_stay_until_they_move()
    {
        await using var database = await PostgresDatabase.Create("overlaps");
        var options = new DbContextOptionsBuilder<TechniciansDbContext>().UseNpgsql(database.ConnectionString).UseSnakeCaseNamingConvention().Options;
        await using var db = new TechniciansDbContext(options);
        await db.GetService<IMigrator>().MigrateAsync("Initial");
        var (center, technician, day) = (Guid.NewGuid(), Guid.NewGuid(), new DateOnly(2027, 1, 4));
        await database.Execute("insert into service_centers (id, name, regions, time_zone, version, updated_at) values ($1, 'x', '{}', 'Asia/Shanghai', 1, now())", center);
        await database.Execute(
            """
            insert into technicians (id, name, phone_masked, phone_hash, sealed_phone, center_id, skills, is_active, version, updated_at)
            values ($1, 'x', '', '', '', $2, '{}', true, 1, now())
            """, technician, center);
        foreach (var time in AppointmentSlots.StartTimes)
            await database.Execute(
                """
                insert into assignments (id, technician_id, ticket_id, ticket_no, appointment_date, appointment_time, state, assigned_at, updated_at)
                values ($1, $2, $1, 'TK00000000', $3, $4, 'ACTIVE', now(), now())
                """, Guid.NewGuid(), technician, day, time);

        await db.Database.MigrateAsync();

        var visits = await db.Assignments.OrderBy(a => a.AppointmentTime).ToListAsync();
        Assert.Equal(["09:00", "11:00", "13:00", "15:00", "17:00"], visits.Where(v => !v.OverlapsOfOld).Select(v => v.AppointmentTime.ToString("HH:mm", null)));
        // Its work may be done although it meets others; elsewhere it is a visit like any other.
        var former = visits[1];
        former.Hold(former.AppointmentDate, former.AppointmentTime, AssignmentState.Completed, DateTimeOffset.UtcNow);
        await db.SaveChangesAsync();
        Assert.True(former.OverlapsOfOld);
        former.Hold(day.AddDays(1), former.AppointmentTime, AssignmentState.Active, DateTimeOffset.UtcNow);
        await db.SaveChangesAsync();
        Assert.False(former.OverlapsOfOld);
    }
}
