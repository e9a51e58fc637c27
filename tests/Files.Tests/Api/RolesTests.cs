using System.Net;
using Meida.Files.Tests.Images;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.Files.Tests.Api;

/// <summary>Every route times every role: the rows come from the routes, so a new route without an expectation fails.</summary>
[Collection(FilesApi.Collection)]
public sealed class RolesTests(FilesApi api)
{
    private static readonly string[] Everybody = ["anonymous", "admin", "agent", "ops_manager", "technician", "other technician"];

    // Statuses in the order of Everybody.
    private static readonly Dictionary<string, int[]> Expected = new()
    {
        ["POST /api/tickets/{id}/images"] = [401, 200, 200, 403, 200, 404],
        ["GET /api/tickets/{id}/images"] = [401, 200, 200, 200, 200, 404],
        ["DELETE /api/files/ticket-receipt/{imageId}"] = [401, 204, 204, 403, 204, 404],
        ["GET /api/files/ticket-receipt/{imageId}"] = [401, 200, 200, 200, 200, 404],
        ["HEAD /api/files/ticket-receipt/{imageId}"] = [401, 200, 200, 200, 200, 404],
        // For the gateway alone.
        ["GET /internal/audit-logs"] = [401, 403, 403, 403, 403, 403],
        ["GET /internal/audit-logs/places"] = [401, 403, 403, 403, 403, 403],
    };

    [Fact]
    public async Task Every_route_lets_in_whom_it_should()
    {
        var technician = Guid.NewGuid();
        var ticket = api.Ticket(technicianId: technician);
        var picture = Pictures.Jpeg();
        var imageId = (await api.Upload(ticket.TicketId, picture))[0].GetProperty("imageId").GetGuid();
        var routes = api.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>().Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .SelectMany(route => route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
                .Select(method => (Method: method, Pattern: "/" + route.RoutePattern.RawText!.Trim('/'))))
            .ToList();
        Assert.Equal(Expected.Keys.Order(), routes.Select(route => $"{route.Method} {route.Pattern}").Order());

        foreach (var (method, pattern) in routes)
        {
            for (var who = 0; who < Everybody.Length; who++)
            {
                var client = Everybody[who] switch
                {
                    "anonymous" => api.Anonymous(),
                    "technician" => api.As("technician", technician),
                    "other technician" => api.As("technician", Guid.NewGuid()),
                    var role => api.As(role),
                };
                // Each deletes one that nobody has deleted before.
                var target = method == "DELETE" ? (await api.Upload(ticket.TicketId, Pictures.Png(16, 16, seed: 100 + who)))[0].GetProperty("imageId").GetGuid() : imageId;
                using var request = new HttpRequestMessage(
                    new HttpMethod(method), pattern.Replace("{id}", ticket.TicketId.ToString(), StringComparison.Ordinal)
                        .Replace("{imageId}", target.ToString(), StringComparison.Ordinal));
                if (method == "POST")
                    request.Content = FilesApi.Form(picture);
                var answer = await client.SendAsync(request);

                Assert.Equal($"{method} {pattern} {Everybody[who]} {Expected[$"{method} {pattern}"][who]}", $"{method} {pattern} {Everybody[who]} {(int)answer.StatusCode}");
                if (!answer.IsSuccessStatusCode && method != "HEAD")
                    await answer.Refusal();
            }
        }
    }

    [Fact]
    public async Task A_technician_account_without_a_technician_reaches_nothing()
    {
        var ticket = api.Ticket(technicianId: Guid.NewGuid());

        var answer = await api.As("technician").GetAsync(FilesApi.ImagesOf(ticket.TicketId));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
