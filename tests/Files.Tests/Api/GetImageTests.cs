using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Meida.Files.Tests.Images;

namespace Meida.Files.Tests.Api;

[Collection(FilesApi.Collection)]
public sealed class GetImageTests(FilesApi api)
{
    [Theory]
    [InlineData("jpg", "image/jpeg")]
    [InlineData("png", "image/png")]
    [InlineData("webp", "image/webp")]
    public async Task The_bytes_come_with_what_a_browser_needs_to_be_safe(string format, string contentType)
    {
        var sent = Pictures.Of(format, secrets: true);
        var image = await Uploaded(sent);

        var response = await Get(image);
        var bytes = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(contentType, response.Content.Headers.ContentType?.ToString());
        Assert.Equal(image.GetProperty("size").GetInt64(), bytes.Length);
        Assert.Equal(Pictures.Pixels(sent), Pictures.Pixels(bytes));
        Assert.Equal($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"", response.Headers.ETag?.Tag);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.True(response.Headers.CacheControl is { Private: true, Public: false });
        Assert.Equal("inline", response.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Matches($@"^""?receipt-[0-9a-f]{{32}}\.{format}""?$", response.Content.Headers.ContentDisposition?.FileName);
    }

    [Fact]
    public async Task An_image_without_metadata_has_its_checksum_as_etag()
    {
        var clean = await Download(await Uploaded(Pictures.Jpeg(seed: 3)));

        var image = await Uploaded(clean);

        Assert.Equal($"\"{image.GetProperty("checksumSha256").GetString()}\"", (await Get(image)).Headers.ETag?.Tag);
    }

    [Fact]
    public async Task The_thumbnail_is_small_and_has_an_etag_of_its_own()
    {
        var image = await Uploaded(Pictures.Jpeg(1200, 800));

        var response = await Get(image, "?size=thumb");
        var bytes = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal("image/webp", response.Content.Headers.ContentType?.ToString());
        var (width, height, _, _) = Pictures.Describe(bytes);
        Assert.Equal((320, 213), (width, height));
        Assert.NotEqual((await Get(image)).Headers.ETag, response.Headers.ETag);
        Assert.Equal(bytes, await api.As("agent").GetByteArrayAsync(new Uri(image.GetProperty("thumbnailUrl").GetString()!, UriKind.Relative)));
    }

    [Fact]
    public async Task Who_has_it_already_is_told_so()
    {
        var image = await Uploaded(Pictures.Jpeg());
        var tag = (await Get(image)).Headers.ETag!;

        var known = await Get(image, configure: request => request.Headers.IfNoneMatch.Add(tag));
        var unknown = await Get(image, configure: request => request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"other\"")));

        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        Assert.Empty(await known.Content.ReadAsByteArrayAsync());
        Assert.Equal(tag, known.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, unknown.StatusCode);
    }

    [Theory]
    [InlineData(0, 0L)]
    [InlineData(0, 99L)]
    [InlineData(1000, 1999L)]
    [InlineData(500, null)]
    [InlineData(null, 77L)]
    public async Task A_part_can_be_asked_for(int? from, long? to)
    {
        var image = await Uploaded(Pictures.Jpeg(200, 200));
        var whole = await Download(image);

        var response = await Get(image, configure: request => request.Headers.Range = new RangeHeaderValue(from, to));

        var start = from ?? whole.Length - (int)to!;
        var end = from is null || to is null ? whole.Length : (int)to + 1;
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(new ContentRangeHeaderValue(start, end - 1, whole.Length), response.Content.Headers.ContentRange);
        Assert.Equal(whole[start..end], await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_part_beyond_the_end_is_refused_and_a_stale_condition_gives_the_whole()
    {
        var image = await Uploaded(Pictures.Jpeg());
        var whole = await Download(image);

        var beyond = await Get(image, configure: request => request.Headers.Range = new RangeHeaderValue(whole.Length, null));
        var stale = await Get(image, configure: request =>
        {
            request.Headers.Range = new RangeHeaderValue(0, 9);
            request.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue("\"old\""));
        });

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        Assert.Equal(whole.Length, beyond.Content.Headers.ContentRange?.Length);
        Assert.Equal("urn:meida:problem:range-not-satisfiable", (await beyond.Json()).GetProperty("type").GetString());
        Assert.Equal(HttpStatusCode.OK, stale.StatusCode);
        Assert.Equal(whole, await stale.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_head_of_an_image_can_be_asked_for()
    {
        var image = await Uploaded(Pictures.Jpeg());

        using var request = new HttpRequestMessage(HttpMethod.Head, UrlOf(image));
        var response = await api.As("agent").SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(image.GetProperty("size").GetInt64(), response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/api/files/ticket-receipt/01890000-0000-7000-8000-000000000000", 404)]
    [InlineData("/api/files/ticket-receipt/no-id", 404)]
    [InlineData("/api/files/ticket-receipt/..%2F..%2Fetc%2Fpasswd", 404)]
    [InlineData("/api/files/ticket-receipt/01890000-0000-7000-8000-000000000000?size=huge", 400)]
    public async Task What_is_no_image_is_refused(string url, int status) =>
        Assert.Equal(status, (await (await api.As("agent").GetAsync(new Uri(url, UriKind.Relative))).Refusal()).Status);

    [Fact]
    public async Task The_list_is_oldest_first_in_pages()
    {
        var ticket = api.Ticket();
        var (one, two, three) = (Pictures.Png(8, 8, 1), Pictures.Png(8, 8, 2), Pictures.Png(8, 8, 3));
        var ids = (await api.Upload(ticket.TicketId, one, two)).EnumerateArray()
            .Concat((await api.Upload(ticket.TicketId, three)).EnumerateArray())
            .Select(item => item.GetProperty("imageId").GetGuid()).ToList();

        var all = await List($"/api/tickets/{ticket.TicketId}/images");
        var byNumber = await List($"/api/tickets/{ticket.TicketNo.ToLowerInvariant()}/images?page=2&pageSize=2");
        var beyond = await List($"/api/tickets/{ticket.TicketId}/images?page=2147483647&pageSize=100");

        Assert.Equal(ids, IdsOf(all));
        Assert.Equal(3, all.GetProperty("total").GetInt32());
        Assert.True(all.GetProperty("totalIsExact").GetBoolean());
        Assert.Equal(ids[2..], IdsOf(byNumber));
        Assert.Empty(IdsOf(beyond));
        foreach (var query in new[] { "page=0", "page=x", "pageSize=101", "pageSize=-1" })
            Assert.Equal((400, "validation"), await (await api.As("agent").GetAsync(new Uri($"/api/tickets/{ticket.TicketId}/images?{query}", UriKind.Relative))).Refusal());
        Assert.Empty(IdsOf(await List($"/api/tickets/{api.Ticket().TicketId}/images")));
    }

    [Fact]
    public async Task Tickets_is_told_the_receipts_it_asks_for()
    {
        var ticket = api.Ticket();
        var items = await api.Upload(ticket.TicketId, Pictures.Png(8, 8, 1), Pictures.Png(8, 8, 2));

        var receipts = (await api.Tickets.AskFiles(ticket.TicketId)).Receipts;

        Assert.Equal(IdsOf(items), receipts.Select(receipt => receipt.ImageId));
        Assert.All(receipts, receipt => Assert.Equal("RECEIPT", receipt.Type));
        Assert.Empty((await api.Tickets.AskFiles(Guid.CreateVersion7())).Receipts);
    }

    private async Task<JsonElement> Uploaded(byte[] file) => (await api.Upload(api.Ticket().TicketId, file))[0];

    private async Task<HttpResponseMessage> Get(JsonElement image, string query = "", Action<HttpRequestMessage>? configure = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, UrlOf(image) + query);
        configure?.Invoke(request);
        return await api.As("ops_manager").SendAsync(request);
    }

    private Task<byte[]> Download(JsonElement image) => api.As("agent").GetByteArrayAsync(new Uri(UrlOf(image), UriKind.Relative));

    private async Task<JsonElement> List(string url) => await (await api.As("agent").GetAsync(new Uri(url, UriKind.Relative))).Json();

    private static string UrlOf(JsonElement image) => image.GetProperty("url").GetString()!;

    private static IEnumerable<Guid> IdsOf(JsonElement list) =>
        (list.ValueKind == JsonValueKind.Array ? list : list.GetProperty("items")).EnumerateArray().Select(item => item.GetProperty("imageId").GetGuid());
}
