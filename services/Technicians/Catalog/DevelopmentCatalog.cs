using Meida.SharedKernel;
using Meida.Technicians.Data;
using Meida.Technicians.Domain;
using Microsoft.EntityFrameworkCore;

namespace Meida.Technicians.Catalog;

/// <summary>Two centers and three technicians to try things with; the accounts <c>tech1</c> to <c>tech3</c> sign in as them.</summary>
internal static class DevelopmentCatalog
{
    private static readonly Guid Hangzhou = Guid.Parse("01900000-0000-7000-8000-00000000c001");
    private static readonly Guid Shanghai = Guid.Parse("01900000-0000-7000-8000-00000000c002");

    private static readonly (Guid Id, string Name, string[] Regions)[] Centers =
    [
        (Hangzhou, "美大杭州服务中心", ["杭州", "西湖区", "上城区", "拱墅区", "滨江区", "萧山区", "余杭区", "临平区", "钱塘区", "富阳区"]),
        (Shanghai, "美大上海服务中心", ["上海", "浦东新区", "黄浦区", "徐汇区", "长宁区", "静安区", "普陀区", "虹口区", "杨浦区", "闵行区"]),
    ];

    private static readonly (Guid Id, string Name, string Phone, Guid CenterId, string[] Skills, string UserName)[] Technicians =
    [
        (Guid.Parse("01900000-0000-7000-8000-00000000a001"), "张伟", "13800001001", Hangzhou, ["集成灶", "油烟机"], "tech1"),
        (Guid.Parse("01900000-0000-7000-8000-00000000a002"), "李强", "13800001002", Hangzhou, ["集成灶", "燃气灶"], "tech2"),
        (Guid.Parse("01900000-0000-7000-8000-00000000a003"), "王芳", "13800001003", Shanghai, ["集成灶", "油烟机", "燃气灶"], "tech3"),
    ];

    /// <summary>Adds what is missing; what somebody has changed since stays as it is.</summary>
    public static async Task Fill(TechniciansDbContext db, PersonalData personalData, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var knownCenters = await db.Centers.Select(c => c.Id).ToListAsync(cancel);
        db.Centers.AddRange(Centers
            .Where(c => !knownCenters.Contains(c.Id))
            .Select(c => ServiceCenter.Open(c.Id, c.Name, c.Regions, AppointmentSlots.DefaultTimeZone, now)));

        var known = await db.Technicians.Select(t => new { t.Id, t.PhoneHash, t.UserName }).ToListAsync(cancel);
        foreach (var seed in Technicians)
        {
            _ = PhoneNumber.TryParse(seed.Phone, out var phone);
            var phoneHash = personalData.PhoneHash(phone!);
            if (known.Exists(t => t.Id == seed.Id || t.PhoneHash == phoneHash || t.UserName == seed.UserName))
                continue;

            db.Technicians.Add(Technician.Hire(
                seed.Id,
                new TechnicianChange(
                    seed.Name, new ProtectedPhone(phone!.Masked, phoneHash, personalData.Seal(phone.Value)), seed.CenterId, seed.Skills,
                    IsActive: true, seed.UserName),
                now));
        }

        await db.SaveChangesAsync(cancel);
    }
}
