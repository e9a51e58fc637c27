using System.Net.Http.Headers;
using System.Text.Json;
using Meida.Gateway.Accounts;
using Meida.Gateway.Data;
using Meida.Gateway.Keys;
using Microsoft.EntityFrameworkCore;

namespace Meida.Gateway.Seed;

/// <summary>The services' HTTP API, as far as the demonstration tickets need it.</summary>
internal sealed class DemoStage(IHttpClientFactory clients, TokenIssuer tokens, GatewayDbContext db, TimeProvider clock)
{
    private static readonly TimeSpan AssignmentTime = TimeSpan.FromSeconds(60);

    public async Task CentersAreKnown(CancellationToken ct)
    {
        var centers = await Send(HttpMethod.Get, "http://booking/api/public/centers", null, null, null, ct);
        if (centers.GetProperty("items").GetArrayLength() == 0)
            throw new HttpRequestException("Booking has not heard of the service centers yet.");
    }

    public async Task<Guid> Book(DemoTicket ticket, DemoBooking booking, CancellationToken ct)
    {
        var body = JsonContent.Create(new
        {
            customerName = booking.Name,
            customerPhone = booking.Phone,
            address = booking.Address,
            appointmentDate = ticket.BegunOn.AddDays(booking.DaysAhead).ToString("yyyy-MM-dd", null),
            appointmentTime = booking.Time,
            issueDesc = booking.Issue,
            productModel = booking.Product,
        });
        var answer = await Send(HttpMethod.Post, "http://booking/api/public/booking", $"demo-{ticket.Number}", null, body, ct);
        return answer.GetProperty("ticketId").GetGuid();
    }

    public async Task<DemoTicketState> Look(Guid ticketId, CancellationToken ct)
    {
        var admin = Account.Of(await db.Users.SingleAsync(user => user.UserName == DemoAccounts.Admin, ct));
        var ticket = await Send(HttpMethod.Get, $"http://tickets/api/tickets/{ticketId}", null, admin, null, ct);
        var technician = ticket.GetProperty("technicianId");
        return new(ticket.GetProperty("status").GetString()!, technician.ValueKind == JsonValueKind.Null ? null : technician.GetGuid());
    }

    public Task Command(Guid ticketId, string command, Account account, CancellationToken ct) =>
        Send(HttpMethod.Post, $"http://tickets/api/tickets/{ticketId}/{command}", $"demo-{command}", account, JsonContent.Create(new { }), ct);

    public async Task Reaches(Guid ticketId, string status, CancellationToken ct)
    {
        var deadline = clock.GetUtcNow() + AssignmentTime;
        while ((await Look(ticketId, ct)).Status != status)
        {
            if (clock.GetUtcNow() > deadline)
                throw new HttpRequestException($"The ticket did not become {status}.");
            await Task.Delay(TimeSpan.FromMilliseconds(500), clock, ct);
        }
    }

    public async Task UploadReceipt(Guid ticketId, Account account, CancellationToken ct)
    {
        await using var receipt = typeof(DemoStage).Assembly.GetManifestResourceStream("receipt.jpg")!;
        using var file = new StreamContent(receipt);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        using var form = new MultipartFormDataContent { { file, "files", "receipt.jpg" } };
        await Send(HttpMethod.Post, $"http://files/api/tickets/{ticketId}/images", null, account, form, ct);
    }

    private async Task<JsonElement> Send(HttpMethod method, string url, string? key, Account? account, HttpContent? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, url) { Content = body };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (account is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.Issue(account, null, TimeSpan.FromMinutes(1), ct));

        using var client = clients.CreateClient(nameof(DemoStage));
        using var response = await client.SendAsync(request, ct);
        var answer = await response.Content.ReadAsStringAsync(ct);
        return response.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(answer.Length == 0 ? "null" : answer)
            : throw new HttpRequestException($"{method} {request.RequestUri!.AbsolutePath} answered {(int)response.StatusCode}: {answer}");
    }
}

/// <summary>Where a demonstration ticket stands.</summary>
internal sealed record DemoTicketState(string Status, Guid? TechnicianId);
