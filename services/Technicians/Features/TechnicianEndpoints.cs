using Meida.ServiceDefaults.Access;
using Meida.Technicians.Audit;

namespace Meida.Technicians.Features;

/// <summary>The routes of the service and the permission each asks for.</summary>
internal static class TechnicianEndpoints
{
    public static void MapTechnicianEndpoints(this IEndpointRouteBuilder app)
    {
        var technicians = app.MapGroup("/api/technicians").WithTags("Technicians").AuditsRefusals()
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

        technicians.MapGet("", ListTechnicians.Handle).RequireAuthorization(Permissions.StaffRead)
            .WithName(nameof(ListTechnicians)).WithSummary("Technicians with their load of seven days")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        technicians.MapPost("", AddTechnician.Handle).RequireAuthorization(Permissions.TechniciansWrite)
            .WithName(nameof(AddTechnician)).WithSummary("Add a technician")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        technicians.MapGet("/{id}", GetTechnician.Handle).RequireAuthorization(Permissions.TicketsRead)
            .WithName(nameof(GetTechnician)).WithSummary("One technician")
            .ProducesProblem(StatusCodes.Status404NotFound);
        technicians.MapPatch("/{id}", ChangeTechnician.Handle).RequireAuthorization(Permissions.TechniciansWrite)
            .WithName(nameof(ChangeTechnician)).WithSummary("Change a technician")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        technicians.MapGet("/{id}/schedule", GetSchedule.Handle).RequireAuthorization(Permissions.TicketsRead)
            .WithName(nameof(GetSchedule)).WithSummary("A technician's booked slots")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

        technicians.MapGet("/board", GetBoard.Handle).RequireAuthorization(Permissions.StaffRead)
            .WithName(nameof(GetBoard)).WithSummary("A day of a center's technicians; start and end are HH:mm in its time zone")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        technicians.MapGet("/{id}/absences", ListAbsences.Handle).RequireAuthorization(Permissions.TechniciansWrite)
            .WithName(nameof(ListAbsences)).WithSummary("A technician's absences, the latest first")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        technicians.MapPost("/{id}/absences", AddAbsence.Handle).RequireAuthorization(Permissions.TechniciansWrite)
            .WithName(nameof(AddAbsence)).WithSummary("Record an absence; the visits of that time are planned anew")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        technicians.MapDelete("/{id}/absences/{absenceId}", RemoveAbsence.Handle).RequireAuthorization(Permissions.TechniciansWrite)
            .WithName(nameof(RemoveAbsence)).WithSummary("Remove an absence")
            .ProducesProblem(StatusCodes.Status404NotFound);

        var centers = app.MapGroup("/api/service-centers").WithTags("Technicians").AuditsRefusals()
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status400BadRequest);

        centers.MapGet("", ListServiceCenters.Handle).RequireAuthorization(Permissions.TicketsRead)
            .WithName(nameof(ListServiceCenters)).WithSummary("Service centers");
        centers.MapPost("", OpenCenter.Handle).RequireAuthorization(Permissions.TechniciansWrite)
            .WithName(nameof(OpenCenter)).WithSummary("Open a service center");
        centers.MapPatch("/{id}", ChangeCenter.Handle).RequireAuthorization(Permissions.TechniciansWrite)
            .WithName(nameof(ChangeCenter)).WithSummary("Change a service center")
            .ProducesProblem(StatusCodes.Status404NotFound);
        centers.MapGet("/{id}/calendar", GetCalendar.Handle).RequireAuthorization(Permissions.TechniciansWrite)
            .WithName(nameof(GetCalendar)).WithSummary("When a service center works")
            .ProducesProblem(StatusCodes.Status404NotFound);
        centers.MapPut("/{id}/calendar", ChangeCalendar.Handle).RequireAuthorization(Permissions.TechniciansWrite)
            .WithName(nameof(ChangeCalendar)).WithSummary("Set a service center's working hours and holidays")
            .ProducesProblem(StatusCodes.Status404NotFound);

        app.MapGet("/internal/technicians/by-user/{userName}", FindByUserName.Handle).RequireAuthorization(Permissions.System)
            .ExcludeFromDescription();
    }
}
