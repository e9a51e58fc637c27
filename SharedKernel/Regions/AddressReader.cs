using System.Text.RegularExpressions;

namespace Meida.SharedKernel;

/// <summary>
/// Finds the region that an address names. Provinces, cities and districts are taken together: a district counts only in
/// the city, and a city only in the province, that the address names as well, for districts of one name exist in many cities.
/// </summary>
public static partial class AddressReader
{
    private static readonly Dictionary<string, Entry[]> Names = Region.Provinces
        .SelectMany(WithParts)
        .SelectMany(region => region.ShortName is { } shortened
            ? new (string Name, Entry Entry)[] { (region.Name, new(region, IsFull: true)), (shortened, new(region, IsFull: false)) }
            : [(region.Name, new(region, IsFull: true))])
        .GroupBy(pair => pair.Name, pair => pair.Entry)
        .ToDictionary(group => group.Key, group => group.ToArray());

    private static readonly int Longest = Names.Keys.Max(name => name.Length);

    private sealed record Entry(Region Region, bool IsFull);

    /// <summary>The most exact region that is beyond doubt; null when there is none.</summary>
    /// <param name="address">What a person wrote.</param>
    public static Region? Find(string address)
    {
        var text = Separators().Replace(address, "");
        if (Leading().Match(text) is { Success: true } leading)
            text = text[leading.Length..];
        if (Read(text, 0) is { Length: > 0 } start)
            return start.Region;

        // Something else stands in front: then only names in full, and at least two of them, are a region and not a street.
        Region[] inside = [.. Enumerable.Range(1, Math.Max(text.Length - 1, 0)).Select(at => Read(text, at))
            .Where(reading => reading is { Region.Level: > 1, FullNames: > 1 }).Select(reading => reading.Region!)];
        return inside.Length > 0 && inside.All(region => City(region) == City(inside[0])) ? inside[0] : null;
    }

    /// <summary>Every region whose whole name this is, larger ones first.</summary>
    /// <param name="name">A name, short or in full, perhaps behind the names of what it is a part of.</param>
    public static IReadOnlyList<Region> Named(string name)
    {
        var text = Separators().Replace(name, "");
        return [.. Chains(text, 0).Where(chain => chain.End == text.Length).Select(chain => chain.Region).Distinct().OrderBy(region => region.Level)];
    }

    private static Reading Read(string text, int at)
    {
        Chain[] chains = [.. Chains(text, at).Where(chain => !chain.EndsShort || !Street().IsMatch(text, chain.End))];
        if (chains.Length == 0)
            return new(null, 0, 0);

        var end = chains.Max(chain => chain.End);
        chains = [.. chains.Where(chain => chain.End == end)];
        return new(Common([.. chains.Select(chain => chain.Region).Distinct()]), end - at, chains.Max(chain => chain.FullNames));
    }

    // Names that stand one behind the other, each a part of the one before.
    private static IEnumerable<Chain> Chains(string text, int at, Region? whole = null, int fullNames = 0)
    {
        for (var length = 2; length <= Longest && at + length <= text.Length; length++)
        {
            if (!Names.TryGetValue(text.Substring(at, length), out var entries))
                continue;

            foreach (var (region, isFull) in entries)
            {
                if (whole is not null && (ReferenceEquals(region, whole) || !region.IsIn(whole)))
                    continue;

                var chain = new Chain(region, at + length, fullNames + (isFull ? 1 : 0), !isFull);
                yield return chain;
                foreach (var longer in Chains(text, chain.End, region, chain.FullNames))
                    yield return longer;
            }
        }
    }

    // Of several regions with this name the part that they agree on: a municipality is its own city.
    private static Region? Common(Region[] regions)
    {
        var deepest = regions.Where(region => regions.All(region.IsIn)).ToArray();
        if (deepest.Length == 1)
            return deepest[0];

        for (var candidate = regions[0].Whole; candidate is not null; candidate = candidate.Whole)
        {
            if (regions.All(region => region.IsIn(candidate)))
                return candidate;
        }

        return null;
    }

    private static Region City(Region region) => region.Level > 2 ? region.Whole! : region;

    private static IEnumerable<Region> WithParts(Region region) => [region, .. region.Parts.SelectMany(WithParts)];

    [GeneratedRegex(@"[\s,，、;；:：·\-－—_/|]+")]
    private static partial Regex Separators();

    [GeneratedRegex("^(中华人民共和国|中国)")]
    private static partial Regex Leading();

    // 南京东路 is a street of Shanghai, 中山公园 a park of many cities.
    [GeneratedRegex(@"\G[东西南北中前后上下内外环一二三四五六七八九十]{0,3}(路|街|大街|大道|道|巷|弄|里|桥|村|新村|广场|大厦|花园|公园|医院|大学|学院|中学|小学|饭店|宾馆|酒店|商场|市场|小区|家园|城)")]
    private static partial Regex Street();

    private sealed record Chain(Region Region, int End, int FullNames, bool EndsShort);

    private sealed record Reading(Region? Region, int Length, int FullNames);
}
