using System.Net.Http.Headers;
using Meida.Gateway.Keys;
using Meida.Gateway.SignIn;
using Meida.ServiceDefaults.Access;
using Yarp.ReverseProxy.Transforms;

namespace Meida.Gateway.Proxy;

/// <summary>What a service gets to see of a request: who it is for and where it is from, on the gateway's word alone.</summary>
internal static class ForwardedRequest
{
    // YARP sets X-Forwarded-For, -Proto, -Host and -Prefix itself, over whatever the client sent.
    private static readonly string[] NotBelieved = ["Cookie", "Forwarded", "X-Real-IP", "X-Forwarded-Port", "X-Original-For", "X-Original-Proto", ForwardedAddress.Header];

    public static async ValueTask Prepare(RequestTransformContext context)
    {
        var (http, headers) = (context.HttpContext, context.ProxyRequest.Headers);
        foreach (var name in NotBelieved)
            headers.Remove(name);

        // Without a session what the client sent goes through: the service judges its Bearer token.
        if (http.Features.Get<LiveSession>() is { } session)
            headers.Authorization = new AuthenticationHeaderValue("Bearer", session.AccessToken);
        // Nobody signed in, nothing to audit: what is public must not wait for a key.
        if (headers.Authorization is not null && await http.RequestServices.GetRequiredService<AddressProofs>().Of(http, http.RequestAborted) is { } proof)
            headers.TryAddWithoutValidation(ForwardedAddress.Header, proof);
    }
}
