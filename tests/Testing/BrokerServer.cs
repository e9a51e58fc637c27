using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace Meida.Testing;

/// <summary>A RabbitMQ that tests make virtual hosts in.</summary>
/// <param name="Address">Its address with user and password.</param>
/// <param name="AddVirtualHost">Makes a virtual host; null where the server is given without a way to make one.</param>
/// <param name="RemoveVirtualHost">Removes it.</param>
public sealed record BrokerServer(
    Uri Address,
    Func<string, CancellationToken, Task>? AddVirtualHost,
    Func<string, CancellationToken, Task>? RemoveVirtualHost)
{
    /// <summary>A server whose management API makes the virtual hosts.</summary>
    public static BrokerServer WithManagement(Uri address, string? api)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (string.IsNullOrEmpty(api))
            return new BrokerServer(address, null, null);

        var client = new HttpClient { BaseAddress = new Uri(api) };
        var credentials = Uri.UnescapeDataString(address.UserInfo);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        var user = Uri.EscapeDataString(credentials.Split(':')[0]);
        return new BrokerServer(
            address,
            async (name, ct) =>
            {
                using var made = await client.PutAsJsonAsync($"/api/vhosts/{name}", new { }, ct);
                made.EnsureSuccessStatusCode();
                using var allowed = await client.PutAsJsonAsync(
                    $"/api/permissions/{name}/{user}", new { configure = ".*", write = ".*", read = ".*" }, ct);
                allowed.EnsureSuccessStatusCode();
            },
            async (name, ct) =>
            {
                using var removed = await client.DeleteAsync(new Uri($"/api/vhosts/{name}", UriKind.Relative), ct);
            });
    }
}
