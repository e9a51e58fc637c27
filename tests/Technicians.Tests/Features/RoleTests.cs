using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Meida.Technicians.Tests.Features;

[Collection(nameof(TechnicianService))]
public sealed class RoleTests(TechnicianService service)
{
    private static readonly string[] Roles = ["admin", "agent", "ops_manager", "technician", "system"];

    // Who gets past the door; what is behind it is another test's matter.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["GET /api/technicians"] = ["admin", "agent", "ops_manager"],
        ["POST /api/technicians"] = ["admin", "ops_manager"],
        ["GET /api/technicians/{id}"] = ["admin", "agent", "ops_manager", "technician"],
        ["PATCH /api/technicians/{id}"] = ["admin", "ops_manager"],
        ["GET /api/technicians/{id}/schedule"] = ["admin", "agent", "ops_manager", "technician"],
        ["GET /api/technicians/board"] = ["admin", "agent", "ops_manager"],
        ["GET /api/technicians/{id}/absences"] = ["admin", "ops_manager"],
        ["POST /api/technicians/{id}/absences"] = ["admin", "ops_manager"],
        ["DELETE /api/technicians/{id}/absences/{absenceId}"] = ["admin", "ops_manager"],
        ["GET /api/service-centers/{id}/calendar"] = ["admin", "ops_manager"],
        ["PUT /api/service-centers/{id}/calendar"] = ["admin", "ops_manager"],
        ["GET /api/service-centers"] = ["admin", "agent", "ops_manager", "technician"],
        ["POST /api/service-centers"] = ["admin", "ops_manager"],
        ["PATCH /api/service-centers/{id}"] = ["admin", "ops_manager"],
        ["GET /internal/technicians/by-user/{userName}"] = ["system"],
        ["GET /internal/audit-logs"] = ["system"],
        ["GET /internal/audit-logs/places"] = ["system"],
    };

    [Fact]
    public async Task Every_route_lets_in_exactly_its_roles()
    {
        var technician = await service.Technician(await service.Center(), userName: $"u{Guid.NewGuid():N}");
        var routes = service.Routes.Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal) || route.RoutePattern.RawText.StartsWith("/internal", StringComparison.Ordinal))
            .Select(route => (Method: route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods[0], Path: route.RoutePattern.RawText!))
            .ToList();
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), routes.Select(r => $"{r.Method} {r.Path.TrimEnd('/')}").Order(StringComparer.Ordinal));

        foreach (var (method, path) in routes)
        {
            var address = path.Replace("{id}", $"{technician}", StringComparison.Ordinal).Replace("{userName}", "nobody", StringComparison.Ordinal)
                .Replace("{absenceId}", $"{technician}", StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Unauthorized, await Status(service.Anonymous(), method, address));
            foreach (var role in Roles)
            {
                var status = await Status(service.As(role, technician), method, address);
                if (Allowed[$"{method} {path.TrimEnd('/')}"].Contains(role))
                    Assert.False(status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.InternalServerError, $"{role} {method} {path}: {status}");
                else
                    Assert.True(status == HttpStatusCode.Forbidden, $"{role} {method} {path}: {status}");
            }
        }
    }

    [Fact]
    public async Task A_technician_sees_no_other_technician()
    {
        var center = await service.Center();
        var (own, other) = (await service.Technician(center), await service.Technician(center));
        var (linked, unlinked) = (service.As("technician", own), service.As("technician"));

        Assert.Equal(HttpStatusCode.OK, await linked.Status($"/api/technicians/{own}"));
        Assert.Equal(HttpStatusCode.OK, await linked.Status($"/api/technicians/{own}/schedule"));
        Assert.Equal(HttpStatusCode.NotFound, await linked.Status($"/api/technicians/{other}"));
        Assert.Equal(HttpStatusCode.NotFound, await linked.Status($"/api/technicians/{other}/schedule"));
        Assert.Equal(HttpStatusCode.NotFound, await unlinked.Status($"/api/technicians/{own}"));
    }

    [Fact]
    public async Task The_gateway_learns_whom_an_account_signs_in_as()
    {
        var account = $"u{Guid.NewGuid():N}";
        var technician = await service.Technician(await service.Center(), userName: account, isActive: false);
        var gateway = service.As("system");

        var linked = await gateway.GetJson($"/internal/technicians/by-user/{account.ToUpperInvariant()}");

        Assert.Equal(technician, linked.GetProperty("technicianId").GetGuid());
        Assert.Equal(HttpStatusCode.NotFound, await gateway.Status("/internal/technicians/by-user/nobody"));
    }

    private static async Task<HttpStatusCode> Status(HttpClient client, string method, string address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (method is "POST" or "PATCH" or "PUT")
            request.Content = JsonContent.Create(new { name = "" });
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
