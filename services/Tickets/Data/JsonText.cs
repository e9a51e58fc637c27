using System.Text.Json;
using Meida.ServiceDefaults.Http;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Meida.Tickets.Data;

/// <summary>What is read and written as a whole is stored as the API writes it.</summary>
internal sealed class JsonText<T>() : ValueConverter<T, string>(value => Write(value), text => Read(text))
{
    public static readonly ValueComparer<T> Comparer = new(
        (one, other) => Write(one!) == Write(other!), value => Write(value).GetHashCode(StringComparison.Ordinal), value => value);

    private static string Write(T value) => JsonSerializer.Serialize(value, JsonConventions.Options);

    private static T Read(string text) => JsonSerializer.Deserialize<T>(text, JsonConventions.Options)!;
}
