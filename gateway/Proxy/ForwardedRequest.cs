using System.Net.Http.Headers;
using Meida.Gateway.Keys;
using Meida.Gateway.SignIn;
using Meida.ServiceDefaults.Access;
using Yarp.ReverseProxy.Transforms;

namespace Meida.Gateway.Proxy;

/// <summary>What a service gets to see of a request: who it is for and where it is from, on the gateway's word alone.</summary>
internal static class ForwardedRequest
{
    private static readonly TimeSpan PatienceForKeys = TimeSpan.FromMilliseconds(250);

    // YARP sets X-Forwarded-For, -Proto, -Host and -Prefix itself, over whatever the client sent.
    private static readonly string[] NotBelieved =
        ["Cookie", "Forwarded", "X-Real-IP", "X-Forwarded-Port", "X-Original-For", "X-Original-Proto", ClientAddressProof.Header];

    public static async ValueTask Prepare(RequestTransformContext context)
    {
        var (http, headers) = (context.HttpContext, context.ProxyRequest.Headers);
        foreach (var name in NotBelieved)
            headers.Remove(name);

        // Without a session what the client sent goes through: the service judges its Bearer token.
        if (http.Features.Get<LiveSession>() is { } session)
            headers.Authorization = new AuthenticationHeaderValue("Bearer", session.AccessToken);
        // A service writes down where a signed-in account is, and who guesses at look-ups and links; of others it does not ask.
        if ((headers.Authorization is not null || IsGuessable(http.Request.Path)) && await AddressProof(http) is { } proof)
            headers.Add(ClientAddressProof.Header, proof);
    }

    private static bool IsGuessable(PathString path) => path.Equals("/api/public/booking/lookup") || path.StartsWithSegments("/api/public/tickets");

    private static async ValueTask<string?> AddressProof(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } address)
            return null;

        try
        {
            var ring = await http.RequestServices.GetRequiredService<SigningKeys>().Current(http.RequestAborted)
                .AsTask().WaitAsync(PatienceForKeys, http.RequestAborted);
            return http.RequestServices.GetRequiredService<ClientAddressProof>().Sign(address, ring.Signing);
        }
        catch (Exception) when (!http.RequestAborted.IsCancellationRequested)
        {
            // Keys that cannot be had at the moment are no reason to refuse a token that a service can check.
            return null;
        }
    }
}
