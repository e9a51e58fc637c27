using System.Text.Json;
using Meida.Contracts.Tickets;
using Meida.Files.Data;
using Meida.SharedKernel;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.Files.Tests.Api;

/// <summary>The service on a real socket, over a real database and broker, with Tickets' side played by the test.</summary>
public sealed class FilesApi : IAsyncLifetime, IAsyncDisposable
{
    public const string Collection = "Files API";

    private readonly ServiceFactory<FilesDbContext> _files = OnFreePort();

    internal TicketsStandIn Tickets { get; private set; } = null!;

    internal IServiceProvider Services => _files.Services;

    internal string UploadRoot => Path.Combine(_files.Directory, "uploads");

    public async ValueTask InitializeAsync()
    {
        await _files.InitializeAsync();
        Tickets = await TicketsStandIn.Start(_files.Broker.Address);
        await Eventually.Is(
            async () => (await _files.Anonymous().GetAsync(new Uri("/health", UriKind.Relative))).IsSuccessStatusCode,
            "Files is not healthy.", TimeSpan.FromSeconds(60));
        await AskFirstQuestion(_files);
    }

    public async ValueTask DisposeAsync()
    {
        await Tickets.DisposeAsync();
        await _files.DisposeAsync();
    }

    internal HttpClient As(string role, Guid? technicianId = null) => _files.As(role, technicianId: technicianId);

    internal HttpClient Anonymous() => _files.Anonymous();

    /// <summary>Another process of the same service with other settings.</summary>
    internal Task<ServiceFactory<FilesDbContext>> Another(params (string Name, string Value)[] settings) => Another(null, settings);

    /// <summary>Another process of the same service with other settings and registrations.</summary>
    internal async Task<ServiceFactory<FilesDbContext>> Another(
        Action<IServiceCollection>? configure, params (string Name, string Value)[] settings)
    {
        var files = OnFreePort();
        files.Share(_files.Database, _files.Broker);
        files.Configure = configure;
        files.Settings["UPLOAD_ROOT"] = UploadRoot;
        foreach (var (name, value) in settings)
            files.Settings[name] = value;
        await files.InitializeAsync();
        await AskFirstQuestion(files);
        return files;
    }

    // A new bus takes longest over its first question, longer than an upload waits on a busy machine.
    private async Task AskFirstQuestion(ServiceFactory<FilesDbContext> files)
    {
        var ticket = Ticket();
        await Eventually.Is(
            async () => (await files.As("technician", technicianId: ticket.TechnicianId).GetAsync(ImagesOf(ticket.TicketId))).IsSuccessStatusCode,
            "Tickets' side does not answer.", TimeSpan.FromSeconds(60));
    }

    internal FilesDbContext OpenDatabase() => new(
        new DbContextOptionsBuilder<FilesDbContext>().UseNpgsql(_files.Database.ConnectionString).UseSnakeCaseNamingConvention().Options);

    /// <summary>A ticket the owner knows; Files has heard nothing of it.</summary>
    internal TicketAccessState Ticket(string status = "ASSIGNED", Guid? technicianId = null) => Tickets.Set(new TicketAccessState(
        Guid.CreateVersion7(), TicketNumber.New(TicketNumberIssuer.Tickets), status, 3, technicianId ?? Guid.NewGuid()));

    /// <summary>Uploads as an agent; the images of the answer.</summary>
    internal Task<JsonElement> Upload(Guid ticketId, params byte[][] files) => UploadAs("agent", ticketId, "RECEIPT", files);

    internal async Task<JsonElement> UploadAs(string role, Guid ticketId, string type, params byte[][] files)
    {
        using var form = Form(files);
        form.Add(new StringContent(type), "type");
        var response = await As(role).PostAsync(ImagesOf(ticketId), form);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Json()).GetProperty("items");
    }

    internal IReadOnlyList<string> StoredFiles(Guid ticketId)
    {
        var folder = Path.Combine(UploadRoot, "tickets", ticketId.ToString("D"));
        return Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
    }

    private static ServiceFactory<FilesDbContext> OnFreePort() =>
        new() { OnSockets = true, Settings = { ["urls"] = "http://127.0.0.1:0" } };

    internal static Uri ImagesOf(Guid ticketId) => new($"/api/tickets/{ticketId}/images", UriKind.Relative);

    internal static MultipartFormDataContent Form(params byte[][] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var file in files)
            form.Add(new ByteArrayContent(file), "files", "../../evil name.exe");
        return form;
    }
}

[CollectionDefinition(FilesApi.Collection)]
public sealed class FilesApiCollection : ICollectionFixture<FilesApi>;

internal static class Answers
{
    public static async Task<JsonElement> Json(this HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    /// <summary>Status and the end of the problem's type, which every refusal must have.</summary>
    public static async Task<(int Status, string Slug)> Refusal(this HttpResponseMessage response)
    {
        var problem = await response.Problem();
        return (problem.Status, problem.Slug);
    }
}
