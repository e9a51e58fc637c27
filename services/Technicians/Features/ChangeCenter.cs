using Meida.Messaging;
using Meida.ServiceDefaults.Refusals;
using Meida.Technicians.Catalog;
using Meida.Technicians.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Features;

/// <summary>A service center is renamed or serves other districts; tickets keep the center they have.</summary>
internal static class ChangeCenter
{
    public static async Task<Results<Ok<ServiceCenterResponse>, ProblemHttpResult>> Handle(
        string id, CenterRequest request, TechniciansDbContext db, Outbox outbox, TimeProvider clock, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var (name, regions) = CenterRules.Check(request, isNew: false, errors);
        if (errors.Any)
            return errors.ToProblem();

        var center = Guid.TryParseExact(id, "D", out var centerId) ? await db.Centers.SingleOrDefaultAsync(c => c.Id == centerId, cancel) : null;
        if (center is null)
            return TechnicianProblems.NoCenter();

        if (center.Change(name, regions, clock.GetUtcNow()))
            outbox.Publish(db, center.Announcement());
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(ServiceCenterResponse.Of(center));
    }
}
