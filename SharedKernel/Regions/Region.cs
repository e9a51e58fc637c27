using System.Text.RegularExpressions;

namespace Meida.SharedKernel;

/// <summary>A province, city or district of the official list (GB/T 2260).</summary>
public sealed partial class Region
{
    private readonly List<Region> _parts = [];

    private Region(string code, string name, Region? whole) => (Code, Name, Whole) = (code, name, whole);

    /// <summary>All provinces in the order of their codes.</summary>
    public static IReadOnlyList<Region> Provinces { get; } = Load();

    /// <summary>The code, six digits.</summary>
    public string Code { get; }

    /// <summary>The official name: <c>西湖区</c>.</summary>
    public string Name { get; }

    /// <summary>What it is a part of; null for a province.</summary>
    public Region? Whole { get; }

    /// <summary>Its parts in the order of their codes.</summary>
    public IReadOnlyList<Region> Parts => _parts;

    /// <summary>1 for a province, 2 for a city, 3 for a district.</summary>
    public int Level => Whole is null ? 1 : Whole.Level + 1;

    /// <summary>The name as people shorten it, <c>杭州</c>; null where nobody does.</summary>
    internal string? ShortName => Level < 3 && Kind().Replace(Name, "") is { Length: > 1 } text && text != Name ? text : null;

    /// <summary>Whether this is the other region or a part of it.</summary>
    /// <param name="other">The region that may be larger.</param>
    public bool IsIn(Region other) => ReferenceEquals(this, other) || Whole?.IsIn(other) == true;

    /// <inheritdoc />
    public override string ToString() => Whole is null ? Name : Whole + Name;

    private static List<Region> Load()
    {
        var provinces = new List<Region>();
        using var lines = new StreamReader(typeof(Region).Assembly.GetManifestResourceStream("regions.txt")!);
        while (lines.ReadLine() is { } line)
        {
            // A tab a level.
            var level = line.LastIndexOf('\t') + 1;
            var whole = level == 0 ? null : level == 1 ? provinces[^1] : provinces[^1]._parts[^1];
            (whole is null ? provinces : whole._parts).Add(new Region(line[level..(level + 6)], line[(level + 7)..], whole));
        }

        return provinces;
    }

    [GeneratedRegex(
        "(特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|地区|省|市|盟"
        + "|(朝鲜族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|蒙古族|蒙古|柯尔克孜|哈萨克)+自治州)$")]
    private static partial Regex Kind();
}
