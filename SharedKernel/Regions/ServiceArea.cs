namespace Meida.SharedKernel;

/// <summary>The regions that a service center names as its own.</summary>
/// <param name="Regions">Regions of the official list.</param>
/// <param name="Places">Words that are no region, as the name of a street or a town.</param>
public sealed record ServiceArea(IReadOnlyList<Region> Regions, IReadOnlyList<string> Places)
{
    /// <summary>Reads a center's regions. A name that several cities share is the one of the city that the center names otherwise.</summary>
    /// <param name="names">What the center names, as in addresses.</param>
    public static ServiceArea Of(IEnumerable<string> names)
    {
        var named = names.Select(name => (Name: name, Regions: AddressReader.Named(name))).ToList();
        // 吉林 is the province, and a municipality is its only city.
        Region[] certain = [.. named.Where(pair => pair.Regions.Count == 1 || pair.Regions is [{ Level: 1 }, ..]).Select(pair => pair.Regions[0])];
        var cities = certain.Select(region => region.Level > 2 ? region.Whole! : region).ToArray();
        var shared = named.Where(pair => pair.Regions.Count > 1)
            .Select(pair => pair.Regions.Where(region => cities.Any(region.IsIn)).ToArray())
            .Where(meant => meant.Length == 1).Select(meant => meant[0]);
        return new([.. certain.Concat(shared).Distinct()], [.. named.Where(pair => pair.Regions.Count == 0 && pair.Name.Length > 0).Select(pair => pair.Name)]);
    }

    /// <summary>How exactly this area covers an address: 0 for not at all, more for a district than for its city.</summary>
    /// <param name="address">The address.</param>
    /// <param name="region">The region the address names.</param>
    public int Covers(string address, Region region)
    {
        var covering = Regions.Where(region.IsIn).Select(mine => mine.Level).DefaultIfEmpty().Max();
        var city = region.Level > 2 ? region.Whole! : region;
        return Regions.Any(mine => mine.IsIn(city) || city.IsIn(mine)) && Places.Any(place => address.Contains(place, StringComparison.OrdinalIgnoreCase))
            ? 4
            : covering;
    }

    /// <summary>The one that covers the address most exactly; none when the address names no region, or one that nobody serves.</summary>
    /// <typeparam name="T">A center.</typeparam>
    /// <param name="centers">The centers; of two alike the first is taken.</param>
    /// <param name="area">What a center covers.</param>
    /// <param name="address">The address.</param>
    public static T? Serving<T>(IEnumerable<T> centers, Func<T, ServiceArea> area, string address)
        where T : class =>
        AddressReader.Find(address) is { } region && (region.Level > 1 || region.Parts.Count == 0)
            ? centers.Select(center => (Center: center, Cover: area(center).Covers(address, region)))
                .Where(pair => pair.Cover > 0).OrderByDescending(pair => pair.Cover).Select(pair => pair.Center).FirstOrDefault()
            : null;
}
