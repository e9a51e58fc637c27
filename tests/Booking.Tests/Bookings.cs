using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Meida.Booking.Tests;

/// <summary>Requests as a customer sends them.</summary>
internal static class Bookings
{
    public const string Phone = "13912345678";

    /// <summary>A body that breaks no rule; <paramref name="change"/> makes it the one a test needs.</summary>
    public static Dictionary<string, object?> Body(Action<Dictionary<string, object?>>? change = null)
    {
        var body = new Dictionary<string, object?>
        {
            ["customerName"] = "王小明",
            ["customerPhone"] = Phone,
            ["address"] = "杭州市西湖区文三路 1287 号",
            ["appointmentDate"] = Day(3),
            ["appointmentTime"] = "10:00",
            ["issueDesc"] = "集成灶漏水\n请尽快上门",
        };
        change?.Invoke(body);
        return body;
    }

    public static string Day(int ahead) => Today().AddDays(ahead).ToString("yyyy-MM-dd");

    public static DateOnly Today() => SharedKernel.AppointmentSlots.Today(TimeProvider.System);

    public static async Task<HttpResponseMessage> Book(this HttpClient client, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/public/booking") { Content = JsonContent.Create(body) };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    public static async Task<(Guid TicketId, string TicketNo)> Booked(this HttpClient client, Action<Dictionary<string, object?>>? change = null)
    {
        using var answer = await client.Book(Body(change));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var booked = await answer.Json();
        return (booked.GetProperty("ticketId").GetGuid(), booked.GetProperty("ticketNo").GetString()!);
    }

    /// <summary>A booking with the path of its own page in the API.</summary>
    public static async Task<(Guid TicketId, string TicketNo, string Own)> BookedWithLink(
        this HttpClient client, Action<Dictionary<string, object?>>? change = null)
    {
        using var answer = await client.Book(Body(change));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var booked = await answer.Json();
        var url = booked.GetProperty("manageUrl").GetString()!;
        Assert.Matches("^/booking/t/[A-Za-z0-9_-]{22,}$", url);
        return (booked.GetProperty("ticketId").GetGuid(), booked.GetProperty("ticketNo").GetString()!,
            url.Replace("/booking/t/", "/api/public/tickets/", StringComparison.Ordinal));
    }

    public static async Task<HttpResponseMessage> Send(this HttpClient client, string path, object? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    public static async Task<JsonElement> Read(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode}: {text}");
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static Task<HttpResponseMessage> LookUp(this HttpClient client, string? ticketNo, string? phone) =>
        client.PostAsJsonAsync("/api/public/booking/lookup", new { ticketNo, customerPhone = phone });

    public static async Task<JsonElement> Json(this HttpResponseMessage answer)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    /// <summary>The end of a problem's type, after checking that it is one.</summary>
    public static async Task<string> Problem(this HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return (await answer.Json()).GetProperty("type").GetString()!.Split(':')[^1];
    }

    public static async Task<string> BrokenRule(this HttpResponseMessage answer)
    {
        Assert.Equal("validation", await answer.Problem(HttpStatusCode.BadRequest));
        var codes = (await answer.Json()).GetProperty("codes").EnumerateObject().Select(field => $"{field.Name}:{field.Value[0].GetString()}");
        return string.Join(' ', codes.Order(StringComparer.Ordinal));
    }
}
