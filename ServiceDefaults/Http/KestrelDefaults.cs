using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.ServiceDefaults.Http;

internal static class KestrelDefaults
{
    private const long OneMebibyte = 1024 * 1024;

    public static void ConfigureKestrelDefaults(this ConfigureWebHostBuilder webHost) => webHost.ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = OneMebibyte;
    });
}
