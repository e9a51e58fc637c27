using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Meida.Tickets.Tests.Features;

/// <summary>Every route of the service times every role, from the routes themselves.</summary>
[Collection(nameof(TicketsService))]
public sealed class RolesTests(TicketsService service)
{
    private const string All = "admin agent ops_manager technician";

    // Who gets past the door. What a technician finds behind it is own tickets.
    private static readonly Dictionary<string, string> MayPass = new()
    {
        ["GET /api/tickets"] = All,
        ["GET /api/tickets/stats"] = All,
        ["GET /api/tickets/export"] = All,
        ["GET /api/tickets/stream"] = All,
        ["GET /api/tickets/{id}"] = All,
        ["GET /api/tickets/{id}/events"] = All,
        ["GET /api/tickets/{id}/assignment"] = All,
        ["POST /api/tickets"] = "admin agent",
        ["PATCH /api/tickets/{id}"] = "admin agent",
        ["POST /api/tickets/{id}/confirm"] = "admin agent",
        ["POST /api/tickets/{id}/reschedule"] = "admin agent",
        ["POST /api/tickets/{id}/cancel"] = "admin agent",
        ["POST /api/tickets/{id}/start"] = "admin agent technician",
        ["POST /api/tickets/{id}/reveal-phone"] = "admin agent technician",
        ["POST /api/tickets/{id}/assign"] = "admin ops_manager",
        ["POST /api/tickets/{id}/return"] = "admin ops_manager",
        ["POST /api/tickets/{id}/erase"] = "admin",
        ["POST /api/tickets/{id}/notes"] = "admin agent technician",
        ["POST /api/tickets/{id}/priority"] = "admin agent ops_manager",
        ["POST /api/tickets/{id}/follow-up"] = "admin agent",
        ["POST /api/tickets/by-phone"] = "admin agent",
        ["POST /api/tickets/{id}/complete"] = "admin ops_manager technician",
        ["GET /api/my-jobs"] = "technician",
        ["GET /internal/audit-logs"] = "system",
        ["GET /internal/audit-logs/places"] = "system",
        ["POST /api/admin/replays"] = "admin",
    };

    private static readonly string[] Open = ["/health", "/alive", "/openapi/{documentName}.json"];

    [Fact]
    public async Task Every_route_lets_in_whom_it_should_and_nobody_else()
    {
        var routes = Routes();
        Assert.Equal(MayPass.Keys.Order(StringComparer.Ordinal), routes.Order(StringComparer.Ordinal));
        foreach (var route in routes)
        {
            Assert.Equal((route, HttpStatusCode.Unauthorized), (route, await Knock(service.Anonymous, route)));
            foreach (var role in All.Split(' ').Append("system"))
            {
                var status = await Knock(role == "admin" ? service.Eraser() : service.As(role), route);
                if (MayPass[route].Split(' ').Contains(role))
                    Assert.True(status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.InternalServerError), $"{role} {route}: {status}");
                else
                    Assert.Equal((role, route, HttpStatusCode.Forbidden), (role, route, status));
            }
        }
    }

    [Fact]
    public async Task A_technician_reaches_own_tickets_and_finds_no_others()
    {
        var (mine, technician) = await service.Assigned();
        var (others, _) = await service.Assigned();
        using var client = service.Technician(technician);

        foreach (var route in Routes().Where(r => r.Contains("{id}", StringComparison.Ordinal) && MayPass[r].Contains("technician", StringComparison.Ordinal)))
            Assert.Equal((route, HttpStatusCode.NotFound), (route, await Knock(client, route, others)));
        Assert.Equal([mine.ToString()], (await client.Read("/api/tickets")).Ids());
        Assert.Equal([mine.ToString()], (await client.Read("/api/my-jobs?status=ASSIGNED")).Ids());
        Assert.Equal(1, (await client.Read("/api/tickets/stats")).GetProperty("total").GetInt32());
        Assert.Equal("IN_PROGRESS", (await client.Done($"/api/tickets/{mine}/start")).Status());
        service.Others.AddReceipt(mine);
        Assert.Equal("COMPLETED", (await client.Done($"/api/tickets/{mine}/complete")).Status());
        Assert.Empty((await service.Technician(null).Read("/api/my-jobs")).Ids());
    }

    private string[] Routes() =>
    [
        .. service.Routes.Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => !Open.Contains("/" + endpoint.RoutePattern.RawText!.TrimStart('/')))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [], (endpoint, method) => $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}"),
    ];

    private static async Task<HttpStatusCode> Knock(HttpClient client, string route, Guid? id = null)
    {
        var (method, path) = (route.Split(' ')[0], route.Split(' ')[1].Replace("{id}", (id ?? new Guid("7d3c54a5-2c3f-4c5e-9d0e-0c1f5f0b0a01")).ToString(), StringComparison.Ordinal));
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is "POST" or "PATCH")
            request.Content = new StringContent("""{"reason":"因为","text":"留言","appointmentDate":"2020-01-01"}""", System.Text.Encoding.UTF8, "application/json");
        if (path.EndsWith("reschedule", StringComparison.Ordinal))
            request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode;
    }
}
