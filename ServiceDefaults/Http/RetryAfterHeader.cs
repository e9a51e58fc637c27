using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Meida.ServiceDefaults.Http;

/// <summary>Tells a client when to come again (RFC 9110, 10.2.3).</summary>
public static class RetryAfterHeader
{
    /// <summary>Whole seconds, rounded up: a client that waits as told is not refused again.</summary>
    /// <param name="response">The refusal.</param>
    /// <param name="wait">How long to wait; at least a second is told.</param>
    public static void RetryAfter(this HttpResponse response, TimeSpan wait)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }
}
