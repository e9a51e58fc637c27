using Microsoft.AspNetCore.ResponseCompression;

namespace Meida.Gateway.Http;

/// <summary>
/// Compresses what is small enough to be made at once. Event streams and the CSV export are left alone:
/// they must reach the client as they are written. Images are compressed already.
/// </summary>
internal static class Compression
{
    public static void AddJsonCompression(this WebApplicationBuilder builder) => builder.Services.AddResponseCompression(options =>
    {
        options.MimeTypes = ["application/json", "application/problem+json", "text/html"];
        options.Providers.Add<BrotliCompressionProvider>();
        options.Providers.Add<GzipCompressionProvider>();
    });
}
