using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Meida.Gateway.Docs;

/// <summary>The gateway's document with those of all services in it. A service that is away keeps its last known part.</summary>
internal sealed class JoinedOpenApi(
    IHttpClientFactory clients, IServiceProvider services, TimeProvider clock, ILogger<JoinedOpenApi> log) : IDisposable
{
    private static readonly TimeSpan CachedFor = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, JsonObject> _lastKnown = new();
    private readonly SemaphoreSlim _joining = new(1, 1);
    private byte[]? _joined;
    private DateTimeOffset _joinedAt;

    public async Task<byte[]> Current(CancellationToken ct)
    {
        await _joining.WaitAsync(ct);
        try
        {
            if (_joined is null || clock.GetUtcNow() >= _joinedAt + CachedFor)
                (_joined, _joinedAt) = (await Join(ct), clock.GetUtcNow());
            return _joined;
        }
        finally
        {
            _joining.Release();
        }
    }

    public void Dispose() => _joining.Dispose();

    private async Task<byte[]> Join(CancellationToken ct)
    {
        var own = await Own(ct);
        var parts = await Task.WhenAll(Proxy.Routes.Services.Select(async service => (service, await Part(service, ct))));
        foreach (var (service, part) in parts)
        {
            if (part is not null)
                OpenApiJoin.Add(own, service, (JsonObject)part.DeepClone());
        }
        OpenApiJoin.Finish(own);
        return JsonSerializer.SerializeToUtf8Bytes(own);
    }

    private async Task<JsonObject> Own(CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var provider = scope.ServiceProvider.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1");
        var document = await provider.GetOpenApiDocumentAsync(ct);
        return JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, ct))!.AsObject();
    }

    private async Task<JsonObject?> Part(string service, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(Patience);
        try
        {
            using var client = clients.CreateClient(nameof(JoinedOpenApi));
            var part = await client.GetFromJsonAsync<JsonObject>($"http://{service}/openapi/v1.json", timeout.Token);
            return _lastKnown[service] = part!;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("The OpenAPI document of {Service} is not to be had ({Reason})", service, e.GetType().Name);
            return _lastKnown.GetValueOrDefault(service);
        }
    }
}
