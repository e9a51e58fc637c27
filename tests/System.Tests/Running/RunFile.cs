using System.Text.Json;

namespace Meida.EndToEnd.Running;

/// <summary><c>run.json</c>, as running.md describes it.</summary>
public sealed record RunFile(
    Uri Gateway, string Engine, string Servers, string Dashboard, ServerEntry Postgres, ServerEntry Rabbitmq, StorageEntry Storage, IReadOnlyList<ServiceEntry> Services,
    SubscriberEntry Subscriber)
{
    public static RunFile Read(string path) =>
        JsonSerializer.Deserialize<RunFile>(File.ReadAllText(path), JsonSerializerOptions.Web)
        ?? throw new InvalidDataException($"{path} is empty.");

    public ServiceEntry Service(string name) => Services.Single(service => service.Name == name);
}

public sealed record ServerEntry(string Host, int Port, string User, string Password, int Pid, string? Vhost);

public sealed record StorageEntry(string Kind, string? Endpoint, string? Bucket, string? AccessKey, string? SecretKey, int? Pid);

public sealed record SubscriberEntry(string User, string Password, Uri Uri);

public sealed record ServiceEntry(string Name, Uri Url, int Pid);
