using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Meida.Gateway.Http;

/// <summary>
/// <c>TrustedProxies</c> (addresses or networks, none by default): only what stands there may say
/// by X-Forwarded-For and X-Forwarded-Proto who the client is.
/// </summary>
internal static class TrustedProxies
{
    public static void UseTrustedProxies(this WebApplication app)
    {
        var trusted = app.Configuration.GetSection("TrustedProxies").Get<string[]>() ?? [];
        if (trusted.Length == 0)
            return;

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var entry in trusted)
        {
            if (IPAddress.TryParse(entry, out var address))
                options.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(entry, out var network))
                options.KnownIPNetworks.Add(network);
            else
                throw new InvalidOperationException($"TrustedProxies holds '{entry}', which is neither an address nor a network.");
        }
        app.UseForwardedHeaders(options);
    }
}
