using System.Net;
using System.Net.Http.Headers;
using Meida.Gateway.Accounts;
using Meida.Gateway.Data;
using Meida.Gateway.Keys;
using Meida.ServiceDefaults.Access;
using Microsoft.EntityFrameworkCore;

namespace Meida.Gateway.SignIn;

/// <summary>Asks Technicians which technician an account is, and remembers the answer for when Technicians is away.</summary>
internal sealed class TechnicianLink(HttpClient technicians, TokenIssuer tokens, GatewayDbContext db, ILogger<TechnicianLink> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task Refresh(User user, CancellationToken ct)
    {
        if (!user.Roles.Contains(Roles.Technician))
            return;

        var (answered, linked) = await Ask(user.UserName!, await tokens.IssueForSystem(ct), ct);
        if (!answered || linked == user.TechnicianId)
            return;

        user.TechnicianId = linked;
        await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.TechnicianId, linked), ct);
    }

    private async Task<(bool Answered, Guid? Technician)> Ask(string userName, string token, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/internal/technicians/by-user/{Uri.EscapeDataString(userName)}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await technicians.SendAsync(request, timeout.Token);
            if (response.StatusCode == HttpStatusCode.NotFound)
                return (true, null);

            response.EnsureSuccessStatusCode();
            return (true, (await response.Content.ReadFromJsonAsync<Answer>(timeout.Token))?.TechnicianId);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("Technicians did not answer ({Reason}); {UserName} keeps the technician known before", e.GetType().Name, userName);
            return (false, null);
        }
    }

    private sealed record Answer(Guid? TechnicianId);
}
