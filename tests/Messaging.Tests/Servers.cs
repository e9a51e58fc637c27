using System.Collections.Concurrent;
using Meida.Testing;

namespace Meida.Messaging.Tests;

/// <summary>Every test has its own database and virtual host, removed when all tests are through.</summary>
public sealed class Servers : IAsyncLifetime
{
    readonly ConcurrentBag<IAsyncDisposable> _made = [];

    /// <summary>A new, empty database.</summary>
    public async Task<string> NewDatabase()
    {
        var database = await PostgresDatabase.Create("messaging");
        _made.Add(database);
        return database.ConnectionString;
    }

    /// <summary>A new virtual host.</summary>
    public async Task<Uri> NewVirtualHost()
    {
        var broker = await RabbitBroker.Create();
        _made.Add(broker);
        return broker.Address;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var made in _made)
            await made.DisposeAsync();
    }

    [CollectionDefinition("servers")]
    public sealed class Collection : ICollectionFixture<Servers>;
}
