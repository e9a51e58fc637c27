using Meida.Gateway.Accounts;
using Meida.Gateway.Data;
using Meida.Gateway.SignIn;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;

namespace Meida.Gateway.Seed;

/// <summary>
/// Plays five tickets through the services as people would, so that every service's history of them is true.
/// Every step looks first whether it is done, so that a second run goes on where the first stopped.
/// </summary>
internal sealed class DemoTickets(GatewayDbContext db, DemoStage stage, TechnicianLink technicians, TimeProvider clock)
{
    private static readonly (string Status, DemoBooking Booking)[] Scenes =
    [
        ("BOOKED", new("陈先生", "138 0013 8001", "浙江省杭州市西湖区文三路 100 号 3 幢 502 室", "空调不制冷，开机十分钟后自动停机。", "空调", 1, "09:00")),
        ("CONFIRMED", new("林女士", "138 0013 8002", "浙江省杭州市滨江区江南大道 228 号 1 单元 901 室", "洗衣机脱水时噪音很大。", "洗衣机", 1, "10:30")),
        ("ASSIGNED", new("赵先生", "138 0013 8003", "浙江省杭州市拱墅区莫干山路 511 号 8 幢 1203 室", "冰箱冷藏室结冰，温度调不低。", "冰箱", 2, "09:30")),
        ("IN_PROGRESS", new("孙女士", "138 0013 8004", "上海市浦东新区张杨路 620 号 15 楼", "燃气热水器点火失败，报 E1。", "热水器", 2, "13:00")),
        ("COMPLETED", new("周先生", "138 0013 8005", "浙江省杭州市余杭区文一西路 998 号 5 幢 301 室", "油烟机吸力不足，漏油。", "油烟机", 3, "14:30")),
    ];

    private static readonly string[] Ladder = ["BOOKED", "CONFIRMED", "ASSIGNED", "IN_PROGRESS", "COMPLETED"];

    public async Task Play(CancellationToken ct)
    {
        var begun = await db.DemoTickets.ToDictionaryAsync(ticket => ticket.Number, ct);
        if (begun.Count == Scenes.Length && begun.Values.All(ticket => ticket.IsDone))
            return;

        // A booking made before Booking knows the centers would belong to none.
        await stage.CentersAreKnown(ct);
        foreach (var user in await db.Users.Where(user => DemoAccounts.Technicians.Contains(user.UserName!)).ToListAsync(ct))
            await technicians.Refresh(user, ct);

        for (var number = 1; number <= Scenes.Length; number++)
        {
            if (!begun.TryGetValue(number, out var ticket))
            {
                ticket = new DemoTicket { Number = number, BegunOn = AppointmentSlots.Today(clock) };
                db.DemoTickets.Add(ticket);
                await db.SaveChangesAsync(ct);
            }
            if (!ticket.IsDone)
                await Play(ticket, Scenes[number - 1], ct);
        }
    }

    private async Task Play(DemoTicket ticket, (string Status, DemoBooking Booking) scene, CancellationToken ct)
    {
        ticket.TicketId ??= await stage.Book(ticket, scene.Booking, ct);
        await db.SaveChangesAsync(ct);

        var id = ticket.TicketId.Value;
        foreach (var status in Ladder.Skip(1).Take(Array.IndexOf(Ladder, scene.Status)))
        {
            var now = await stage.Look(id, ct);
            if (Array.IndexOf(Ladder, now.Status) < Array.IndexOf(Ladder, status))
                await Advance(ticket, now, status, ct);
        }
        ticket.IsDone = true;
        await db.SaveChangesAsync(ct);
    }

    private async Task Advance(DemoTicket ticket, DemoTicketState now, string status, CancellationToken ct)
    {
        var id = ticket.TicketId!.Value;
        switch (status)
        {
            case "CONFIRMED":
                await stage.Command(id, "confirm", await As(DemoAccounts.Agent, ct), ct);
                break;
            case "ASSIGNED":
                await stage.Command(id, "assign", await As(DemoAccounts.Operations, ct), ct);
                await stage.Reaches(id, "ASSIGNED", ct);
                break;
            case "IN_PROGRESS":
                await stage.Command(id, "start", await TechnicianOf(now, ct), ct);
                break;
            case "COMPLETED":
                var technician = await TechnicianOf(now, ct);
                await stage.UploadReceipt(id, technician, ct);
                await stage.Command(id, "complete", technician, ct);
                break;
        }
    }

    private async Task<Account> TechnicianOf(DemoTicketState ticket, CancellationToken ct) =>
        await db.Users.FirstOrDefaultAsync(user => user.TechnicianId == ticket.TechnicianId, ct) is { } user
            ? Account.Of(user)
            : await As(DemoAccounts.Admin, ct);

    private async Task<Account> As(string userName, CancellationToken ct) =>
        Account.Of(await db.Users.SingleAsync(user => user.UserName == userName, ct));
}

/// <summary>What a demonstration customer asks for.</summary>
internal sealed record DemoBooking(
    string Name, string Phone, string Address, string Issue, string Product, int DaysAhead, string Time);
