using System.Globalization;

namespace Meida.Gateway.Http;

internal static class RetryAfterHeader
{
    /// <summary>Whole seconds, rounded up: a client that waits as told is not refused again.</summary>
    public static void RetryAfter(this HttpResponse response, TimeSpan wait) =>
        response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
