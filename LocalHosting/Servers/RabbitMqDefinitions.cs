using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Meida.LocalHosting.Servers;

/// <summary>
/// The accounts of a private broker and what they may do, as the broker reads them at every start.
/// </summary>
/// <remarks>RabbitMQ documentation, "Schema Definition Export and Import" and "Credentials and Passwords".</remarks>
internal static class RabbitMqDefinitions
{
    private const string Everything = ".*";
    private const string Own = @"^ext\.";
    private const string OwnAndPublic = @"^(ext\..*|meida\.events)$";

    public static string Write(NativeRabbitMqOptions options)
    {
        List<object> users = [User(options.User, options.Password, "administrator")];
        List<object> permissions = [Permission(options.User, Everything, Everything, Everything)];
        if (options.SubscriberPassword is { } password)
        {
            users.Add(User(NativeRabbitMqOptions.SubscriberUser, password));
            // Declaring a queue asks for configure, binding it for write on the queue and read on the exchange.
            permissions.Add(Permission(NativeRabbitMqOptions.SubscriberUser, Own, Own, OwnAndPublic));
        }

        return JsonSerializer.Serialize(new { vhosts = new[] { new { name = options.VHost } }, users, permissions });

        object Permission(string user, string configure, string write, string read) => new { user, vhost = options.VHost, configure, write, read };
    }

    private static object User(string name, string password, params string[] tags) => new
    {
        name,
        password_hash = Hash(password),
        hashing_algorithm = "rabbit_password_hashing_sha256",
        tags,
    };

    // Four bytes of salt, then SHA-256 of salt and password.
    private static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(4);
        return Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(password)])]);
    }
}
