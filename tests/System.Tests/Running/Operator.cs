using System.Net;
using System.Net.Http.Json;

namespace Meida.EndToEnd.Running;

/// <summary>Somebody at the engine's dashboard: stops a part, which then stays down, and starts it again.</summary>
internal sealed class Operator : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly HttpClient _dashboard;

    public Operator(RunFile run)
    {
        _dashboard = new HttpClient { BaseAddress = run.Dashboard };
        _dashboard.DefaultRequestHeaders.Add("X-Meida-Operator", "1");
    }

    public sealed record Part(string Name, string Kind, string State, int? Pid, int Restarts);

    /// <summary>Returns when the part is down.</summary>
    public Task Stop(string part) => Command(part, "stop", "stopped");

    /// <summary>Returns when the part is back and healthy.</summary>
    public Task Start(string part) => Command(part, "restart", "running");

    public async Task<IReadOnlyList<Part>> Parts() => (await _dashboard.GetFromJsonAsync<List<Part>>("/api/resources"))!;

    public void Dispose() => _dashboard.Dispose();

    private async Task Command(string part, string command, string state)
    {
        using var answer = await _dashboard.PostAsync(new Uri($"/api/resources/{part}/{command}", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await Meida.Testing.Eventually.Is(
            async () => Assert.Equal(state, (await Parts()).Single(p => p.Name == part).State), Patience);
    }
}
