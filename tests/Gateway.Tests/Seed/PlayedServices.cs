using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Meida.Gateway.Tests.Seed;

/// <summary>As much of the services' behaviour as five tickets need, with the faults a start-up has.</summary>
internal sealed class PlayedServices
{
    private static readonly Dictionary<string, (string From, string To)> Commands = new()
    {
        ["confirm"] = ("BOOKED", "CONFIRMED"),
        ["assign"] = ("CONFIRMED", "ASSIGNED"),
        ["start"] = ("ASSIGNED", "IN_PROGRESS"),
        ["complete"] = ("IN_PROGRESS", "COMPLETED"),
    };

    private readonly ConcurrentDictionary<string, Guid> _bookings = new();
    private readonly Random _faults = new(7);
    private int _uploads;

    public PlayedServices(IReadOnlyDictionary<string, EchoService> services)
    {
        services["booking"].Answer = Booking;
        services["tickets"].Answer = TicketRequest;
        services["files"].Answer = Upload;
        services["technicians"].Answer = async http =>
        {
            await http.Response.WriteAsJsonAsync(new { technicianId = Technician(http.Request.Path.Value!.Split('/')[^1]) });
            return true;
        };
    }

    public ConcurrentDictionary<Guid, string> Tickets { get; } = new();

    public ConcurrentBag<string> Actions { get; } = [];

    public int Uploads => Volatile.Read(ref _uploads);

    public bool CentersKnown { get; set; } = true;

    /// <summary>The share of requests that is refused as if the service had just gone away.</summary>
    public double FaultShare { get; set; }

    private static Guid Technician(string userName) => new($"00000000-0000-7000-8000-00000000000{userName[^1]}");

    private async Task<bool> Booking(HttpContext http)
    {
        if (Fails(http))
            return true;
        if (http.Request.Method == "GET")
        {
            await http.Response.WriteAsJsonAsync(new { items = CentersKnown ? new[] { new { name = "c" } } : [] });
            return true;
        }
        var id = _bookings.GetOrAdd(http.Request.Headers["Idempotency-Key"].ToString(), _ => Guid.CreateVersion7());
        Tickets.TryAdd(id, "BOOKED");
        http.Response.StatusCode = 201;
        await http.Response.WriteAsJsonAsync(new { ticketId = id });
        return true;
    }

    private async Task<bool> TicketRequest(HttpContext http)
    {
        if (Fails(http))
            return true;
        var parts = http.Request.Path.Value!.Split('/');
        var id = Guid.Parse(parts[3]);
        if (http.Request.Method == "POST")
        {
            var (from, to) = Commands[parts[4]];
            if (!Tickets.TryUpdate(id, to, from))
            {
                http.Response.StatusCode = 409;
                return true;
            }
            Actions.Add($"{new JsonWebToken(http.Request.Headers.Authorization.ToString()["Bearer ".Length..]).GetClaim("name").Value} {parts[4]}");
        }
        var status = Tickets[id];
        await http.Response.WriteAsJsonAsync(new { status, technicianId = status is "BOOKED" or "CONFIRMED" ? null : (Guid?)Technician("tech2") });
        return true;
    }

    private async Task<bool> Upload(HttpContext http)
    {
        if (Fails(http))
            return true;
        var file = (await http.Request.ReadFormAsync()).Files.Single();
        var start = new byte[2];
        await file.OpenReadStream().ReadExactlyAsync(start);
        Assert.Equal(("files", 0xFF, 0xD8), (file.Name, start[0], start[1]));
        Interlocked.Increment(ref _uploads);
        http.Response.StatusCode = 201;
        await http.Response.WriteAsync(JsonSerializer.Serialize(new { items = Array.Empty<string>() }));
        return true;
    }

    private bool Fails(HttpContext http)
    {
        lock (_faults)
        {
            if (_faults.NextDouble() >= FaultShare)
                return false;
        }
        http.Response.StatusCode = 503;
        return true;
    }
}
