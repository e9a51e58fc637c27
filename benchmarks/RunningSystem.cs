using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;

namespace Meida.Benchmarks;

/// <summary>A sentence for whoever runs the benchmark.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);

/// <summary>The system under measurement, as run.json describes it.</summary>
internal sealed class RunningSystem
{
    private readonly string _ticketsDatabase;

    private RunningSystem(Uri gateway, string ticketsDatabase)
    {
        Http = new HttpClient { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(30) };
        _ticketsDatabase = ticketsDatabase;
    }

    public HttpClient Http { get; }

    public static async Task<RunningSystem> Find(CancellationToken cancel)
    {
        var file = Path.Combine(Environment.GetEnvironmentVariable("MEIDA_HOME") ?? ".data", "run.json");
        if (!File.Exists(file))
            throw new BenchmarkException($"There is no {file}: start the system with ./run first, with the same MEIDA_HOME.");

        using var content = JsonDocument.Parse(await File.ReadAllTextAsync(file, cancel));
        var postgres = content.RootElement.GetProperty("postgres");
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = postgres.GetProperty("host").GetString(),
            Port = postgres.GetProperty("port").GetInt32(),
            Username = postgres.GetProperty("user").GetString(),
            Password = postgres.GetProperty("password").GetString(),
            Database = "tickets",
            CommandTimeout = 0,
            Pooling = false,
        };
        return new(new Uri(content.RootElement.GetProperty("gateway").GetString()!), connection.ConnectionString);
    }

    public async Task<NpgsqlConnection> OpenTickets(CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(_ticketsDatabase);
        await connection.OpenAsync(cancel);
        return connection;
    }

    /// <summary>Requests from here on are the administrator's. A token lasts minutes: sign in again now and then.</summary>
    public async Task SignIn(CancellationToken cancel)
    {
        var password = Environment.GetEnvironmentVariable("Seed__Password") ?? "Meida-2026";
        using var answer = await Http.PostAsJsonAsync("/api/auth/token", new { userName = "admin", password }, cancel);
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new BenchmarkException($"Signing in as admin was answered {(int)answer.StatusCode}: set Seed__Password as for ./run.");

        var token = await answer.Content.ReadFromJsonAsync<JsonElement>(cancel);
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("accessToken").GetString());
    }
}
