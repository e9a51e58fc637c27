using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Meida.Files.Storage;
using Meida.Files.Tests.Images;
using Meida.Testing;
using Minio;
using Minio.DataModel.Args;

namespace Meida.Files.Tests.Api;

/// <summary>The service over a real S3 server.</summary>
[Collection(FilesApi.Collection)]
public sealed class S3Tests(FilesApi api)
{
    [Fact]
    public async Task Images_are_kept_in_the_bucket_and_come_back_whole_or_in_part()
    {
        var ticket = api.Ticket();
        var store = (await TestObjectStore.Shared).ConnectionString(TestObjectStore.NewBucket());
        await using var files = await api.Another(("ConnectionStrings:storage", store));

        using var form = FilesApi.Form(Pictures.Jpeg(600, 400), Pictures.Png());
        var upload = await files.As("agent").PostAsync(FilesApi.ImagesOf(ticket.TicketId), form);
        Assert.Equal(HttpStatusCode.Created, upload.StatusCode);
        var url = (await upload.Json()).GetProperty("items")[0].GetProperty("url").GetString()!;
        var whole = await files.As("agent").GetAsync(new Uri(url, UriKind.Relative));
        var bytes = await whole.Content.ReadAsByteArrayAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Range = new RangeHeaderValue(1000, 1999);
        var part = await files.As("agent").SendAsync(request);
        var thumbnail = await files.As("agent").GetByteArrayAsync(new Uri(url + "?size=thumb", UriKind.Relative));

        Assert.Equal($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"", whole.Headers.ETag?.Tag);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(bytes[1000..2000], await part.Content.ReadAsByteArrayAsync());
        Assert.Equal(320, Pictures.Describe(thumbnail).Width);
        var stored = await Objects(store);
        Assert.Equal(4, stored.Count);
        Assert.All(stored, key => Assert.StartsWith($"tickets/{ticket.TicketId}/", key, StringComparison.Ordinal));
        Assert.Empty(api.StoredFiles(ticket.TicketId));
    }

    [Fact]
    public async Task A_refused_upload_leaves_nothing_in_the_bucket()
    {
        var ticket = api.Ticket();
        var store = (await TestObjectStore.Shared).ConnectionString(TestObjectStore.NewBucket());
        await using var files = await api.Another(("ConnectionStrings:storage", store));

        using var form = FilesApi.Form(Pictures.Jpeg(), "no image"u8.ToArray());
        var upload = await files.As("agent").PostAsync(FilesApi.ImagesOf(ticket.TicketId), form);

        Assert.Equal((415, "unsupported-image"), await upload.Refusal());
        Assert.Empty(await Objects(store));
    }

    private static async Task<IReadOnlyList<string>> Objects(string connection)
    {
        var settings = S3Settings.Parse(connection);
        using var client = new MinioClient().WithEndpoint(settings.Endpoint.Authority)
            .WithCredentials(settings.AccessKey, settings.SecretKey).WithRegion(settings.Region).Build();
        return await client.ListObjectsEnumAsync(new ListObjectsArgs().WithBucket(settings.Bucket).WithPrefix("tickets/").WithRecursive(true))
            .Select(stored => stored.Key).ToListAsync();
    }
}
