using Meida.Gateway.Http;
using Meida.Gateway.SignIn;
using Meida.ServiceDefaults.Http;

namespace Meida.Gateway.Proxy;

/// <summary>The reverse proxy in front of the services.</summary>
internal static class ProxySetup
{
    public const int FilesPerUpload = 10;
    private const long Megabyte = 1024 * 1024;
    private const long LargestProductFile = 32 * Megabyte;

    public static void AddProxy(this WebApplicationBuilder builder)
    {
        builder.LimitBodies(Math.Max(UploadLimit(builder.Configuration).Bytes, LargestProductFile));
        builder.Logging.AddFilter("Yarp.ReverseProxy.Forwarder", LogLevel.Error);
        builder.Services.AddSingleton<EventStreams>();
        builder.Services.AddReverseProxy()
            .LoadFromMemory(Routes.All, Routes.Clusters)
            .AddServiceDiscoveryDestinationResolver()
            .ConfigureHttpClient((_, handler) => handler.ConnectTimeout = TimeSpan.FromSeconds(3))
            .AddTransforms(transforms =>
            {
                transforms.RequestTransforms.Add(new RequestTransformation());
                transforms.ResponseTransforms.Add(new PassedOnEvents());
            });
    }

    public static void MapProxy(this WebApplication app)
    {
        var upload = UploadLimit(app.Configuration);
        app.MapReverseProxy(proxy =>
        {
            proxy.Use(EventStreams.Guard);
            proxy.Use(ForwarderProblems.Explain);
            proxy.UseLoadBalancing();
        }).ConfigureEndpoints((endpoint, route) =>
        {
            endpoint.WithMetadata(StreamedBody.Instance);
            if (!Routes.IsPublic(route))
                endpoint.WithMetadata(UsesSession.Instance);
            if (Routes.IsStream(route))
                endpoint.WithMetadata(EventStream.Instance);
            if (Routes.IsProductFile(route))
                endpoint.WithMetadata(new BodyLimit(LargestProductFile, "payload-too-large"));
            if (Routes.IsUpload(route))
                endpoint.WithMetadata(upload);
        });
    }

    private static BodyLimit UploadLimit(IConfiguration configuration) =>
        new((FilesPerUpload * configuration.GetValue("MAX_UPLOAD_MB", 8L) + 1) * Megabyte, "file-too-large");

    private sealed class RequestTransformation : Yarp.ReverseProxy.Transforms.RequestTransform
    {
        public override ValueTask ApplyAsync(Yarp.ReverseProxy.Transforms.RequestTransformContext context) => ForwardedRequest.Prepare(context);
    }
}
