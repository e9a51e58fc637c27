using System.Net;

namespace Meida.Gateway.Tests.Pages;

public sealed class WebPageTests : IAsyncLifetime
{
    private static readonly (string Path, string File)[] Pages =
    [
        ("/booking", "booking"), ("/booking/t/b2sgdGhpcyBpcyBhIHRva2Vu", "ticket"), ("/login", "admin"), ("/admin/tickets", "admin"), ("/admin/tickets/TK0123ABCD", "admin"), ("/admin/my-jobs", "admin"),
    ];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("meida-pages-");
    private GatewayApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        // Not the pages that this build has made beside the sources.
        _app = await GatewayApp.Start(new() { ["webroot"] = _root.FullName, ["staticWebAssets"] = Path.Combine(_root.FullName, "none.json") });
        _client = _app.Client();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        _root.Delete(recursive: true);
    }

    [Fact]
    public async Task The_root_leads_to_booking()
    {
        using var response = await _client.GetAsync("/");

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("/booking", response.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Pages_are_served_afresh_once_they_are_built()
    {
        foreach (var (path, _) in Pages)
            await GatewayApp.Problem(await _client.GetAsync(path), 503, "pages-not-built");

        foreach (var file in new[] { "booking", "ticket", "admin" })
        {
            Directory.CreateDirectory(Path.Combine(_root.FullName, file));
            await File.WriteAllTextAsync(Path.Combine(_root.FullName, file, "index.html"), $"<title>{file}</title>");
        }
        foreach (var (path, file) in Pages)
        {
            using var response = await _client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal("no-cache", response.Headers.CacheControl?.ToString());
            Assert.Equal($"<title>{file}</title>", await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task An_unknown_path_never_becomes_a_page()
    {
        Directory.CreateDirectory(Path.Combine(_root.FullName, "booking"));
        await File.WriteAllTextAsync(Path.Combine(_root.FullName, "booking", "index.html"), "x");

        foreach (var path in new[] { "/booking/nope", "/assets/nope.js", "/nope.html", "/admin.html" })
            await GatewayApp.Problem(await _client.GetAsync(path), 404, "not-found");
    }
}
