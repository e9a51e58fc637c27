using System.Net;
using Meida.ServiceDefaults.Access;

namespace Meida.ServiceDefaults.Tests;

public sealed class ClientNetworkTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::/64")]
    public void An_address_is_counted_as_the_customer_it_belongs_to(string address, string key) =>
        Assert.Equal(key, ClientNetwork.Of(IPAddress.Parse(address)));
}
