using System.Threading.RateLimiting;
using Meida.ServiceDefaults.Refusals;

namespace Meida.Gateway.Http;

/// <summary>How often one client address may call.</summary>
internal static class RateLimits
{
    public const string Public = "public";

    private const int SegmentsAMinute = 6;

    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        var permits = builder.Configuration.GetValue("RateLimiting:Public:PermitLimit", 60);
        if (permits < 1)
            throw new InvalidOperationException("RateLimiting:Public:PermitLimit must be at least 1.");

        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.AddPolicy(Public, http => RateLimitPartition.GetSlidingWindowLimiter(ClientAddress.Of(http), _ => new()
            {
                PermitLimit = permits,
                Window = TimeSpan.FromMinutes(1),
                SegmentsPerWindow = SegmentsAMinute,
            }));
            limiter.OnRejected = async (rejected, ct) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : TimeSpan.FromSeconds(60 / SegmentsAMinute);
                rejected.HttpContext.Response.RetryAfter(wait);
                await Problems.Create(StatusCodes.Status429TooManyRequests, "too-many-requests", "Too many requests from this address. Try again later.")
                    .ExecuteAsync(rejected.HttpContext);
            };
        });
    }
}
