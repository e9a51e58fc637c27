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

        app.MapGet("/internal/technicians/by-user/{userName}", FindByUserName.Handle).RequireAuthorization(Permissions.System)
            .ExcludeFromDescription();
    }
}
