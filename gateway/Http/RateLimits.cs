using System.Threading.RateLimiting;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.RateLimiting;

namespace Meida.Gateway.Http;

/// <summary>How often one client address may call.</summary>
internal static class RateLimits
{
    public const string Public = "public";
    public const string Reading = "public-reading";
    public const string OwnTicket = "public-own-ticket";

    // A page asks for centers, regions and the slots of several days before it books once.
    private const int ReadsPerBooking = 5;

    private const int SegmentsAMinute = 6;

    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        var permits = Permits(builder.Configuration, "Public", 60);

        builder.Services.AddRateLimiter(limiter =>
        {
            // Each counts apart: who looks around a lot can book all the same.
            Add(limiter, Public, permits);
            Add(limiter, Reading, Permits(builder.Configuration, "Reading", permits * ReadsPerBooking));
            Add(limiter, OwnTicket, Permits(builder.Configuration, "OwnTicket", permits));
            limiter.OnRejected = async (rejected, ct) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : TimeSpan.FromSeconds(60 / SegmentsAMinute);
                rejected.HttpContext.Response.RetryAfter(wait);
                await Problems.Create(StatusCodes.Status429TooManyRequests, "too-many-requests", "Too many requests from this address. Try again later.")
                    .ExecuteAsync(rejected.HttpContext);
            };
        });
    }

    private static void Add(RateLimiterOptions limiter, string policy, int permits) =>
        limiter.AddPolicy(policy, http => RateLimitPartition.GetSlidingWindowLimiter(ClientNetwork.Of(http.Connection.RemoteIpAddress), _ => new()
        {
            PermitLimit = permits,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = SegmentsAMinute,
        }));

    private static int Permits(IConfiguration configuration, string name, int usual)
    {
        var key = $"RateLimiting:{name}:PermitLimit";
        var permits = configuration.GetValue(key, usual);
        return permits >= 1 ? permits : throw new InvalidOperationException($"{key} must be at least 1.");
    }
}
