using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Meida.SharedKernel;
using Meida.Technicians.Data;
using Meida.Technicians.Domain;
using Meida.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.Technicians.Tests;

/// <summary>The technicians service on a database and a virtual host of its own.</summary>
public sealed class TechnicianService : IAsyncLifetime, IAsyncDisposable
{
    private static int _phones = 10_000;

    private readonly ServiceFactory<TechniciansDbContext> _factory = new();

    internal HttpClient Admin { get; private set; } = null!;

    internal PersonalData PersonalData => _factory.Services.GetRequiredService<PersonalData>();

    internal EndpointDataSource Routes => _factory.Services.GetRequiredService<EndpointDataSource>();

    internal T Part<T>()
        where T : notnull => _factory.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<T>().Single();

    /// <summary>Another one with settings or parts of its own; the caller disposes of it.</summary>
    internal static async Task<TechnicianService> With(Action<ServiceFactory<TechniciansDbContext>> arrange)
    {
        var service = new TechnicianService();
        arrange(service._factory);
        await service.InitializeAsync();
        return service;
    }

    /// <summary>A second process of this very service: the same database, the same broker.</summary>
    internal Task<TechnicianService> Replica(params (string Key, string Value)[] settings) => With(factory =>
    {
        factory.Share(_factory.Database, _factory.Broker);
        foreach (var (key, value) in settings)
            factory.Settings[key] = value;
    });

    public async ValueTask InitializeAsync()
    {
        await _factory.InitializeAsync();
        Admin = _factory.As("admin");
        // Queues are bound once the broker is healthy; a message before that would go nowhere.
        await Eventually.Is(async () => Assert.Contains("\"broker\":\"Healthy\"", await Admin.GetStringAsync(new Uri("/health", UriKind.Relative)), StringComparison.Ordinal));
    }

    internal HttpClient As(string role, Guid? technicianId = null) => _factory.As(role, technicianId: technicianId);

    internal HttpClient Anonymous() => _factory.Anonymous();

    internal Task<T> Db<T>(Func<TechniciansDbContext, Task<T>> work) =>
        _factory.InScope(services => work(services.GetRequiredService<TechniciansDbContext>()));

    internal Task Sql(string sql, params object[] parameters) => _factory.Database.Execute(sql, parameters);

    internal Task Publish<T>(T message)
        where T : class => _factory.Services.GetRequiredService<IBus>().Publish(message);

    /// <summary>Listens to what the service announces from now on, on a queue of its own.</summary>
    internal Task<Listener<T>> Listen<T>()
        where T : class => Listener<T>.On(_factory.Services.GetRequiredService<IBusControl>());

    internal static string NewPhone() => $"138000{Interlocked.Increment(ref _phones):D5}";

    internal async Task<Guid> Center(params string[] regions)
    {
        using var answer = await Admin.PostAsJsonAsync("/api/service-centers", new { name = $"中心 {Guid.NewGuid():N}", regions });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Json()).GetProperty("id").GetGuid();
    }

    internal async Task<Guid> Technician(Guid centerId, string name = "张伟", string[]? skills = null, bool isActive = true, string? userName = null)
    {
        using var answer = await Admin.PostAsJsonAsync(
            "/api/technicians", new { name, phone = NewPhone(), centerId, skills = skills ?? [], isActive, userName });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Json()).GetProperty("id").GetGuid();
    }

    /// <summary>Changes a technician.</summary>
    internal async Task Change(Guid technicianId, object change)
    {
        using var answer = await Admin.PatchAsJsonAsync($"/api/technicians/{technicianId}", change);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    internal async Task Calendar(Guid centerId, object calendar)
    {
        using var answer = await Admin.PutAsJsonAsync($"/api/service-centers/{centerId}/calendar", calendar);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>Records an absence.</summary>
    /// <returns>Its id, and the tickets it takes from the technician.</returns>
    internal async Task<(Guid Id, string[] Affected)> Absent(Guid technicianId, string from, string to)
    {
        using var answer = await Admin.PostAsJsonAsync($"/api/technicians/{technicianId}/absences", new { from, to, reason = "年假" });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var added = await answer.Json();
        return (added.GetProperty("id").GetGuid(), [.. added.GetProperty("affected").EnumerateArray().Select(no => no.GetString()!)]);
    }

    internal async Task<Guid[]> Team(Guid centerId, int size)
    {
        var team = new Guid[size];
        for (var i = 0; i < size; i++)
            team[i] = await Technician(centerId, $"技师 {i}");
        return team;
    }

    /// <summary>A past assignment, written past the rules.</summary>
    internal Task Worked(Guid technicianId, TimeSpan ago, string state = "COMPLETED", DateOnly? date = null, TimeOnly? time = null) => Sql(
        """
        insert into assignments (id, technician_id, ticket_id, ticket_no, appointment_date, appointment_time, state, assigned_at, updated_at)
        values ($1, $2, $3, 'TK00000000', $4, $5, $6, $7, $7)
        """,
        Guid.CreateVersion7(), technicianId, Guid.CreateVersion7(), date ?? new DateOnly(2020, 1, 1).AddDays(Interlocked.Increment(ref _phones)),
        time ?? new TimeOnly(9, 0), state, TimeProvider.System.GetUtcNow() - ago);

    internal Task<Assignment?> Assignment(Guid id) => Db(db => db.Assignments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id));

    public async ValueTask DisposeAsync() => await _factory.DisposeAsync();

}

[CollectionDefinition(nameof(TechnicianService))]
public sealed class TechnicianServiceCollection : ICollectionFixture<TechnicianService>;

internal static class Answers
{
    public static async Task<JsonElement> Json(this HttpResponseMessage answer)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    /// <summary>The broken rules of a validation problem: <c>field:code</c>.</summary>
    public static async Task<string> BrokenRules(this HttpResponseMessage answer)
    {
        var problem = await answer.Problem();
        Assert.Equal((400, "validation"), (problem.Status, problem.Slug));
        return string.Join(' ', problem.Json.GetProperty("codes").EnumerateObject()
            .Select(field => $"{field.Name}:{field.Value[0].GetString()}").Order(StringComparer.Ordinal));
    }

    public static async Task<JsonElement> GetJson(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Json();
    }

    public static async Task<HttpStatusCode> Status(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    public static Guid[] Ids(this JsonElement list) =>
        [.. list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid())];
}
