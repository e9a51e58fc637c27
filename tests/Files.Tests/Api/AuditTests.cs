using System.Net;
using System.Text.Json;
using Meida.Files.Tests.Images;
using Meida.ServiceDefaults.Access;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;

namespace Meida.Files.Tests.Api;

[Collection(FilesApi.Collection)]
public sealed class AuditTests(FilesApi api)
{
    [Fact]
    public async Task An_upload_is_in_the_log_and_its_announcement_says_whose_account_and_from_where()
    {
        var ticket = api.Ticket();
        using var form = FilesApi.Form(Pictures.Jpeg());
        using var request = new HttpRequestMessage(HttpMethod.Post, FilesApi.ImagesOf(ticket.TicketId)) { Content = form };
        request.Headers.Add(ClientAddressProof.Header, TestTokens.AddressProof("203.0.113.7"));
        var upload = await api.As("agent").SendAsync(request);
        var id = (await upload.Json()).GetProperty("items")[0].GetProperty("imageId").GetGuid();

        await using var db = api.OpenDatabase();
        var entry = await db.AuditLogs.SingleAsync(entry => entry.TicketId == ticket.TicketId);
        Assert.Equal(("RECEIPT_UPLOADED", "done", "agent", "agent", "203.0.113.7", ticket.TicketNo),
            (entry.Action, entry.Result, entry.ActorName, entry.ActorRole, entry.ClientAddress, entry.TicketNo));
        Assert.Equal(id, JsonDocument.Parse(entry.DetailsJson).RootElement.GetProperty("imageId").GetGuid());
        Assert.NotNull(entry.ActorUserId);

        await Eventually.Is(() => api.Tickets.Announced(ticket.TicketId).Any());
        var asked = (await api.Tickets.AskFiles(ticket.TicketId)).Receipts[0];
        foreach (var receipt in new[] { api.Tickets.Announced(ticket.TicketId).Single(), api.Tickets.Recorded(ticket.TicketId).Single(), asked })
            Assert.Equal((entry.ActorUserId, "203.0.113.7"), (receipt.UploadedById, receipt.ClientAddress));
    }

    [Fact]
    public async Task A_refused_upload_and_somebody_elses_receipt_are_in_the_log_and_what_does_not_exist_is_not()
    {
        var ticket = api.Ticket();
        var id = (await api.Upload(ticket.TicketId, Pictures.Jpeg()))[0].GetProperty("imageId").GetGuid();
        using var bad = FilesApi.Form("no image"u8.ToArray());
        var stranger = api.As("technician", Guid.NewGuid());

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(new Uri($"/api/files/ticket-receipt/{id}", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(new Uri($"/api/files/ticket-receipt/{Guid.NewGuid()}", UriKind.Relative))).StatusCode);
        await using var db = api.OpenDatabase();
        var before = await db.AuditLogs.CountAsync(entry => entry.Action == "UPLOAD_RECEIPT");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await api.As("agent").PostAsync(FilesApi.ImagesOf(ticket.TicketId), bad)).StatusCode);

        var read = Assert.Single(await db.AuditLogs.Where(entry => entry.Action == "READ_RECEIPT" && entry.TicketId == ticket.TicketId).ToListAsync());
        Assert.Equal(("not-found", "technician"), (read.Result, read.ActorRole));
        Assert.Equal(before + 1, await db.AuditLogs.CountAsync(entry => entry.Action == "UPLOAD_RECEIPT"));
        Assert.False(await db.AuditLogs.AnyAsync(entry => entry.Action == "READ_RECEIPT" && entry.TicketId == null));
    }
}
