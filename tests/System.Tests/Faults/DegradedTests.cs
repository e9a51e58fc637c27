using System.Net;
using System.Text.Json.Nodes;
using Meida.EndToEnd.Running;
using Meida.Testing;

namespace Meida.EndToEnd.Faults;

/// <summary>
/// A part is away, and stays away: the others go on as far as they can, refuse the rest with a date, do not die of it, and
/// are themselves again soon after the part is.
/// </summary>
[Collection(SystemCollection.Name)]
public sealed class DegradedTests(RunningSystem system) : IAsyncLifetime, IDisposable
{
    /// <summary>From the health of the part that was away.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(15);

    private readonly Operator _operator = new(system);
    private readonly Client _customer = Client.Anonymous(system.Gateway);
    private Client _admin = null!;

    public async ValueTask InitializeAsync() => _admin = await Client.SignIn(system.Gateway, "admin");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose()
    {
        _admin.Dispose();
        _customer.Dispose();
    }

    [Fact]
    public async Task Without_the_broker_customers_book_and_agents_confirm_and_complete()
    {
        var toConfirm = await Booked();
        var toComplete = await Assigned();
        await Upload(toComplete);
        await HasReceipt(toComplete);
        JsonNode booking = null!;

        await WhileStopped("messaging", async () =>
        {
            booking = (await _customer.Post("/api/public/booking", Samples.Booking("13700137000"))).Is(HttpStatusCode.Created).Json;
            (await _admin.Post($"/api/tickets/{toConfirm}/confirm")).Is(HttpStatusCode.OK);
            (await _admin.Post($"/api/tickets/{toComplete}/complete")).Is(HttpStatusCode.OK);
        }, async () =>
        {
            (await _admin.Get($"/api/tickets/{booking["ticketId"]}")).Is(HttpStatusCode.OK);
            var statuses = await system.Run.Rows("booking", $"select status from bookings where id in ('{toConfirm}', '{toComplete}')");
            Assert.Equal(["COMPLETED", "CONFIRMED"], statuses.Order(StringComparer.Ordinal));
        });
    }

    [Fact]
    public async Task Without_Technicians_lists_show_names_and_an_assignment_waits()
    {
        var named = await Assigned();
        var ticket = (await _admin.Get($"/api/tickets/{named}")).Json;
        var name = (string?)ticket["technicianName"];
        Assert.False(string.IsNullOrEmpty(name));
        var waiting = await Booked();
        (await _admin.Post($"/api/tickets/{waiting}/confirm")).Is(HttpStatusCode.OK);

        await WhileStopped("technicians", async () =>
        {
            var list = (await _admin.Get($"/api/tickets?status=ASSIGNED&q={ticket["ticketNo"]}")).Is(HttpStatusCode.OK).Json["items"]!.AsArray();
            Assert.Equal(name, (string?)Assert.Single(list)!["technicianName"]);
            (await _admin.Post($"/api/tickets/{waiting}/assign", new { })).Is(HttpStatusCode.Accepted);
            Assert.Equal("CONFIRMED", (string?)(await _admin.Get($"/api/tickets/{waiting}")).Json["status"]);
        }, async () => Assert.Equal("ASSIGNED", (string?)(await _admin.Get($"/api/tickets/{waiting}")).Json["status"]));
    }

    [Fact]
    public async Task Without_the_store_an_upload_is_refused_whole_and_says_when_to_come_back()
    {
        var ticket = await Assigned();

        await WithoutTheStore(async () =>
        {
            var refused = (await Upload(ticket)).Is(HttpStatusCode.ServiceUnavailable, "service-unavailable");
            Assert.NotNull(refused.RetryAfter);
            Assert.Equal(0L, await system.Run.Scalar<long>("files", $"select count(*) from ticket_images where ticket_id = '{ticket}'"));
            Assert.Empty((await _admin.Get($"/api/tickets/{ticket}/images")).Is(HttpStatusCode.OK).Json["items"]!.AsArray());
        }, async () => (await Upload(ticket)).Is(HttpStatusCode.Created));
        await HasReceipt(ticket);
    }

    [Fact]
    public async Task Without_the_database_every_call_is_refused_and_no_process_dies_of_it()
    {
        var ticket = await Booked();

        await WhileStopped("postgres", async () =>
        {
            Answer[] refused =
            [
                await _customer.Post("/api/public/booking", Samples.Booking()),
                await _admin.Get("/api/tickets"),
                await _admin.Post($"/api/tickets/{ticket}/confirm"),
                await _admin.Get("/api/technicians"),
            ];
            foreach (var answer in refused)
            {
                answer.Is(HttpStatusCode.ServiceUnavailable, "service-unavailable");
                Assert.NotNull(answer.RetryAfter);
            }
        }, async () =>
        {
            (await _customer.Post("/api/public/booking", Samples.Booking())).Is(HttpStatusCode.Created);
            (await _admin.Post($"/api/tickets/{ticket}/confirm")).Is(HttpStatusCode.OK);
        });
    }

    // The others live on as the same processes; when it is over all are well again.
    private async Task WhileStopped(string part, Func<Task> check, Func<Task> recovered)
    {
        var before = Others(part);
        await _operator.Stop(part);
        try
        {
            await check();
            Assert.Equal(before, Others(part));
        }
        finally
        {
            await _operator.Start(part);
        }

        await Recovers(recovered);
        Assert.Equal(before, Others(part));
    }

    private IReadOnlyList<(string, int)> Others(string part) =>
        [.. system.Run.Services.Where(service => service.Name != part).Select(service => (service.Name, service.Pid))];

    private Task WithoutTheStore(Func<Task> check, Func<Task> recovered) =>
        system.Run.Storage.Kind == "s3" ? WhileStopped("storage", check, recovered) : WithoutTheDisk(check, recovered);

    // A directory that cannot be written into, as when a disk is not mounted; permissions do not keep root out.
    private async Task WithoutTheDisk(Func<Task> check, Func<Task> recovered)
    {
        var away = system.UploadFolder + ".away";
        Directory.Move(system.UploadFolder, away);
        await File.WriteAllTextAsync(system.UploadFolder, "");
        try
        {
            await check();
        }
        finally
        {
            File.Delete(system.UploadFolder);
            Directory.Move(away, system.UploadFolder);
        }

        await Recovers(recovered);
        Assert.Empty(Directory.EnumerateFiles(system.UploadFolder, "*.part", SearchOption.AllDirectories));
    }

    private async Task Recovers(Func<Task> recovered)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.Is(async () =>
        {
            foreach (var service in system.Run.Services)
                Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(service.Url, "/health"))).StatusCode);
            await recovered();
        }, Recovery);
    }

    private async Task<string> Booked()
    {
        var id = (string)(await _customer.Post("/api/public/booking", Samples.Booking())).Is(HttpStatusCode.Created).Json["ticketId"]!;
        (await _admin.Get($"/api/tickets/{id}")).Is(HttpStatusCode.OK);
        return id;
    }

    private async Task<string> Assigned()
    {
        var id = await Booked();
        (await _admin.Post($"/api/tickets/{id}/confirm")).Is(HttpStatusCode.OK);
        await _admin.Post($"/api/tickets/{id}/assign", new { });
        await Eventually.Is(async () => Assert.Equal("ASSIGNED", (string?)(await _admin.Get($"/api/tickets/{id}")).Json["status"]), TimeSpan.FromSeconds(60));
        return id;
    }

    private Task<Answer> Upload(string ticket) => _admin.Upload($"/api/tickets/{ticket}/images", ("receipt.png", Samples.Receipt(ticket.GetHashCode(StringComparison.Ordinal))));

    private Task HasReceipt(string ticket) => Eventually.Is(async () =>
        Assert.Equal(1L, await system.Run.Scalar<long>("tickets", $"select count(*) from ticket_images where ticket_id = '{ticket}'")));
}
