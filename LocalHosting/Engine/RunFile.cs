using System.Text.Json;

namespace Meida.LocalHosting.Engine;

/// <summary>MEIDA_HOME/run.json: what runs where, for operators and tests; there only while everything is up.</summary>
internal sealed class RunFile(string home)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Lock _lock = new();
    private bool _published;

    private string FilePath => Path.Combine(home, "run.json");

    public void Publish(RunFileContent content)
    {
        lock (_lock)
        {
            _published = true;
            PrivateFile.Write(FilePath, JsonSerializer.Serialize(content, Json));
        }
    }

    /// <summary>Writes again what has changed, once it was published.</summary>
    public void Update(Func<RunFileContent> content)
    {
        lock (_lock)
        {
            if (_published)
                PrivateFile.Write(FilePath, JsonSerializer.Serialize(content(), Json));
        }
    }

    public void Remove()
    {
        lock (_lock)
        {
            _published = false;
            File.Delete(FilePath);
        }
    }
}

internal sealed record RunFileContent(
    string Gateway,
    string Engine,
    string Dashboard,
    RunFilePostgres Postgres,
    RunFileRabbitMq Rabbitmq,
    RunFileStorage Storage,
    IReadOnlyList<RunFileService> Services,
    RunFileSubscriber? Subscriber);

internal sealed record RunFilePostgres(string Host, int Port, string User, string Password, int Pid);

internal sealed record RunFileRabbitMq(string Host, int Port, string User, string Password, string Vhost, int Pid);

/// <summary>The broker account of other systems, which reads public events and nothing else.</summary>
internal sealed record RunFileSubscriber(string User, string Password, string Uri);

internal sealed record RunFileStorage(string Kind, string Endpoint, string Bucket, string AccessKey, string SecretKey, int Pid);

internal sealed record RunFileService(string Name, string Url, int Pid);
