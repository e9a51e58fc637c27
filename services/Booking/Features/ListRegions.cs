using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Meida.Booking.Features;

/// <summary>A province, a city or a district.</summary>
/// <param name="Code">Six digits, GB/T 2260.</param>
/// <param name="Name">The official name.</param>
/// <param name="Parts">Its cities, or its districts; empty where the list goes no deeper.</param>
internal sealed record RegionItem(string Code, string Name, IReadOnlyList<RegionItem> Parts)
{
    public static RegionItem Of(Region region) => new(region.Code, region.Name, [.. region.Parts.Select(Of)]);
}

/// <summary>The provinces with all that is in them.</summary>
/// <param name="Items">In the order of their codes.</param>
internal sealed record RegionList(IReadOnlyList<RegionItem> Items);

/// <summary>The regions of an address, for a page to choose from. The list changes with a release only.</summary>
internal static class ListRegions
{
    // Chinese as it is: half the size of its escaped form.
    private static readonly JsonSerializerOptions Unescaped = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly byte[] Json = JsonSerializer.SerializeToUtf8Bytes(
        new RegionList([.. Region.Provinces.Select(RegionItem.Of)]), Unescaped);

    private static readonly EntityTagHeaderValue Tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(Json))[..16]}\"");

    public static FileContentHttpResult Handle(HttpContext http)
    {
        http.Response.Headers.CacheControl = "public, max-age=86400";
        return TypedResults.Bytes(Json, "application/json", entityTag: Tag);
    }
}
