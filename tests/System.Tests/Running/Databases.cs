using Npgsql;

namespace Meida.EndToEnd.Running;

/// <summary>Looks into the databases of a running system.</summary>
public static class Databases
{
    public static IReadOnlyList<string> Names { get; } = ["identity", "booking", "tickets", "technicians", "files"];

    public static string ConnectionString(this RunFile run, string database) =>
        $"Host={run.Postgres.Host};Port={run.Postgres.Port};Username={run.Postgres.User};Password={run.Postgres.Password};Database={database};Pooling=false";

    public static async Task<T> Scalar<T>(this RunFile run, string database, string sql)
    {
        await using var connection = new NpgsqlConnection(run.ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The first column of every row, which must be text.</summary>
    public static async Task<IReadOnlyList<string>> Rows(this RunFile run, string database, string sql)
    {
        await using var connection = new NpgsqlConnection(run.ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }

    /// <summary>Every table that has a row with the text in any column, as <c>database.table</c>, and how many tables were read.</summary>
    public static async Task<(IReadOnlyList<string> Hits, int TablesRead)> TablesWith(this RunFile run, string text)
    {
        var (hits, read) = (new List<string>(), 0);
        foreach (var database in Names)
        {
            await using var connection = new NpgsqlConnection(run.ConnectionString(database));
            await connection.OpenAsync();
            var tables = new List<string>();
            await using (var list = new NpgsqlCommand("select quote_ident(table_schema) || '.' || quote_ident(table_name) from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'", connection))
            await using (var rows = await list.ExecuteReaderAsync())
            {
                while (await rows.ReadAsync())
                    tables.Add(rows.GetString(0));
            }

            foreach (var table in tables)
            {
                read++;
                await using var look = new NpgsqlCommand($"select count(*) from {table} as whole where whole::text like '%' || $1 || '%'", connection) { Parameters = { new() { Value = text } } };
                if ((long)(await look.ExecuteScalarAsync())! > 0)
                    hits.Add($"{database}.{table}");
            }
        }

        return (hits, read);
    }
}
