using System.Data.Common;

namespace Meida.Files.Storage;

/// <summary>
/// <c>ConnectionStrings:storage</c>: <c>Endpoint=http://host:port;AccessKey=…;SecretKey=…;Bucket=…</c>, with an
/// optional <c>Region</c>.
/// </summary>
internal sealed record S3Settings(Uri Endpoint, string AccessKey, string SecretKey, string Bucket, string Region)
{
    public static S3Settings Parse(string connectionString)
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var endpoint = Part("Endpoint");
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new InvalidOperationException("ConnectionStrings:storage: Endpoint must be an http or https address.");
        return new S3Settings(uri, Part("AccessKey"), Part("SecretKey"), Part("Bucket"), Optional("Region") ?? "us-east-1");

        string Part(string name) =>
            Optional(name) ?? throw new InvalidOperationException($"ConnectionStrings:storage: {name} is missing.");
        string? Optional(string name) =>
            parts.TryGetValue(name, out var value) && value is string { Length: > 0 } text ? text : null;
    }
}
