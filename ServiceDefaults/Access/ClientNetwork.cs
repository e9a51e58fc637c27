using System.Net;
using System.Net.Sockets;

namespace Meida.ServiceDefaults.Access;

/// <summary>Who a request comes from, as a key to count by.</summary>
public static class ClientNetwork
{
    /// <summary>The address, or of IPv6 its network: one customer of a provider has a whole /64 and counts as one.</summary>
    /// <param name="address">Where the request comes from, never from a header that a client sent.</param>
    public static string Of(IPAddress? address)
    {
        if (address is null)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();

        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes) + "/64";
    }
}
