using Meida.Contracts.Technicians;
using Meida.Contracts.Tickets;

namespace Meida.Technicians.Tests;

/// <summary>Speaks to the service as the assignment saga of one ticket does.</summary>
internal sealed class Saga(TechnicianService service, Guid? centerId, DateOnly? date = null, TimeOnly? time = null)
{
    public static readonly TimeOnly Ten = new(10, 0);

    public static DateOnly Day { get; } = SharedKernel.AppointmentSlots.Today(TimeProvider.System).AddDays(5);

    public Guid AssignmentId { get; init; } = Guid.CreateVersion7();

    public Guid TicketId { get; init; } = Guid.CreateVersion7();

    public string TicketNo { get; init; } = "TK12345678";

    public DateOnly Date { get; } = date ?? Day;

    public TimeOnly Time { get; } = time ?? Ten;

    public async Task<IReadOnlyList<Candidate>> Candidates(string? productModel = null, Guid? only = null) =>
        (await Found(productModel, only)).Candidates;

    /// <summary>Why nobody can take the ticket.</summary>
    public async Task<string?> Obstacle(Guid? only = null)
    {
        var found = await Found(productModel: null, only);
        Assert.Empty(found.Candidates);
        return found.Reason;
    }

    private async Task<CandidatesFound> Found(string? productModel, Guid? only)
    {
        await using var found = await service.Listen<CandidatesFound>();
        await service.Publish(new FindCandidates(AssignmentId, TicketId, centerId, Date, Time, productModel, only));
        return await found.Single(m => m.AssignmentId == AssignmentId);
    }

    /// <summary>The technician who is reserved, or null and the reason of the refusal.</summary>
    public async Task<(Guid? TechnicianId, string? Refusal)> Reserve(params Guid[] candidates)
    {
        await using var reserved = await service.Listen<TechnicianReserved>();
        await using var refused = await service.Listen<ReservationRefused>();
        await service.Publish(Wish(candidates));
        await Testing.Eventually.Is(() => reserved.Count(IsMine) + refused.Count(r => r.AssignmentId == AssignmentId) == 1);
        return reserved.Count(IsMine) == 1
            ? ((await reserved.Single(IsMine)).Chosen.TechnicianId, null)
            : (null, (await refused.Single(r => r.AssignmentId == AssignmentId)).Reason);
    }

    public ReserveTechnician Wish(params Guid[] candidates) =>
        new(AssignmentId, TicketId, TicketNo, centerId, Date, Time, candidates);

    public async Task Release()
    {
        await service.Publish(new ReleaseReservation(AssignmentId, TicketId));
        await Testing.Eventually.Is(() => service.Db(async db =>
            (await db.Assignments.FindAsync(AssignmentId))?.HoldsSlot == false || await db.EarlyReleases.FindAsync(AssignmentId) is not null));
    }

    public Task Assigned(Guid technicianId, int version, Saga? former = null, Guid? formerTechnicianId = null) => service.Publish(new TicketAssigned(
        TicketId, TicketNo, version, DateTimeOffset.UnixEpoch, AssignmentId, technicianId, formerTechnicianId, former?.AssignmentId, Date, Time));

    public Task Returned(Guid technicianId, int version) => service.Publish(new TicketReturned(
        TicketId, TicketNo, version, DateTimeOffset.UnixEpoch, technicianId, AssignmentId));

    public Task Rescheduled(int version, DateOnly day, TimeOnly at) =>
        service.Publish(new TicketRescheduled(TicketId, TicketNo, version, DateTimeOffset.UnixEpoch, day, at, null));

    public Task Booked(int version) => service.Publish(new TicketBooked(TicketId, TicketNo, version, DateTimeOffset.UnixEpoch, centerId, Date, Time, null));

    public Task Started(int version) => service.Publish(new TicketStarted(TicketId, TicketNo, version, DateTimeOffset.UnixEpoch));

    public Task Canceled(int version) => service.Publish(new TicketCanceled(TicketId, TicketNo, version, DateTimeOffset.UnixEpoch, null));

    public Task Completed(int version) => service.Publish(new TicketCompleted(TicketId, TicketNo, version, DateTimeOffset.UnixEpoch, null));

    private bool IsMine(TechnicianReserved message) => message.AssignmentId == AssignmentId;
}
