using Meida.Gateway.Http;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Meida.Gateway.Proxy;

/// <summary>Which path goes to which service. What is not here, <c>/internal</c> above all, is not reachable from outside.</summary>
internal static class Routes
{
    private const string Booking = "booking";
    private const string Tickets = "tickets";
    private const string TicketStream = "tickets-stream";
    private const string Technicians = "technicians";
    private const string Files = "files";

    /// <summary>The services behind the gateway, by their service discovery names.</summary>
    public static readonly IReadOnlyList<string> Services = [Booking, Tickets, Technicians, Files];

    /// <summary>Routes that never act for a signed-in user; the cookie is neither read nor asked for there.</summary>
    public static bool IsPublic(RouteConfig route) => route.RouteId.StartsWith("public", StringComparison.Ordinal);

    public static bool IsStream(RouteConfig route) => route.ClusterId == TicketStream;

    public static bool IsProductFile(RouteConfig route) => route.RouteId == "product-import";

    public static bool IsUpload(RouteConfig route) => route.RouteId is "ticket-images" or "public-ticket-images";

    public static readonly IReadOnlyList<RouteConfig> All =
    [
        Route("public", Booking, "/api/public/{**rest}") with { RateLimiterPolicy = RateLimits.Public },
        Route("public-reading", Booking, "/api/public/{**rest}", "GET", "HEAD") with { RateLimiterPolicy = RateLimits.Reading },
        Route("public-own-ticket", Booking, "/api/public/tickets/{**rest}", "POST") with { RateLimiterPolicy = RateLimits.OwnTicket },
        Route("public-ticket-images", Files, "/api/public/tickets/{token}/images") with { RateLimiterPolicy = RateLimits.OwnTicket },
        Route("products", Booking, "/api/products/{**rest}"),
        Route("product-import", Booking, "/api/products/import"),

        Route("ticket-images", Files, "/api/tickets/{id}/images"),
        Route("files", Files, "/api/files/{**rest}"),

        Route("ticket-notices", Booking, "/api/tickets/{id}/notices"),
        Route("tickets", Tickets, "/api/tickets/{**rest}"),
        Route("ticket-stream", TicketStream, "/api/tickets/stream"),
        Route("my-jobs", Tickets, "/api/my-jobs"),
        Route("replays", Tickets, "/api/admin/replays"),

        Route("technicians", Technicians, "/api/technicians/{**rest}"),
        Route("service-centers", Technicians, "/api/service-centers/{**rest}"),
    ];

    public static readonly IReadOnlyList<ClusterConfig> Clusters =
    [
        Cluster(Booking, Booking, TimeSpan.FromSeconds(15)),
        Cluster(Tickets, Tickets, TimeSpan.FromSeconds(30)),
        // A stream says something every 15 seconds, if only that it is there.
        Cluster(TicketStream, Tickets, TimeSpan.FromMinutes(2)),
        Cluster(Technicians, Technicians, TimeSpan.FromSeconds(15)),
        // Counts from the last byte that moved: a slow upload is fine, a stuck one is not.
        Cluster(Files, Files, TimeSpan.FromMinutes(2)),
    ];

    private static RouteConfig Route(string id, string cluster, string path, params string[] methods) =>
        new() { RouteId = id, ClusterId = cluster, Match = new RouteMatch { Path = path, Methods = methods.Length == 0 ? null : methods } };

    private static ClusterConfig Cluster(string id, string service, TimeSpan activityTimeout) => new()
    {
        ClusterId = id,
        // What a browser sends and Kestrel read as UTF-8 goes on as UTF-8, both ways.
        HttpClient = new HttpClientConfig { RequestHeaderEncoding = "utf-8", ResponseHeaderEncoding = "utf-8" },
        Destinations = new Dictionary<string, DestinationConfig> { [service] = new() { Address = $"http://{service}" } },
        HttpRequest = new ForwarderRequestConfig
        {
            ActivityTimeout = activityTimeout,
            Version = new Version(1, 1),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        },
    };
}
