using System.Security.Cryptography;
using Meida.ServiceDefaults.Privacy;
using Meida.SharedKernel;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Meida.ServiceDefaults.Tests;

public sealed class ResealTests : IAsyncLifetime
{
    private static readonly string[] Secrets = [.. Enumerable.Range(0, 4).Select(_ => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))];

    private readonly PersonalData _former = new(Secrets[0], Secrets[1]);
    private readonly PersonalData _now = new(
        new SecretKeys("Privacy:DataKey", Secrets[0], [new("b", Secrets[2])], "b"), new SecretKeys("Privacy:PhonePepper", Secrets[1], [new("b", Secrets[3])], "b"));

    private PostgresDatabase _database = null!;
    private NotesDbContext _db = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresDatabase.Create("reseal");
        _db = new(new DbContextOptionsBuilder<NotesDbContext>().UseNpgsql(_database.ConnectionString).Options);
        await _database.Execute("create table people (id uuid primary key, sealed text not null, hash text not null)");
    }

    public async ValueTask DisposeAsync()
    {
        await _db.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Old_rows_are_sealed_and_hashed_anew_and_a_second_run_finds_nothing()
    {
        const int People = 1_100;
        foreach (var i in Enumerable.Range(0, People))
            await Add(_former, $"1380013{i:D4}");

        Assert.Equal((People, 0), await Reseal("sealed", "hash"));
        Assert.Equal((0, 0), await Reseal("sealed", "hash"));
        var rows = await _db.Database.SqlQuery<Person>($"select id, sealed, hash from people").ToListAsync();
        Assert.All(rows, row => Assert.True(_now.IsCurrent(row.Sealed)));
        Assert.Equal(Enumerable.Range(0, People).Select(i => $"1380013{i:D4}"), rows.Select(row => _now.Open(row.Sealed)).Order());
        Assert.All(rows, row => Assert.Equal(_now.PhoneHash(Phone(_now.Open(row.Sealed))), row.Hash));

        // The former keys can go.
        var later = new PersonalData(new SecretKeys("Privacy:DataKey", null, [new("b", Secrets[2])], "b"), new SecretKeys("Privacy:PhonePepper", null, [new("b", Secrets[3])], "b"));
        Assert.All(rows, row => Assert.Equal(_now.Open(row.Sealed), later.Open(row.Sealed)));
    }

    [Fact]
    public async Task A_value_that_no_key_opens_is_counted_and_left()
    {
        await Add(_former, "13800138000");
        await Add(new PersonalData(Secrets[3], Secrets[1]), "13900139000");
        Assert.Equal((1, 1), await Reseal("sealed", null));
        Assert.Equal(1, await _db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from people where get_byte(decode(sealed, 'base64'), 0) = 1").SingleAsync());
    }

    private Task<(int, int)> Reseal(string column, string? hash) =>
        ResealCommand.Reseal(_db, _now, new SealedColumn("people", column, hash), NullLogger.Instance);

    private Task Add(PersonalData keys, string phone) => _database.Execute(
        "insert into people values ($1, $2, $3)", Guid.CreateVersion7(), keys.Seal(phone), keys.PhoneHash(Phone(phone)));

    private static PhoneNumber Phone(string text) => PhoneNumber.TryParse(text, out var phone) ? phone : throw new ArgumentException(text);

    private sealed record Person(Guid Id, string Sealed, string Hash);
}
