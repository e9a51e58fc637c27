using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Meida.Files.Images;
using Meida.Files.Tests.Images;
using Meida.Files.Uploads;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.Files.Tests.Api;

[Collection(FilesApi.Collection)]
public sealed class UploadImagesTests(FilesApi api)
{
    private const int Megabyte = 1024 * 1024;
    private static readonly byte[] Noise = RandomNumberGenerator.GetBytes(11 * Megabyte);

    [Fact]
    public async Task An_upload_is_stored_described_announced_and_recorded()
    {
        var ticket = api.Ticket();
        var (jpeg, png) = (Pictures.Jpeg(orientation: 6, secrets: true), Pictures.Png(seed: 7));

        var response = await Upload(ticket.TicketId, FilesApi.Form(jpeg, png));

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var items = (await response.Json()).GetProperty("items");
        Assert.Equal(2, items.GetArrayLength());
        var first = items[0];
        var id = first.GetProperty("imageId").GetGuid();
        Assert.Equal("RECEIPT", first.GetProperty("type").GetString());
        Assert.Equal($"/api/files/ticket-receipt/{id}", first.GetProperty("url").GetString());
        Assert.Equal("image/jpeg", first.GetProperty("contentType").GetString());
        Assert.Equal((48, 64), (first.GetProperty("width").GetInt32(), first.GetProperty("height").GetInt32()));
        Assert.Equal(Hash(jpeg), first.GetProperty("checksumSha256").GetString());
        Assert.False(first.GetProperty("duplicate").GetBoolean());

        var stored = api.StoredFiles(ticket.TicketId);
        Assert.Equal(4, stored.Count);
        Assert.All(stored, file => Assert.Matches(@"/[0-9a-f]{24}_[0-9]{17}(\.jpg|\.png|_thumb\.webp)$", file));
        Assert.DoesNotContain(Pictures.Secret, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(stored.Single(f => f.EndsWith(".jpg", StringComparison.Ordinal)))), StringComparison.Ordinal);

        Assert.Equal(2, api.Tickets.Recorded(ticket.TicketId).Count());
        await Eventually.Is(() => api.Tickets.Announced(ticket.TicketId).Count() == 2);
        var announced = api.Tickets.Announced(ticket.TicketId).Single(receipt => receipt.ImageId == id);
        Assert.Equal((ticket.TicketNo, "RECEIPT", 48, 64, Hash(jpeg), "agent", "agent"),
            (announced.TicketNo, announced.Type, announced.Width, announced.Height, announced.ChecksumSha256, announced.UploadedBy, announced.UploaderRole));
        Assert.Equal(first.GetProperty("size").GetInt64(), announced.Size);
    }

    [Fact]
    public async Task The_answer_the_announcement_and_the_row_say_the_same_time()
    {
        var ticket = api.Ticket();

        var items = await api.Upload(ticket.TicketId, [.. Enumerable.Range(0, 5).Select(i => Pictures.Png(8, 8, seed: i))]);

        await Eventually.Is(() => api.Tickets.Announced(ticket.TicketId).Count() == 5);
        await using var db = api.OpenDatabase();
        var rows = await db.Images.Where(image => image.TicketId == ticket.TicketId).ToDictionaryAsync(image => image.Id, image => image.UploadedAt);
        Assert.All(items.EnumerateArray(), item => Assert.Equal(rows[item.GetProperty("imageId").GetGuid()], item.GetProperty("uploadedAt").GetDateTimeOffset()));
        Assert.All(api.Tickets.Announced(ticket.TicketId), receipt => Assert.Equal(rows[receipt.ImageId], receipt.OccurredAt));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_type_may_stand_before_or_behind_the_files(bool before)
    {
        using var form = new MultipartFormDataContent();
        if (before)
            form.Add(new StringContent("BEFORE"), "type");
        form.Add(new ByteArrayContent(Pictures.Jpeg()), "files", "a.jpg");
        if (!before)
            form.Add(new StringContent("BEFORE"), "type");

        var response = await Upload(api.Ticket().TicketId, form);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("BEFORE", (await response.Json()).GetProperty("items")[0].GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_checksum_sent_along_is_compared_and_other_bytes_are_refused()
    {
        var ticket = api.Ticket();
        var (jpeg, png) = (Pictures.Jpeg(), Pictures.Png(seed: 8));

        using var swapped = await Sent($"{Hash(png)}, {Hash(jpeg)}");
        Assert.Equal((HttpStatusCode.BadRequest, "checksum"), (swapped.StatusCode, (await swapped.Json()).GetProperty("codes").GetProperty("files")[0].GetString()));
        using var half = await Sent(Hash(jpeg));
        Assert.Equal((HttpStatusCode.BadRequest, "count"), (half.StatusCode, (await half.Json()).GetProperty("codes").GetProperty("X-Checksum-SHA256")[0].GetString()));
        using var nonsense = await Sent("sha-256=:abc:");
        Assert.Equal((HttpStatusCode.BadRequest, "format"), (nonsense.StatusCode, (await nonsense.Json()).GetProperty("codes").GetProperty("X-Checksum-SHA256")[0].GetString()));
        Assert.Empty(api.StoredFiles(ticket.TicketId));

        using var right = await Sent($"{Hash(jpeg).ToUpperInvariant()},{Hash(png)}");
        Assert.Equal(HttpStatusCode.Created, right.StatusCode);

        async Task<HttpResponseMessage> Sent(string checksums)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/tickets/{ticket.TicketId}/images") { Content = FilesApi.Form(jpeg, png) };
            request.Headers.Add("X-Checksum-SHA256", checksums);
            return await api.As("agent").SendAsync(request);
        }
    }

    [Fact]
    public async Task The_ticket_may_be_named_by_its_number_in_any_case()
    {
        var ticket = api.Ticket();

        using var form = FilesApi.Form(Pictures.Jpeg());
        var response = await api.As("agent").PostAsync(new Uri($"/api/tickets/{ticket.TicketNo.ToLowerInvariant()}/images", UriKind.Relative), form);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(2, api.StoredFiles(ticket.TicketId).Count);
    }

    [Fact]
    public async Task The_same_bytes_again_are_a_duplicate_and_stored_once()
    {
        var ticket = api.Ticket();
        var (known, other) = (Pictures.Jpeg(seed: 1), Pictures.Jpeg(seed: 9));
        var first = (await (await Upload(ticket.TicketId, FilesApi.Form(known))).Json()).GetProperty("items")[0];

        var again = await Upload(ticket.TicketId, FilesApi.Form(known));
        var mixed = await Upload(ticket.TicketId, FilesApi.Form(known, other, other));

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        var repeated = (await again.Json()).GetProperty("items")[0];
        Assert.True(repeated.GetProperty("duplicate").GetBoolean());
        Assert.Equal(first.GetProperty("imageId").GetGuid(), repeated.GetProperty("imageId").GetGuid());
        Assert.Equal(HttpStatusCode.Created, mixed.StatusCode);
        var items = (await mixed.Json()).GetProperty("items");
        Assert.Equal([true, false, true], items.EnumerateArray().Select(item => item.GetProperty("duplicate").GetBoolean()));
        Assert.Equal(items[1].GetProperty("imageId").GetGuid(), items[2].GetProperty("imageId").GetGuid());
        Assert.Equal(4, api.StoredFiles(ticket.TicketId).Count);
        await Eventually.Is(() => api.Tickets.Announced(ticket.TicketId).Count() == 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_same_bytes_as_another_type_are_another_image(bool typeFirst)
    {
        var ticket = api.Ticket();
        var picture = Pictures.Jpeg(seed: 3);

        var before = await Send("BEFORE");
        var receipt = await Send(null);
        var again = await Send("RECEIPT");
        var signature = await Send("SIGNATURE");
        var fault = await Send("FAULT");

        Assert.Equal([201, 201, 200, 201, 201], new[] { before, receipt, again, signature, fault }.Select(answer => answer.Status));
        Assert.Equal("RECEIPT", receipt.Item.GetProperty("type").GetString());
        Assert.Equal(receipt.Item.GetProperty("imageId").GetGuid(), again.Item.GetProperty("imageId").GetGuid());
        Assert.Equal(["BEFORE", "FAULT", "RECEIPT", "SIGNATURE"], (await Types()).Order());
        Assert.Equal(8, api.StoredFiles(ticket.TicketId).Count);
        await Eventually.Is(() => api.Tickets.Announced(ticket.TicketId).Count() == 4);

        async Task<(int Status, System.Text.Json.JsonElement Item)> Send(string? type)
        {
            using var form = typeFirst ? [] : FilesApi.Form(picture);
            if (type is not null)
                form.Add(new StringContent(type), "type");
            if (typeFirst)
                form.Add(new ByteArrayContent(picture), "files", "a.jpg");
            var answer = await Upload(ticket.TicketId, form);
            return ((int)answer.StatusCode, (await answer.Json()).GetProperty("items")[0]);
        }

        async Task<IEnumerable<string>> Types()
        {
            await using var db = api.OpenDatabase();
            return await db.Images.Where(image => image.TicketId == ticket.TicketId).Select(image => image.Type).ToListAsync();
        }
    }

    [Fact]
    public async Task Heic_is_refused_with_the_way_to_jpeg()
    {
        byte[] heic = [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8, .. new byte[2000]];

        var problem = await (await Upload(api.Ticket().TicketId, FilesApi.Form(heic))).Problem();

        Assert.Equal((415, "unsupported-image"), (problem.Status, problem.Slug));
        Assert.Contains("JPEG", problem.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("Most Compatible", problem.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_decoders_are_busy_an_upload_is_asked_to_come_again()
    {
        var ticket = api.Ticket();
        var settings = api.Services.GetRequiredService<UploadSettings>() with { MaxQueueTime = TimeSpan.FromMilliseconds(50) };
        await using var files = await api.Another(services => services.AddSingleton(settings));
        var queue = files.Services.GetRequiredService<DecodingQueue>();
        List<IDisposable> turns = [];
        for (var i = 0; i < settings.Decoders; i++)
            turns.Add(await queue.Enter(new UploadBudget("somebody", settings), CancellationToken.None));

        using var form = FilesApi.Form(Pictures.Jpeg(seed: 1));
        var busy = await files.As("agent").PostAsync(FilesApi.ImagesOf(ticket.TicketId), form);
        turns.ForEach(turn => turn.Dispose());
        using var once = FilesApi.Form(Pictures.Jpeg(seed: 1));
        var later = await files.As("agent").PostAsync(FilesApi.ImagesOf(ticket.TicketId), once);

        Assert.Equal((429, "too-many-requests"), await busy.Refusal());
        Assert.InRange(busy.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Created, later.StatusCode);
    }

    [Fact]
    public async Task Images_that_are_too_costly_together_are_refused_before_the_last_is_decoded()
    {
        var ticket = api.Ticket();
        var settings = api.Services.GetRequiredService<UploadSettings>() with { MaxDecodingTime = TimeSpan.FromMilliseconds(5) };
        await using var files = await api.Another(services => services.AddSingleton(settings));

        using var form = FilesApi.Form(Pictures.Jpeg(600, 400, seed: 1), Pictures.Jpeg(600, 400, seed: 2), Pictures.Jpeg(600, 400, seed: 3));
        var problem = await (await files.As("agent").PostAsync(FilesApi.ImagesOf(ticket.TicketId), form)).Problem();

        Assert.Equal((400, "validation", "too-costly"), (problem.Status, problem.Slug, problem.Json.GetProperty("codes").GetProperty("files")[0].GetString()));
        await NothingStored(ticket.TicketId);
    }

    [Fact]
    public async Task The_same_bytes_on_another_ticket_are_another_image()
    {
        var bytes = Pictures.Jpeg();

        foreach (var ticket in new[] { api.Ticket(), api.Ticket() })
            Assert.Equal(HttpStatusCode.Created, (await Upload(ticket.TicketId, FilesApi.Form(bytes))).StatusCode);
    }

    [Fact]
    public async Task Ten_callers_with_the_same_bytes_store_one_image_and_announce_it_once()
    {
        var ticket = api.Ticket();
        var bytes = Pictures.Jpeg(400, 300, seed: 4);

        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Upload(ticket.TicketId, FilesApi.Form(bytes))));

        Assert.Equal(1, responses.Count(response => response.StatusCode == HttpStatusCode.Created));
        Assert.Equal(9, responses.Count(response => response.StatusCode == HttpStatusCode.OK));
        Assert.Single((await Task.WhenAll(responses.Select(r => r.Json()))).Select(json => json.GetProperty("items")[0].GetProperty("imageId").GetGuid()).Distinct());
        Assert.Equal(2, api.StoredFiles(ticket.TicketId).Count);
        await using var db = api.OpenDatabase();
        Assert.Equal(1, await db.Images.CountAsync(image => image.TicketId == ticket.TicketId));
        await Eventually.Is(() => api.Tickets.Announced(ticket.TicketId).Any());
        Assert.Single(api.Tickets.Announced(ticket.TicketId));
    }

    [Fact]
    public async Task One_bad_file_and_none_is_stored()
    {
        var ticket = api.Ticket();

        var response = await Upload(ticket.TicketId, FilesApi.Form(Pictures.Jpeg(seed: 1), Pictures.Png(seed: 2), "not an image"u8.ToArray()));

        Assert.Equal((415, "unsupported-image"), await response.Refusal());
        await NothingStored(ticket.TicketId);
    }

    public static TheoryData<string, byte[], int, string> BadFiles => new()
    {
        { "empty", [], 400, "validation" },
        { "truncated", Pictures.Jpeg()[..600], 400, "validation" },
        { "svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8.ToArray(), 415, "unsupported-image" },
        { "animated", Pictures.AnimatedWebP(), 415, "unsupported-image" },
        { "bomb", Pictures.Bomb("png", 20_000, 20_000), 400, "validation" },
        { "claims", Pictures.ClaimedWebP(7070, 7071), 400, "validation" },
        { "text named jpg", "hello"u8.ToArray(), 415, "unsupported-image" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_bad_file_is_refused_with_its_reason(string what, byte[] file, int status, string slug)
    {
        var ticket = api.Ticket();

        var response = await Upload(ticket.TicketId, FilesApi.Form(file));

        Assert.Equal((what, status, slug), (what, (int)response.StatusCode, (await response.Refusal()).Slug));
        await NothingStored(ticket.TicketId);
    }

    [Fact]
    public async Task Eight_megabytes_are_accepted_and_a_byte_more_is_not()
    {
        var ticket = api.Ticket();
        var picture = Pictures.Jpeg();
        byte[] largest = [.. picture, .. Noise.AsSpan(0, (8 * Megabyte) - picture.Length)];
        byte[] larger = [.. largest, 0];

        Assert.Equal(HttpStatusCode.Created, (await Upload(ticket.TicketId, FilesApi.Form(largest))).StatusCode);
        var refused = api.Ticket();
        Assert.Equal((413, "file-too-large"), await (await Upload(refused.TicketId, FilesApi.Form(Pictures.Jpeg(), larger))).Refusal());
        await NothingStored(refused.TicketId);
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_bounded_while_it_streams()
    {
        using var content = new EndlessUpload();

        var response = await Upload(api.Ticket().TicketId, content);

        Assert.Equal((413, "file-too-large"), await response.Refusal());
    }

    [Fact]
    public async Task An_upload_larger_than_ten_largest_files_is_refused_before_it_is_read()
    {
        using var form = FilesApi.Form([.. Enumerable.Repeat(Noise, 8)]);

        Assert.Equal((413, "file-too-large"), await (await Upload(api.Ticket().TicketId, form)).Refusal());
    }

    [Fact]
    public async Task More_than_ten_files_are_refused()
    {
        var ticket = api.Ticket();

        var response = await Upload(ticket.TicketId, FilesApi.Form([.. Enumerable.Range(0, 11).Select(i => Pictures.Png(8, 8, seed: i))]));

        var problem = await response.Problem();
        Assert.Equal((400, "validation"), (problem.Status, problem.Slug));
        Assert.Equal("too-many", problem.Json.GetProperty("codes").GetProperty("files")[0].GetString());
        await NothingStored(ticket.TicketId);
    }

    [Fact]
    public async Task What_is_no_upload_is_refused()
    {
        var ticket = api.Ticket();
        using var noFile = new MultipartFormDataContent { { new StringContent("RECEIPT"), "type" } };
        using var otherName = new MultipartFormDataContent { { new ByteArrayContent(Pictures.Jpeg()), "file", "a.jpg" } };
        using var wrongType = FilesApi.Form(Pictures.Jpeg());
        wrongType.Add(new StringContent("receipt'; drop table ticket_images"), "type");
        using var longType = FilesApi.Form(Pictures.Jpeg());
        longType.Add(new StringContent(new string('A', 5000)), "type");
        using var json = JsonContent.Create(new { files = "none" });
        using var noBoundary = new StringContent("x");
        noBoundary.Headers.ContentType = new("multipart/form-data");
        using var notMultipart = new ByteArrayContent(Pictures.Jpeg());
        notMultipart.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "abc") } };
        using var cut = new ByteArrayContent("--abc\r\nContent-Disposition: form-data; name=\"files\"\r\n\r\nhal"u8.ToArray());
        cut.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "abc") } };
        using var manyParts = new MultipartFormDataContent();
        for (var i = 0; i < 40; i++)
            manyParts.Add(new StringContent("x"), "field" + i);

        foreach (var content in new HttpContent?[] { noFile, otherName, wrongType, longType, noBoundary, notMultipart, cut, manyParts, null })
            Assert.Equal((400, "validation"), await (await Upload(ticket.TicketId, content)).Refusal());
        Assert.Equal((415, "unsupported-media-type"), await (await Upload(ticket.TicketId, json)).Refusal());
        await NothingStored(ticket.TicketId);
    }

    [Theory]
    [InlineData("BOOKED")]
    [InlineData("CONFIRMED")]
    [InlineData("COMPLETED")]
    [InlineData("CANCELED")]
    public async Task A_ticket_that_is_not_in_work_takes_no_images(string status)
    {
        var ticket = api.Ticket(status);

        var response = await Upload(ticket.TicketId, FilesApi.Form(Pictures.Jpeg()));

        Assert.Equal((409, "illegal-transition"), await response.Refusal());
        await NothingStored(ticket.TicketId);
    }

    private async Task<HttpResponseMessage> Upload(Guid ticketId, HttpContent? content) =>
        await api.As("agent").PostAsync(FilesApi.ImagesOf(ticketId), content);

    private async Task NothingStored(Guid ticketId)
    {
        Assert.Empty(api.StoredFiles(ticketId));
        await using var db = api.OpenDatabase();
        Assert.False(await db.Images.AnyAsync(image => image.TicketId == ticketId));
        Assert.Empty(api.Tickets.Announced(ticketId));
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>One file that goes on for 30 MB without saying so first.</summary>
    private sealed class EndlessUpload : HttpContent
    {
        public EndlessUpload() => Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "abc") } };

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("--abc\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.jpg\"\r\n\r\n"u8.ToArray());
            for (var megabytes = 0; megabytes < 30; megabytes++)
                await stream.WriteAsync(Noise.AsMemory(0, Megabyte));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
