using System.Text.Json;
using Meida.ServiceDefaults.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Technicians.Data;

/// <summary>A list of plain records that is read and written as a whole: a column of JSON in the API's form.</summary>
internal static class JsonColumn
{
    public static void IsJson<T>(this PropertyBuilder<IReadOnlyList<T>> column) => column.HasColumnType("jsonb").HasConversion(
        list => JsonSerializer.Serialize(list, JsonConventions.Options),
        json => JsonSerializer.Deserialize<T[]>(json, JsonConventions.Options)!,
        new ValueComparer<IReadOnlyList<T>>((one, other) => one!.SequenceEqual(other!), list => list.Count, list => list));
}
