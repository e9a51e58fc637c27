using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Meida.ServiceDefaults.Http;

namespace Meida.Booking.Notices;

/// <summary>
/// A provider of text messages: a POST, signed with HMAC-SHA256 over time stamp, full stop and body in <c>X-Signature</c>. The
/// notice's id is its <c>Idempotency-Key</c>, the same at every try.
/// </summary>
internal sealed class SmsChannel(IHttpClientFactory clients, NoticeSettings settings, TimeProvider clock) : INoticeChannel
{
    public const string Client = "notices";

    private sealed record Body(Guid Id, string To, NoticeKind Kind, string? Template, string Language, string Text, Parameters Parameters);

    private sealed record Parameters(string Name, string TicketNo, DateOnly Date, string Window, string? Technician, string? Link);

    public async Task Send(NoticeMessage message, CancellationToken cancel)
    {
        var gateway = settings.SmsGateway!;
        var words = message.Words;
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new Body(
                message.Id, message.Phone, message.Kind, gateway.Templates.GetValueOrDefault(message.Kind), settings.IsEnglish ? "en" : "zh", message.Text,
                new Parameters(words.Initial, words.TicketNo, words.Date, words.Window, words.Technician, words.Link)),
            JsonConventions.Options);
        using var request = new HttpRequestMessage(HttpMethod.Post, gateway.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("X-Timestamp", timestamp);
        request.Headers.Add("X-Signature", Sign(gateway.Secret, timestamp, body));
        request.Headers.Add("Idempotency-Key", message.Id.ToString("D"));
        using var answer = await clients.CreateClient(Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        answer.EnsureSuccessStatusCode();
    }

    internal static string Sign(string secret, string timestamp, byte[] body)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes(timestamp + "."), .. body];
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }
}
