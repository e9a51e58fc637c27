using MassTransit;
using Meida.Booking.Data;
using Meida.Booking.Domain;
using Meida.Booking.Features;
using Meida.Booking.Projections;
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
});
builder.Services.AddSingleton(services => SlotCapacity.From(services.GetRequiredService<IConfiguration>()));
builder.Services.AddSingleton<TicketNumberSource>(() => TicketNumber.New(TicketNumberIssuer.Booking));
builder.Services.AddScoped<BookingWriter>();
builder.Services.AddScoped<LookUpGuard>();
builder.Services.AddScoped<AgentBookings>();
builder.Services.AddHostedService<CatalogRequest>();

var app = builder.Build();
if (await app.MigrateAndExit<BookingDbContext>(args))
    return 0;
if (await app.ResealAndExit<BookingDbContext>(
        args, new SealedColumn("bookings", "sealed_details", "customer_phone_hash", IsDetails: true), new SealedColumn("technicians", "sealed_name")) is { } resealed)
    return resealed;

// A wrong setting stops the start, not the first booking.
app.Services.GetRequiredService<SlotCapacity>();

app.UseServiceDefaults();
app.MapDefaultEndpoints();
app.MapBookingEndpoints();
app.MapMessagingOperations();
app.Run();
return 0;
