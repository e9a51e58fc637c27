using Meida.ServiceDefaults.Refusals;

namespace Meida.Gateway.Pages;

/// <summary>
/// The built pages of <c>web/</c>. Each has its route: an unknown path stays a 404 and never becomes a page.
/// </summary>
internal static class WebPages
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>The build puts a hash into each asset's name, so a name's content never changes.</summary>
    public static void UseAssetCaching(this IApplicationBuilder app) => app.UseWhen(
        http => http.Request.Path.StartsWithSegments("/assets"),
        assets => assets.Use((http, next) =>
        {
            http.Response.OnStarting(static state =>
            {
                var response = ((HttpContext)state).Response;
                if (response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified)
                    response.Headers.CacheControl = "public, max-age=31536000, immutable";
                return Task.CompletedTask;
            }, http);
            return next(http);
        }));

    public static void MapWebPages(this WebApplication app)
    {
        // A build without Node has no list of assets.
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, $"{app.Environment.ApplicationName}.staticwebassets.endpoints.json")))
            app.MapStaticAssets();

        app.MapMethods("/", Reading, () => TypedResults.Redirect("/booking")).ExcludeFromDescription();
        app.MapPage("/booking", "booking/index.html");
        app.MapPage("/booking/t/{token}", "ticket/index.html");
        app.MapPage("/login", "admin/index.html");
        app.MapPage("/admin/{**rest}", "admin/index.html");
    }

    private static void MapPage(this WebApplication app, string path, string file) =>
        app.MapMethods(path, Reading, (HttpContext http, IWebHostEnvironment environment) => Page(http, environment, file)).ExcludeFromDescription();

    private static IResult Page(HttpContext http, IWebHostEnvironment environment, string file)
    {
        var page = environment.WebRootFileProvider.GetFileInfo(file);
        if (!page.Exists)
            return Problems.Create(
                StatusCodes.Status503ServiceUnavailable, "pages-not-built", "The web pages were not built. Install Node 20.19 or newer and build again.");

        http.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Stream(page.CreateReadStream(), "text/html; charset=utf-8");
    }
}
