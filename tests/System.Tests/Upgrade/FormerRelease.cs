using System.Text.Json;
using Meida.EndToEnd.Running;
using Meida.Testing.Servers;
using Npgsql;

namespace Meida.EndToEnd.Upgrade;

/// <summary>What a release left in its MEIDA_HOME: databases as SQL, the objects of the store, and the keys they need.</summary>
internal sealed class FormerRelease(string version)
{
    // Keys of these tests and of nothing else: what the dump seals is sealed with them.
    private const string DataKey = "VGVzdHMgdXNlIHRoaXMga2V5LCBub2JvZHkgZWxzZSE=";
    private const string PhonePepper = "QW5kIHRoaXMgcGVwcGVyLCBhbHNvIGZvciB0ZXN0cyE=";
    private const string DatabasePassword = "a-password-of-tests";

    private readonly string _folder = Path.Combine(Repository.Root, "tests", "System.Tests", "Upgrade", version);

    public async Task Restore(string home)
    {
        Directory.CreateDirectory(home);
        var secrets = new Dictionary<string, string> { ["data-key"] = DataKey, ["phone-pepper"] = PhonePepper, ["postgres-password"] = DatabasePassword };
        await File.WriteAllTextAsync(Path.Combine(home, "secrets.json"), JsonSerializer.Serialize(secrets));
        foreach (var file in Directory.GetFiles(Path.Combine(_folder, "uploads"), "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(home, Path.GetRelativePath(_folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        await using var postgres = await NativePostgres.Start(Path.Combine(home, "postgres"), DatabasePassword, durable: true);
        foreach (var database in Databases.Names)
        {
            await Execute(postgres.ConnectionString("postgres"), $"create database {database}");
            await Execute(postgres.ConnectionString(database), await File.ReadAllTextAsync(Path.Combine(_folder, $"{database}.sql")));
        }
    }

    private static async Task Execute(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
