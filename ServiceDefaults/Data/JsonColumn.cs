using System.Text.Json;
using Meida.ServiceDefaults.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.ServiceDefaults.Data;

/// <summary>Columns of JSON for what is read and written as a whole.</summary>
public static class JsonColumn
{
    /// <summary>Keeps the property in a <c>jsonb</c> column, in the form in which the API writes it.</summary>
    /// <typeparam name="T">What is kept; it is never changed in place.</typeparam>
    /// <param name="column">The property.</param>
    /// <returns>The same, to be configured further.</returns>
    public static PropertyBuilder<T> IsJson<T>(this PropertyBuilder<T> column) => column.HasColumnType("jsonb").HasConversion(
        value => Write(value), text => Read<T>(text),
        new ValueComparer<T>(
            (one, other) => Write(one!) == Write(other!), value => Write(value).GetHashCode(StringComparison.Ordinal), value => value));

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, JsonConventions.Options);

    private static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, JsonConventions.Options)!;
}
