using Meida.Contracts.Technicians;
using Meida.SharedKernel;
using Meida.Technicians.Domain;

namespace Meida.Technicians.Catalog;

/// <summary>What other services learn of the catalogue.</summary>
internal static class Announcements
{
    public static TechnicianChanged Announcement(this Technician technician, PersonalData personalData) => new(
        technician.Id, technician.Version, technician.UpdatedAt, technician.CenterId, technician.IsActive,
        personalData.Seal(technician.Name));

    public static ServiceCenterChanged Announcement(this ServiceCenter center) => new(
        center.Id, center.Version, center.UpdatedAt, center.Name, center.Regions, center.TimeZone);
}
