using System.Globalization;
using System.Net.Http.Headers;
using Meida.Gateway.Data;
using Meida.Gateway.Keys;
using Meida.ServiceDefaults.Audit;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.WebUtilities;

namespace Meida.Gateway.Audit;

/// <summary>Every audit log of the product: the gateway's own, and those that services serve to it.</summary>
internal sealed class AuditSources(IHttpClientFactory clients, TokenIssuer tokens, GatewayDbContext db, ILogger<AuditSources> log)
{
    private const string Own = "gateway";

    private static readonly string[] Services = ["tickets", "technicians", "files"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>From each log the newest lines behind a place, or of all.</summary>
    /// <exception cref="ProblemException">503: a log is away; part of the truth would be none.</exception>
    public Task<(string Service, AuditLines Lines)[]> Lines(AuditQuery query, AuditFilter filter, AuditPlace? behind, int take, CancellationToken ct) => FromAll(
        service => Ask<AuditLines>(service, AuditRows.Path, query, take, behind, ct), () => AuditRows.Lines(db, filter, behind, take, ct), ct);

    /// <summary>From each log the places of the newest lines.</summary>
    /// <exception cref="ProblemException">503: a log is away.</exception>
    public Task<(string Service, AuditPlaces Places)[]> Places(AuditQuery query, AuditFilter filter, int take, CancellationToken ct) => FromAll(
        service => Ask<AuditPlaces>(service, $"{AuditRows.Path}/places", query, take, null, ct), () => AuditRows.Places(db, filter, take, ct), ct);

    private async Task<(string, T)[]> FromAll<T>(Func<string, Task<T>> ask, Func<Task<T>> own, CancellationToken ct)
    {
        var asked = Services.Select(async service => (service, await Answered(service, ask, ct))).ToList();
        (string, T) here = (Own, await own());
        return [.. await Task.WhenAll(asked), here];
    }

    private async Task<T> Answered<T>(string service, Func<string, Task<T>> ask, CancellationToken ct)
    {
        try
        {
            return await ask(service);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("The audit log of {Service} does not answer ({Reason})", service, e.GetType().Name);
            throw new ProblemException(StatusCodes.Status503ServiceUnavailable, "service-unavailable", $"The audit log of {service} does not answer right now.");
        }
    }

    private async Task<T> Ask<T>(string service, string path, AuditQuery query, int take, AuditPlace? behind, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(Patience);
        var address = QueryHelpers.AddQueryString($"http://{service}{path}", new Dictionary<string, string?>
        {
            ["ticketId"] = query.TicketId,
            ["actor"] = query.Actor,
            ["action"] = query.Action,
            ["from"] = query.From,
            ["to"] = query.To,
            ["take"] = take.ToString(CultureInfo.InvariantCulture),
            ["behind"] = behind?.Write(1),
        });
        using var client = clients.CreateClient(nameof(AuditSources));
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.IssueForSystem(timeout.Token));
        using var response = await client.SendAsync(request, timeout.Token);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<T>(JsonConventions.Options, timeout.Token))!;
    }
}
