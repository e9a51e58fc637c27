using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;

namespace Meida.Technicians.Features;

/// <summary>The body that opens or changes a service center; a change names only what is to be different.</summary>
/// <param name="Name">1-50 characters.</param>
/// <param name="Regions">At most 200 districts of at most 30 characters, as they appear in addresses.</param>
internal sealed record CenterRequest(string? Name, IReadOnlyList<string?>? Regions);

/// <summary>The rules of a center's fields.</summary>
internal static class CenterRules
{
    private const int MaxRegions = 200;

    /// <summary>Checks the fields that are there, and with <paramref name="isNew"/> that the name is.</summary>
    public static (string? Name, string[]? Regions) Check(CenterRequest request, bool isNew, FieldErrors errors)
    {
        string? name = null;
        if (isNew || request.Name is not null)
            errors.Add(RequestText.Check("name", request.Name, 1, 50, multiline: false, out name));

        if (request.Regions is not { } regions)
            return (name, isNew ? [] : null);

        if (regions.Count > MaxRegions)
            errors.Add("regions", "length", $"Must be at most {MaxRegions}.");

        var cleaned = new List<string>();
        foreach (var region in regions.Take(MaxRegions))
        {
            errors.Add(RequestText.Check("regions", region, 1, 30, multiline: false, out var text));
            cleaned.Add(text);
        }

        return (name, [.. cleaned.Distinct(StringComparer.Ordinal)]);
    }
}
