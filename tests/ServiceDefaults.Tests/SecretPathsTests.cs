using Meida.ServiceDefaults.Http;

namespace Meida.ServiceDefaults.Tests;

public sealed class SecretPathsTests
{
    [Theory]
    [InlineData("/api/public/tickets/c2VjcmV0/reschedule", "/api/public/tickets/{token}/reschedule")]
    [InlineData("/API/public/Tickets/c2VjcmV0", "/API/public/Tickets/{token}")]
    [InlineData("http://booking/api/public/tickets/c2VjcmV0?x=1", "http://booking/api/public/tickets/{token}?x=1")]
    [InlineData("/booking/t/c2VjcmV0", "/booking/t/{token}")]
    [InlineData("/api/tickets/TK00000000", "/api/tickets/TK00000000")]
    [InlineData("/api/public/booking", "/api/public/booking")]
    public void A_customers_link_is_in_no_log_and_no_trace(string path, string expected) => Assert.Equal(expected, SecretPaths.Redact(path));
}
