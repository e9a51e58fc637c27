using System.Net;
using Meida.EndToEnd.Running;

namespace Meida.EndToEnd.Pages;

/// <summary>Appointments far from those of other tests, in the center that has one technician, <c>tech3</c>.</summary>
internal static class Visits
{
    public const string Center = "美大上海服务中心";
    public const string Technician = "tech3";
    private static readonly string[] Starts = ["09:00", "11:00", "13:00", "15:00"];
    private static int _count;

    /// <summary>A day and a start that no other visit has.</summary>
    public static (string Date, string Time) Next()
    {
        var number = Interlocked.Increment(ref _count) - 1;
        var today = DateOnly.FromDateTime(DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)).Date);
        return (today.AddDays(40 + number / Starts.Length).ToString("yyyy-MM-dd", null), Starts[number % Starts.Length]);
    }

    public static string Window(string start) => $"{start}–{int.Parse(start[..2], null) + 2:00}{start[2..]}";

    /// <summary>A ticket that waits for an agent.</summary>
    public static async Task<(string Id, string Number)> Book(Uri gateway, string name = "李静")
    {
        using var customer = Client.Anonymous(gateway);
        var centers = (await customer.Get("/api/public/centers")).Is(HttpStatusCode.OK).Json["items"]!.AsArray();
        var (date, time) = Next();
        var booked = (await customer.Post("/api/public/booking", new
        {
            customerName = name,
            customerPhone = "13900139000",
            address = "上海市浦东新区世纪大道 100 号 8 楼",
            appointmentDate = date,
            appointmentTime = time,
            issueDesc = "集成灶点火后自动熄灭，已持续两天",
            productModel = "集成灶 JCX8-1",
            centerId = (string)centers.Single(center => (string)center!["name"]! == Center)!["id"]!,
        })).Is(HttpStatusCode.Created).Json;
        return ((string)booked["ticketId"]!, (string)booked["ticketNo"]!);
    }

    /// <summary>Other customers take the places of a slot, without a wish for a center as the form sends it.</summary>
    public static async Task Fill(Uri gateway, string date, string time)
    {
        using var customer = Client.Anonymous(gateway);
        for (var place = 0; place <= RunningSystem.SlotCapacity; place++)
        {
            var answer = await customer.Post("/api/public/booking", new
            {
                customerName = "早到客",
                customerPhone = "13900139001",
                address = "杭州市西湖区文三路 500 号",
                appointmentDate = date,
                appointmentTime = time,
                issueDesc = "漏水",
            });
            if (answer.Status == HttpStatusCode.Conflict)
                return;
            answer.Is(HttpStatusCode.Created);
        }

        Assert.Fail("The slot never filled up.");
    }

    /// <summary>A ticket that the technician has started.</summary>
    public static async Task<(string Id, string Number)> Start(Uri gateway)
    {
        var (id, number) = await Book(gateway);
        using var admin = await Client.SignIn(gateway, "admin");
        (await admin.Post($"/api/tickets/{id}/confirm")).Is(HttpStatusCode.OK);
        (await admin.Post($"/api/tickets/{id}/assign", new { })).Is(HttpStatusCode.OK);
        (await admin.Post($"/api/tickets/{id}/start")).Is(HttpStatusCode.OK);
        return (id, number);
    }
}
