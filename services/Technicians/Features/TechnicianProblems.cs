using Meida.ServiceDefaults.Refusals;
using Meida.Technicians.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Meida.Technicians.Features;

internal static class TechnicianProblems
{
    public static ProblemHttpResult NotFound() => Problems.NotFound("There is no such technician.");

    public static ProblemHttpResult NoCenter() => Problems.NotFound("There is no such service center.");

    /// <summary>Whether the database refused an absence for the sake of another one.</summary>
    public static bool IsDoubleAbsence(DbUpdateException fault) =>
        (fault.InnerException as PostgresException)?.ConstraintName == CatalogConfiguration.NoDoubleAbsence;

    public static ProblemHttpResult AbsenceOverlap() =>
        Problems.Create(StatusCodes.Status409Conflict, "absence-overlap", "The technician is absent at that time already.");

    /// <summary>The answer to a technician whose phone or account another one has; null when the fault is another.</summary>
    public static ProblemHttpResult? Duplicate(DbUpdateException fault) => (fault.InnerException as PostgresException)?.ConstraintName switch
    {
        CatalogConfiguration.UniquePhone => Duplicate("phone", "Another technician has this phone."),
        CatalogConfiguration.UniqueUserName => Duplicate("userName", "Another technician has this account."),
        _ => null,
    };

    private static ProblemHttpResult Duplicate(string field, string detail) =>
        Problems.Create(StatusCodes.Status409Conflict, "duplicate", detail, ("field", field));
}
