using MassTransit;
using Meida.Contracts.Booking;
using Meida.ServiceDefaults.Access;
using Meida.SharedKernel;
using Meida.Testing;
using Meida.Tickets.Data;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.Tickets.Tests;

/// <summary>The tickets service on a database and a virtual host of its own, with stand-ins for the services it asks.</summary>
public class TicketsService : IAsyncLifetime, IAsyncDisposable
{
    private readonly ServiceFactory<TicketsDbContext> _factory = new();

    internal StandIns Others { get; } = new();

    internal HttpClient Admin { get; private set; } = null!;

    internal HttpClient Agent { get; private set; } = null!;

    internal HttpClient Ops { get; private set; } = null!;

    internal HttpClient Anonymous { get; private set; } = null!;

    internal HttpClient Operator { get; private set; } = null!;

    internal PersonalData PersonalData => _factory.Services.GetRequiredService<PersonalData>();

    internal EndpointDataSource Routes => _factory.Services.GetRequiredService<EndpointDataSource>();

    internal PostgresDatabase Database => _factory.Database;

    internal RabbitBroker Broker => _factory.Broker;

    internal static async Task<TicketsService> With(Action<ServiceFactory<TicketsDbContext>> arrange)
    {
        var service = new TicketsService();
        arrange(service._factory);
        await service.InitializeAsync();
        return service;
    }

    public async ValueTask InitializeAsync()
    {
        // A busy machine must not turn an answer of 200 into 202.
        _factory.Settings.TryAdd("Assignment:AnswerWithin", "00:00:12");
        await _factory.InitializeAsync();
        Operator = _factory.Anonymous();
        Operator.DefaultRequestHeaders.Add("X-Operations-Key", "for operators only");
        (Admin, Agent, Ops, Anonymous) = (_factory.As("admin"), _factory.As("agent"), _factory.As("ops_manager", userName: "ops"), _factory.Anonymous());
        await Eventually.Is(
            async () => Assert.Contains("\"broker\":\"Healthy\"", await Anonymous.GetStringAsync(new Uri("/health", UriKind.Relative)), StringComparison.Ordinal),
            TimeSpan.FromSeconds(60));
        await Others.Join(_factory.Services.GetRequiredService<IBusControl>(), PersonalData);
    }

    internal HttpClient Technician(Guid? technicianId, string userName = "tech1") => _factory.As("technician", userName: userName, technicianId: technicianId);

    /// <summary>A client signed in as the administrator who may erase.</summary>
    internal HttpClient Eraser()
    {
        var client = _factory.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", TestTokens.Token("admin", permissions: Permissions.All));
        return client;
    }

    /// <summary>Changes the history behind the back of the triggers that refuse it, as if it had happened otherwise.</summary>
    internal Task Rewrite(string sql) => Database.Execute($"set session_replication_role = replica; {sql}; set session_replication_role = default");

    /// <summary>The lines of the audit log, as the gateway gets them to join with those of other services.</summary>
    internal async Task<System.Text.Json.JsonElement> AuditLog(string query)
    {
        using var system = As("system");
        return await system.Read($"/internal/audit-logs?{query}");
    }

    internal HttpClient As(string role) => _factory.As(role, technicianId: role == "technician" ? Guid.Empty : null);

    internal Task<T> Db<T>(Func<TicketsDbContext, Task<T>> work) => _factory.InScope(services => work(services.GetRequiredService<TicketsDbContext>()));

    internal Task<T> InScope<T>(Func<IServiceProvider, Task<T>> work) => _factory.InScope(work);

    internal async Task Publish<T>(T message, Guid? messageId = null, int times = 1)
        where T : class
    {
        var id = messageId ?? NewId.NextGuid();
        for (var i = 0; i < times; i++)
            await _factory.Services.GetRequiredService<IBus>().Publish(message, context => context.MessageId = id);
    }

    internal async Task<TAnswer> Ask<TRequest, TAnswer>(TRequest request)
        where TRequest : class
        where TAnswer : class =>
        (await _factory.Services.GetRequiredService<IBus>().CreateRequestClient<TRequest>(RequestTimeout.After(s: 20)).GetResponse<TAnswer>(request)).Message;

    internal BookingSubmitted Booking(Action<SealedTexts>? change = null)
    {
        var texts = new SealedTexts();
        change?.Invoke(texts);
        return new BookingSubmitted(
            Guid.CreateVersion7(), TicketNumber.New(TicketNumberIssuer.Booking), texts.CenterId, texts.Date, texts.Time, texts.Product,
            PersonalData.Seal(new SealedDetails(texts.Name, texts.Phone, texts.Address, texts.Issue)), DateTimeOffset.UtcNow,
            texts.Serial, texts.Known);
    }

    /// <summary>A ticket opened by the message of a booking.</summary>
    internal async Task<Guid> Booked(Action<SealedTexts>? change = null)
    {
        var booking = Booking(change);
        await Publish(booking);
        await Eventually.Is(() => Db(db => db.Tickets.AnyAsync(t => t.Id == booking.TicketId)), "The booking opened no ticket.", TimeSpan.FromSeconds(30));
        return booking.TicketId;
    }

    internal async Task<Guid> Confirmed(Action<SealedTexts>? change = null)
    {
        var id = await Booked(change);
        await Agent.Done($"/api/tickets/{id}/confirm");
        return id;
    }

    /// <summary>A ticket given to a technician of its own, who is free whenever asked for.</summary>
    internal async Task<(Guid TicketId, Guid TechnicianId)> Assigned(Action<SealedTexts>? change = null)
    {
        var id = await Confirmed(change);
        var technician = Others.Hire();
        await Ops.Done($"/api/tickets/{id}/assign", new { technicianId = technician });
        return (id, technician);
    }

    internal async Task<(Guid TicketId, Guid TechnicianId)> InProgress()
    {
        var (id, technician) = await Assigned();
        await Agent.Done($"/api/tickets/{id}/start");
        return (id, technician);
    }

    internal async Task<(Guid TicketId, Guid TechnicianId)> Completed()
    {
        var (id, technician) = await InProgress();
        Others.AddReceipt(id);
        await Ops.Done($"/api/tickets/{id}/complete");
        return (id, technician);
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        GC.SuppressFinalize(this);
    }

}

/// <summary>What a booking's sealed part and slot say; a test changes what it is about.</summary>
internal sealed class SealedTexts
{
    /// <summary>The center of a ticket whose test is not about centers.</summary>
    public static readonly Guid Center = Guid.Parse("01900000-0000-7000-8000-00000000c001");

    private static int _slots;

    public SealedTexts()
    {
        // Every ticket has a slot of its own, so that no test meets the appointments of another.
        var n = Interlocked.Increment(ref _slots);
        Date = AppointmentSlots.Today(TimeProvider.System).AddDays(2 + n / 18 % 50);
        Time = AppointmentSlots.StartTimes[n % 18];
    }

    public string Name { get; set; } = "王小明";

    public string Phone { get; set; } = "13912345678";

    public string Address { get; set; } = "杭州市西湖区文三路 1287 号";

    public string Issue { get; set; } = "集成灶漏水";

    public string? Product { get; set; } = "JZT-7B13";

    public string? Serial { get; set; }

    public ProductWarranty? Known { get; set; }

    public Guid? CenterId { get; set; } = Center;

    public DateOnly Date { get; set; }

    public TimeOnly Time { get; set; }
}

[CollectionDefinition(nameof(TicketsService))]
public sealed class TicketsServiceCollection : ICollectionFixture<TicketsService>;
