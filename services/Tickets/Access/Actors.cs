using System.Net;
using Meida.ServiceDefaults.Access;
using Meida.Tickets.Domain;

namespace Meida.Tickets.Access;

internal static class Actors
{
    /// <summary>The signed-in account as the author of what it does.</summary>
    public static ActorInfo Actor(this HttpContext http) =>
        new(http.User.UserId(), http.User.UserName(), http.User.PrimaryRole(), ClientAddress(http));

    // The gateway writes the header over whatever a client sent; without a gateway there is the connection.
    private static string? ClientAddress(HttpContext http)
    {
        var forwarded = http.Request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim();
        var address = IPAddress.TryParse(forwarded, out var client) ? client : http.Connection.RemoteIpAddress;
        return address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4().ToString() : address?.ToString();
    }
}
