using System.Net;
using System.Net.Sockets;

namespace Meida.Gateway.Http;

/// <summary>Who a request comes from, as a key to count by. Never a header a client sent.</summary>
internal static class ClientAddress
{
    public static string Of(HttpContext http) => KeyOf(http.Connection.RemoteIpAddress);

    internal static string KeyOf(IPAddress? address)
    {
        if (address is null)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();

        // One customer of a provider has a whole /64: count it as one.
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes) + "/64";
    }
}
