namespace Meida.Aspire.AppHost;

internal static class Pages
{
    /// <summary>The addresses of an endpoint as people know them, in place of the bare one.</summary>
    public static IResourceBuilder<T> WithPages<T>(this IResourceBuilder<T> builder, string endpoint, params (string Text, string Path)[] pages)
        where T : IResourceWithEndpoints =>
        builder.WithUrls(context =>
        {
            var address = context.Urls.First(url => url.Endpoint?.EndpointName == endpoint);
            context.Urls.Remove(address);
            foreach (var (text, path) in pages)
                context.Urls.Add(new ResourceUrlAnnotation { Url = address.Url + path, DisplayText = text, Endpoint = address.Endpoint });
        });
}
