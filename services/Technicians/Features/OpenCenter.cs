using Meida.Messaging;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Technicians.Catalog;
using Meida.Technicians.Data;
using Meida.Technicians.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Technicians.Features;

/// <summary>A new service center.</summary>
internal static class OpenCenter
{
    public static async Task<Results<Created<ServiceCenterResponse>, ProblemHttpResult>> Handle(
        CenterRequest request, TechniciansDbContext db, Outbox outbox, TimeProvider clock, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var (name, regions) = CenterRules.Check(request, isNew: true, errors);
        if (errors.Any)
            return errors.ToProblem();

        var now = clock.GetUtcNow();
        var center = ServiceCenter.Open(Guid.CreateVersion7(now), name!, regions!, AppointmentSlots.DefaultTimeZone, now);
        db.Centers.Add(center);
        outbox.Publish(db, center.Announcement());
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/service-centers/{center.Id}", ServiceCenterResponse.Of(center));
    }
}
