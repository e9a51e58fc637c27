using System.Data.Common;
using Meida.ServiceDefaults.Data;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Idempotency;
using Meida.ServiceDefaults.Privacy;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Meida.ServiceDefaults.Tests;

/// <summary>A service with the defaults and a few routes that use each of them, on a database of its own.</summary>
public sealed class SmallService : IAsyncLifetime
{
    private PostgresDatabase _database = null!;
    private WebApplication _app = null!;

    /// <summary>Production where a test says nothing.</summary>
    public string Environment { get; init; } = Environments.Production;

    public HttpClient Client { get; private set; } = null!;

    public LostAcknowledgements Acknowledgements { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresDatabase.Create("defaults");
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", $"--environment={Environment}"]);
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:notes"] = _database.ConnectionString,
            ["Privacy:DataKey"] = Convert.ToBase64String(new byte[32]),
            ["Privacy:PhonePepper"] = Convert.ToBase64String(new byte[32]),
            ["Auth:Jwks"] = TestTokens.Jwks,
        });
        builder.AddServiceDefaults();
        builder.AddPersonalData();
        builder.Services.AddSingleton<IInterceptor>(Acknowledgements);
        builder.AddDatabase<NotesDbContext>("notes");
        builder.Logging.ClearProviders();

        _app = builder.Build();
        // A fault that the service's own handler never sees.
        _app.Use((http, next) => http.Request.Path == "/broken/outside" ? throw new InvalidOperationException("secret detail of host db-7") : next(http));
        _app.UseServiceDefaults();
        _app.MapDefaultEndpoints();
        _app.MapPost("/notes", Add).WithIdempotency<NotesDbContext>();
        _app.MapPost("/notes/secret", (Note note) => TypedResults.Ok($"{note.Text} {Guid.NewGuid()}")).WithIdempotency<NotesDbContext>(answersAnew: true);
        _app.MapPost("/notes/{name}", (string name) => Problems.NotFound(name[..1])).WithIdempotency<NotesDbContext>();
        _app.MapPatch("/notes/{id:int}", (int id, NoteChange change) => TypedResults.Ok(change)).CannotChange("id", "at");
        _app.MapGet("/notes/{id:int}", (int id, HttpRequest request, HttpResponse response) =>
        {
            response.SetVersion(id);
            return TypedResults.Ok(new Note { Id = id, Text = $"{IfMatch.Read(request)}" });
        });
        _app.MapGet("/broken", string () => throw new InvalidOperationException("secret detail of host db-7"));
        _app.MapGet("/refused/{status:int}", string (int status) => throw new ProblemException(status, "illegal-transition", "Not now."));
        _app.MapGet("/bare/{status:int}", (int status) => TypedResults.StatusCode(status));
        _app.MapGet("/answered/{status:int}", (int status) => Problems.Create(status, "illegal-transition", "Not now."));
        _app.MapGet("/secret", () => TypedResults.Ok()).RequireAuthorization(Access.Permissions.AuditRead);
        await using (var scope = _app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<NotesDbContext>().Database.EnsureCreatedAsync();
        await _app.StartAsync();
        Client = _app.GetTestClient();
    }

    public async Task<int> Count()
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<NotesDbContext>().Set<Note>().CountAsync();
    }

    public async Task<string?[]> KeptBodies(string key)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<NotesDbContext>().Set<IdempotencyKey>().Where(row => row.Key == key).Select(row => row.Body).ToArrayAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static async Task<IResult> Add(Note note, NotesDbContext db, CancellationToken cancel)
    {
        if (RequestText.Check("text", note.Text, 1, 100, multiline: true, out _) is { } error)
            return new FieldErrors().Add(error).ToProblem();

        db.Add(note);
        await db.SaveChangesAsync(cancel);
        return note.Text == "refused"
            ? Problems.Create(409, "illegal-transition", "Not now.")
            : TypedResults.Created($"/notes/{note.Id}", note);
    }
}

/// <summary>Cuts the connection's answer to a commit that was done.</summary>
public sealed class LostAcknowledgements : DbTransactionInterceptor
{
    public bool IsNextLost { get; private set; }

    public void LoseNext() => IsNextLost = true;

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (!IsNextLost)
            return Task.CompletedTask;

        IsNextLost = false;
        throw new NpgsqlException("The connection broke.", new IOException());
    }
}

public sealed class Note
{
    public int Id { get; set; }
    public required string Text { get; init; }
    public TimeOnly? At { get; init; }
}

public sealed record NoteChange(string? Text);

public sealed class NotesDbContext(DbContextOptions<NotesDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Note>();
        modelBuilder.AddIdempotencyKeys();
    }
}
