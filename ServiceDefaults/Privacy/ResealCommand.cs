using System.Security.Cryptography;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Meida.ServiceDefaults.Privacy;

/// <summary>A column of sealed values in a table whose key is <c>id</c>, a UUID.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
/// <param name="PhoneHash">The column with the hash of the number that is sealed, when there is one.</param>
/// <param name="IsDetails">Whether a customer's details are sealed, and the number is one of them.</param>
public sealed record SealedColumn(string Table, string Column, string? PhoneHash = null, bool IsDetails = false);

/// <summary>
/// The <c>--reseal</c> argument: seal again, with the current key and pepper, what former ones made, and end. It may run
/// beside the service, be broken off and be started again; a key that nothing is sealed with any more can be taken away.
/// </summary>
public static class ResealCommand
{
    private const int Slice = 500;

    /// <summary>Seals again when the arguments say so.</summary>
    /// <typeparam name="TContext">The context of the database.</typeparam>
    /// <param name="app">The service, not started.</param>
    /// <param name="args">The arguments of the process.</param>
    /// <param name="columns">Where its sealed values are.</param>
    /// <returns>The exit code when the process has done its work: 0, or 1 when a value could not be opened; else null.</returns>
    public static async Task<int?> ResealAndExit<TContext>(this WebApplication app, string[] args, params SealedColumn[] columns)
        where TContext : DbContext
    {
        if (!args.Contains("--reseal"))
            return null;

        var (resealed, unreadable) = (0, 0);
        foreach (var column in columns)
        {
            await using var scope = app.Services.CreateAsyncScope();
            var (done, failed) = await Reseal(
                scope.ServiceProvider.GetRequiredService<TContext>(), scope.ServiceProvider.GetRequiredService<PersonalData>(), column, app.Logger);
            (resealed, unreadable) = (resealed + done, unreadable + failed);
        }

        app.Logger.LogInformation("{Resealed} values were sealed again, {Unreadable} cannot be opened", resealed, unreadable);
        return unreadable == 0 ? 0 : 1;
    }

    /// <summary>Seals one column again.</summary>
    /// <returns>How many values are sealed anew, and how many none of the keys opens.</returns>
    public static async Task<(int Resealed, int Unreadable)> Reseal(DbContext db, PersonalData personalData, SealedColumn column, ILogger log)
    {
        // The names are the program's own; values are parameters.
        var sql = $"""
            select id, {column.Column} as sealed, {column.PhoneHash ?? "''"} as hash from {column.Table}
            where id > @last and {column.Column} <> '' order by id limit {Slice}
            """;
        var (resealed, unreadable, last) = (0, 0, Guid.Empty);
        while (true)
        {
            var rows = await db.Database.SqlQueryRaw<Row>(sql, new NpgsqlParameter("last", last)).ToListAsync();
            foreach (var row in rows)
            {
                try
                {
                    resealed += await Reseal(db, personalData, column, row);
                }
                catch (Exception fault) when (fault is CryptographicException or FormatException)
                {
                    unreadable++;
                    log.LogError("{Table} {Id}: {Reason}", column.Table, row.Id, fault.Message);
                }
            }

            if (rows.Count < Slice)
                return (resealed, unreadable);
            last = rows[^1].Id;
        }
    }

    private static async Task<int> Reseal(DbContext db, PersonalData personalData, SealedColumn column, Row row)
    {
        var text = personalData.Open(row.Sealed);
        var hash = column.PhoneHash is not null && PhoneNumber.TryParse(Phone(personalData, column, row, text), out var phone) ? personalData.PhoneHash(phone) : row.Hash;
        if (personalData.IsCurrent(row.Sealed) && hash == row.Hash)
            return 0;

        // Who changed the value meanwhile has sealed it anew.
        var set = column.PhoneHash is null ? "" : $", {column.PhoneHash} = @hash";
        var sql = $"update {column.Table} set {column.Column} = @fresh{set} where id = @id and {column.Column} = @former";
        return await db.Database.ExecuteSqlRawAsync(
            sql, new NpgsqlParameter("fresh", personalData.Seal(text)), new NpgsqlParameter("hash", hash), new NpgsqlParameter("id", row.Id),
            new NpgsqlParameter("former", row.Sealed));
    }

    private static string Phone(PersonalData personalData, SealedColumn column, Row row, string text) =>
        column.IsDetails ? personalData.OpenDetails(row.Sealed).CustomerPhone : text;

    private sealed record Row(Guid Id, string Sealed, string Hash);
}
