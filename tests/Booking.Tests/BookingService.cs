using MassTransit;
using Meida.Booking.Data;
using Meida.SharedKernel;
using Meida.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.Booking.Tests;

/// <summary>The booking service on a database and a virtual host of its own.</summary>
public class BookingService : IAsyncLifetime, IAsyncDisposable
{
    private readonly ServiceFactory<BookingDbContext> _factory = new();

    internal HttpClient Client { get; private set; } = null!;

    internal PersonalData PersonalData => _factory.Services.GetRequiredService<PersonalData>();

    internal EndpointDataSource Routes => _factory.Services.GetRequiredService<EndpointDataSource>();

    /// <summary>Another one with settings or parts of its own; the caller disposes of it.</summary>
    internal static async Task<BookingService> With(Action<ServiceFactory<BookingDbContext>> arrange)
    {
        var service = new BookingService();
        arrange(service._factory);
        await service.InitializeAsync();
        return service;
    }

    /// <summary>A second process of this very service: the same database, the same broker.</summary>
    internal Task<BookingService> Replica(params (string Key, string Value)[] settings) => With(factory =>
    {
        factory.Share(_factory.Database, _factory.Broker);
        foreach (var (key, value) in settings)
            factory.Settings[key] = value;
    });

    public async ValueTask InitializeAsync()
    {
        Arrange(_factory);
        await _factory.InitializeAsync();
        Client = _factory.Anonymous();
        // Queues are bound once the broker is healthy; a message before that would go nowhere.
        await Eventually.Is(async () => Assert.Contains("\"broker\":\"Healthy\"", await Client.GetStringAsync(new Uri("/health", UriKind.Relative)), StringComparison.Ordinal));
    }

    internal virtual void Arrange(ServiceFactory<BookingDbContext> factory)
    {
    }

    internal Task<T> Db<T>(Func<BookingDbContext, Task<T>> work) =>
        _factory.InScope(services => work(services.GetRequiredService<BookingDbContext>()));

    internal Task Publish<T>(T message)
        where T : class => _factory.Services.GetRequiredService<IBus>().Publish(message);

    /// <summary>Sends the same message, by its id, as often as told.</summary>
    internal async Task Publish<T>(T message, Guid messageId, int times)
        where T : class
    {
        for (var i = 0; i < times; i++)
            await _factory.Services.GetRequiredService<IBus>().Publish(message, context => context.MessageId = messageId);
    }

    internal async Task<TAnswer> Ask<TRequest, TAnswer>(TRequest request)
        where TRequest : class
        where TAnswer : class
    {
        var client = _factory.Services.GetRequiredService<IBus>().CreateRequestClient<TRequest>(RequestTimeout.After(s: 10));
        return (await client.GetResponse<TAnswer>(request)).Message;
    }

    /// <summary>Listens to what the service announces from now on, on a queue of its own.</summary>
    internal Task<Listener<T>> Listen<T>()
        where T : class => Listener<T>.On(_factory.Services.GetRequiredService<IBusControl>());

    /// <summary>Tickets, as far as this service asks it.</summary>
    internal Task<TicketsStandIn> Tickets() => TicketsStandIn.Join(_factory.Services.GetRequiredService<IBusControl>());

    /// <summary>A client signed in as a role.</summary>
    internal HttpClient As(string role, Guid? technicianId = null) => _factory.As(role, technicianId: technicianId);

    /// <summary>A center as Technicians would announce it.</summary>
    internal async Task<Guid> Center(string name, params string[] regions)
    {
        var id = Guid.CreateVersion7();
        await Publish(new Contracts.Technicians.ServiceCenterChanged(id, 1, DateTimeOffset.UnixEpoch, name, regions, AppointmentSlots.DefaultTimeZone));
        await Eventually.Is(() => Db(db => db.Centers.AnyAsync(c => c.Id == id)));
        return id;
    }

    /// <summary>The tables, of all schemas of the service, with a row that contains the text.</summary>
    internal async Task<string[]> TablesWith(string text)
    {
        var tables = await Db(db => db.Database.SqlQuery<string>(
            $"select table_name::text as value from information_schema.tables where table_schema = 'public'").ToListAsync());
        var found = new List<string>();
        foreach (var table in tables)
        {
            if (await _factory.Database.Scalar<bool>($"select exists (select 1 from \"{table}\" t where t::text like '%' || $1 || '%')", text))
                found.Add(table);
        }

        return [.. found];
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        GC.SuppressFinalize(this);
    }

}

[CollectionDefinition(nameof(BookingService))]
public sealed class BookingServiceCollection : ICollectionFixture<BookingService>;
