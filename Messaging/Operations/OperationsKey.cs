using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Meida.Messaging;

/// <summary>Lets through who sends the key in <see cref="Header"/>.</summary>
sealed class OperationsKey(string key) : IEndpointFilter
{
    public const string Header = "X-Operations-Key";
    readonly byte[] _expected = Hash(key);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        => Fits(context.HttpContext.Request.Headers[Header].ToString()) ? await next(context) : TypedResults.Unauthorized();

    // Hashes have one length and are compared in fixed time: the time tells nothing about the key.
    bool Fits(string given) => CryptographicOperations.FixedTimeEquals(Hash(given), _expected);

    static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
