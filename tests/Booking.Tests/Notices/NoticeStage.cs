using Meida.Booking.Data;
using Meida.Booking.Domain;
using Meida.Booking.Notices;
using Meida.Contracts.Tickets;
using Meida.SharedKernel;
using Meida.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Meida.Booking.Tests.Notices;

/// <summary>The service with a provider of text messages, ten in the morning of the day after today.</summary>
internal sealed class NoticeStage : IAsyncDisposable
{
    private PostgresDatabase _database = null!;
    private RabbitBroker _broker = null!;
    private int _phones;

    public SmsProvider Provider { get; private set; } = null!;

    public FakeTimeProvider Clock { get; } = new(At(1, 10));

    public BookingService Service { get; private set; } = null!;

    public static DateTimeOffset At(int day, int hour, int minute = 0) => AppointmentSlots.StartsAt(Bookings.Today().AddDays(day), new TimeOnly(hour, minute));

    public static async Task<NoticeStage> Start(params (string Key, string Value)[] settings)
    {
        var stage = new NoticeStage { Provider = await SmsProvider.Start(), _database = await PostgresDatabase.Create("booking"), _broker = await RabbitBroker.Create() };
        stage.Service = await stage.Process(settings);
        return stage;
    }

    /// <summary>Another process of the same service.</summary>
    public Task<BookingService> Process(params (string Key, string Value)[] settings) => BookingService.With(factory =>
    {
        factory.Share(_database, _broker);
        factory.Clock = Clock;
        factory.Settings["Notices:Channel"] = "sms";
        factory.Settings["Notices:Sms:Url"] = Provider.Url.ToString();
        factory.Settings["Notices:Sms:Secret"] = SmsProvider.Secret;
        factory.Settings["Notices:Sms:Templates:BOOKED"] = "T-1";
        factory.Settings["Notices:SiteUrl"] = "https://repair.example";
        factory.Settings["Notices:LookEvery"] = "00:00:00.05";
        foreach (var (key, value) in settings)
            factory.Settings[key] = value;
    });

    /// <summary>A booking with a number of its own, three days from today at ten.</summary>
    public async Task<(Guid Id, string No, string Own, string Phone)> Book(Action<Dictionary<string, object?>>? change = null)
    {
        var phone = $"1391234{_phones++:0000}";
        var (id, no, own) = await Service.Client.BookedWithLink(body =>
        {
            body["customerPhone"] = phone;
            change?.Invoke(body);
        });
        return (id, no, own, phone);
    }

    public Task Tells(string phone, params string[] kinds) => Eventually.Is(() =>
    {
        Assert.Equal(kinds, Provider.KindsTo(phone));
        return Task.CompletedTask;
    });

    /// <summary>Publishes and waits until it is taken in.</summary>
    public async Task Happens<T>(T message)
        where T : class, Contracts.ITicketEvent
    {
        await Service.Publish(message, Guid.CreateVersion7(), times: 2);
        await Eventually.Is(() => Service.Db(db => db.Progress.AnyAsync(p => p.TicketId == message.TicketId && p.Version == message.Version)));
    }

    public Task<List<Notice>> Notices(Guid ticketId) =>
        Service.Db(db => db.Notices.AsNoTracking().Where(n => n.TicketId == ticketId).OrderBy(n => n.Version).ThenBy(n => n.Id).ToListAsync());

    public async Task<NoticeState[]> States(Guid ticketId, NoticeKind kind) =>
        [.. (await Notices(ticketId)).Where(n => n.Kind == kind).Select(n => n.State)];

    public TicketRescheduled Moved(Guid id, string no, int version, int day, int hour) =>
        new(id, no, version, Clock.GetUtcNow(), Bookings.Today().AddDays(day), new TimeOnly(hour, 0), null);

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Provider.DisposeAsync();
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }
}
