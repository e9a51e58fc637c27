using System.Security.Cryptography;
using System.Text;
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

    /// <summary>One id a version: whoever hears of it once more, after a start or on request, knows it.</summary>
    public static Guid AnnouncementId(this Technician technician)
    {
        var id = SHA256.HashData(Encoding.ASCII.GetBytes($"technician.changed/{technician.Id:D}/{technician.Version}")).AsSpan(0, 16);
        // Version 8, "custom" (RFC 9562, section 5.8).
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }

    public static ServiceCenterChanged Announcement(this ServiceCenter center) => new(
        center.Id, center.Version, center.UpdatedAt, center.Name, center.Regions, center.TimeZone, center.Calendar);
}
