using System.Net;
using Meida.Files.Tests.Images;
using Meida.ServiceDefaults.Access;
using Meida.SharedKernel;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;

namespace Meida.Files.Tests.Api;

[Collection(FilesApi.Collection)]
public sealed class UploadFaultImagesTests(FilesApi api)
{
    [Theory]
    [InlineData("BOOKED")]
    [InlineData("CONFIRMED")]
    [InlineData("ASSIGNED")]
    public async Task A_customers_picture_is_stored_cleaned_and_announced_as_hers(string status)
    {
        var ticket = api.Ticket(status);
        var picture = Pictures.Jpeg(orientation: 6, secrets: true);

        using var answer = await Send(api.Tickets.Link(ticket.TicketId), "203.0.113.7", picture);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var item = Assert.Single((await answer.Json()).GetProperty("items").EnumerateArray());
        Assert.Equal(
            ["imageId", "type", "contentType", "size", "width", "height", "checksumSha256", "duplicate"],
            item.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("FAULT", "image/jpeg", 48, false),
            (item.GetProperty("type").GetString(), item.GetProperty("contentType").GetString(), item.GetProperty("width").GetInt32(), item.GetProperty("duplicate").GetBoolean()));
        Assert.Null(answer.Headers.Location);
        var recorded = Assert.Single(api.Tickets.Recorded(ticket.TicketId));
        Assert.Equal(("FAULT", "customer", "customer", null, "203.0.113.7"),
            (recorded.Type, recorded.UploadedBy, recorded.UploaderRole, recorded.UploadedById, recorded.ClientAddress));
        await Eventually.Is(() => api.Tickets.Announced(ticket.TicketId).Any());
        Assert.All(api.StoredFiles(ticket.TicketId), file => Assert.DoesNotContain(Pictures.Secret, File.ReadAllText(file, System.Text.Encoding.Latin1), StringComparison.Ordinal));

        var seen = await (await api.As("agent").GetAsync(FilesApi.ImagesOf(ticket.TicketId))).Json();
        Assert.Equal(item.GetProperty("imageId").GetGuid(), seen.GetProperty("items")[0].GetProperty("imageId").GetGuid());
        await using var db = api.OpenDatabase();
        var entry = await db.AuditLogs.SingleAsync(entry => entry.TicketId == ticket.TicketId);
        Assert.Equal(("RECEIPT_UPLOADED", "customer"), (entry.Action, entry.ActorRole));
    }

    [Theory]
    [InlineData("IN_PROGRESS")]
    [InlineData("COMPLETED")]
    [InlineData("CANCELED")]
    public async Task Once_the_visit_has_begun_it_is_too_late(string status)
    {
        var ticket = api.Ticket(status);

        using var answer = await Send(api.Tickets.Link(ticket.TicketId), Pictures.Jpeg());

        Assert.Equal((409, "illegal-transition"), await answer.Refusal());
        Assert.Empty(api.StoredFiles(ticket.TicketId));
    }

    [Fact]
    public async Task There_are_three_and_the_same_bytes_again_are_no_fourth()
    {
        var ticket = api.Ticket("BOOKED");
        var link = api.Tickets.Link(ticket.TicketId);
        byte[][] pictures = [.. Enumerable.Range(0, 4).Select(i => Pictures.Png(16, 16, seed: i))];
        await api.UploadAs("agent", api.Tickets.Set(ticket with { Status = "ASSIGNED" }).TicketId, "FAULT", Pictures.Png(16, 16, seed: 50));

        using var two = await Send(link, pictures[0], pictures[1], pictures[1]);
        using var tooMany = await Send(link, pictures[2], pictures[3]);
        using var third = await Send(link, pictures[2]);
        using var fourth = await Send(link, pictures[3]);
        using var again = await Send(link, pictures[2]);

        Assert.Equal(HttpStatusCode.Created, two.StatusCode);
        Assert.Equal((409, "too-many-pictures"), await tooMany.Refusal());
        Assert.Equal(HttpStatusCode.Created, third.StatusCode);
        Assert.Equal((409, "too-many-pictures"), await fourth.Refusal());
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.True((await again.Json()).GetProperty("items")[0].GetProperty("duplicate").GetBoolean());
        // Three of hers and one of the agent's, each with its thumbnail.
        Assert.Equal(8, api.StoredFiles(ticket.TicketId).Count);
    }

    [Fact]
    public async Task Uploads_at_the_same_moment_do_not_add_up_to_more_than_three()
    {
        var ticket = api.Ticket("CONFIRMED");
        var link = api.Tickets.Link(ticket.TicketId);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Send(link, Pictures.Png(16, 16, seed: i))));

        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        await using var db = api.OpenDatabase();
        Assert.Equal(3, await db.Images.CountAsync(image => image.TicketId == ticket.TicketId));
    }

    [Fact]
    public async Task A_wrong_link_is_404_before_the_body_is_looked_at_and_only_its_hash_and_network_are_asked_about()
    {
        var token = ManageToken.New();

        using var answer = await Send(token, "2001:db8:1:2::3", "no image"u8.ToArray());

        Assert.Equal((404, "not-found"), await answer.Refusal());
        var asked = Assert.Single(api.Tickets.AskedLinks, question => question.TokenHash == ManageToken.Hash(token));
        Assert.Equal("2001:db8:1:2::/64", asked.ClientNetwork);
    }

    [Fact]
    public async Task Who_tried_too_many_links_waits_and_without_Booking_nobody_can_tell()
    {
        var link = api.Tickets.Link(api.Ticket("BOOKED").TicketId);
        try
        {
            api.Tickets.WaitSeconds = 30;
            using var slowed = await Send(link, Pictures.Jpeg());
            Assert.Equal((429, "too-many-attempts"), await slowed.Refusal());
            Assert.Equal(TimeSpan.FromSeconds(30), slowed.Headers.RetryAfter!.Delta);

            (api.Tickets.WaitSeconds, api.Tickets.IsBookingDown) = (null, true);
            using var silent = await Send(link, Pictures.Jpeg());
            Assert.Equal((503, "service-unavailable"), await silent.Refusal());
        }
        finally
        {
            (api.Tickets.WaitSeconds, api.Tickets.IsBookingDown) = (null, false);
        }
    }

    [Fact]
    public async Task What_is_refused_of_staff_is_refused_of_customers_and_nothing_of_the_upload_stays()
    {
        var ticket = api.Ticket("BOOKED");
        var link = api.Tickets.Link(ticket.TicketId);
        using var typed = FilesApi.Form(Pictures.Jpeg());
        typed.Add(new StringContent("RECEIPT"), "type");

        using var foreign = await Send(link, Pictures.Jpeg(), "%PDF-1.7"u8.ToArray());
        using var empty = await Send(link, []);
        using var receipt = await api.Anonymous().PostAsync(Images(link), typed);

        Assert.Equal((415, "unsupported-image"), await foreign.Refusal());
        Assert.Equal((400, "validation"), await empty.Refusal());
        Assert.Equal("not-changeable", (await receipt.Json()).GetProperty("codes").GetProperty("type")[0].GetString());
        Assert.Empty(api.StoredFiles(ticket.TicketId));
        Assert.Empty(api.Tickets.Recorded(ticket.TicketId));
    }

    private Task<HttpResponseMessage> Send(string token, params byte[][] files) => Send(token, "203.0.113.9", files);

    private async Task<HttpResponseMessage> Send(string token, string address, params byte[][] files)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Images(token)) { Content = FilesApi.Form(files) };
        request.Headers.Add(ClientAddressProof.Header, TestTokens.AddressProof(address));
        return await api.Anonymous().SendAsync(request);
    }

    private static Uri Images(string token) => new($"/api/public/tickets/{token}/images", UriKind.Relative);
}
