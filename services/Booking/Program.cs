using MassTransit;
using Meida.Booking.Data;
using Meida.Booking.Domain;
using Meida.Booking.Features;
using Meida.Booking.Manage;
using Meida.Booking.Notices;
using Meida.Booking.Products;
using Meida.Booking.Projections;
using Meida.Contracts.Tickets;
using Meida.Messaging;
using Meida.ServiceDefaults;
using Meida.ServiceDefaults.Data;
using Meida.ServiceDefaults.Idempotency;
using Meida.ServiceDefaults.Privacy;
using Meida.SharedKernel;

if (await MigrateCommand.NothingToMigrate<BookingDbContext>(args, "bookingdb"))
    return 0;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddPersonalData();
builder.AddDatabase<BookingDbContext>("bookingdb");
builder.AddIdempotencyCleanup<BookingDbContext>();
builder.AddMessaging<BookingDbContext>("booking", bus =>
{
    bus.AddGroupConsumer<TicketProgressConsumer, BookingDbContext, TicketProgress, TicketProgressKeeper>();
    bus.AddConsumer<AgentBookingRecordedConsumer>();
    bus.AddConsumer<TicketCorrectedConsumer>();
    bus.AddConsumer<TicketErasureRequestedConsumer>();
    bus.AddConsumer<CatalogConsumer>();
    bus.AddConsumer<FindBookingConsumer>();
    bus.AddConsumer<FindProductConsumer>();
    bus.AddConsumer<OpenOwnLinkConsumer>();
    bus.AddRequestClient<GetTicketForCustomer>();
    bus.AddRequestClient<GetTicketAccess>();
    bus.AddRequestClient<RescheduleForCustomer>();
    bus.AddRequestClient<CancelForCustomer>();
    bus.AddRequestClient<UrgeForCustomer>();
    bus.AddRequestClient<RateForCustomer>();
});
builder.AddNotices();
builder.Services.AddSingleton<KnownCenters>();
builder.Services.AddSingleton(services => SlotCapacity.From(services.GetRequiredService<IConfiguration>()));
builder.Services.AddSingleton(services => ArrivalWindows.From(services.GetRequiredService<IConfiguration>()));
builder.Services.AddSingleton<TicketNumberSource>(() => TicketNumber.New(TicketNumberIssuer.Booking));
builder.Services.AddScoped<BookingWriter>();
builder.Services.AddScoped<LookUpGuard>();
builder.Services.AddScoped<LinkGuard>();
builder.Services.AddScoped<OwnTickets>();
builder.Services.AddScoped<ProductStore>();
builder.Services.AddScoped<AgentBookings>();
builder.Services.AddHostedService<CatalogRequest>();

var app = builder.Build();
if (await app.MigrateAndExit<BookingDbContext>(args))
    return 0;
if (await app.ResealAndExit<BookingDbContext>(
        args, new SealedColumn("bookings", "sealed_details", "customer_phone_hash", IsDetails: true), new SealedColumn("technicians", "sealed_name"),
        new SealedColumn("notices", "sealed_link")) is { } resealed)
    return resealed;

// A wrong setting stops the start, not the first booking.
app.Services.GetRequiredService<SlotCapacity>();
app.Services.GetRequiredService<ArrivalWindows>();
app.Services.GetRequiredService<NoticeSettings>();

app.UseServiceDefaults();
app.MapDefaultEndpoints();
app.MapBookingEndpoints();
app.MapManageEndpoints();
app.MapNoticeEndpoints();
app.MapProductEndpoints();
app.MapMessagingOperations();
app.Run();
return 0;
