using MassTransit;
using Meida.Messaging;
using Meida.ServiceDefaults;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Audit;
using Meida.ServiceDefaults.Data;
using Meida.ServiceDefaults.Privacy;
using Meida.Technicians.Audit;
using Meida.Technicians.Catalog;
using Meida.Technicians.Data;
using Meida.Technicians.Domain;
using Meida.Technicians.Features;
using Meida.Technicians.Reservations;
using Microsoft.EntityFrameworkCore.Diagnostics;

if (await MigrateCommand.NothingToMigrate<TechniciansDbContext>(args, "techniciansdb"))
    return 0;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddPersonalData();
builder.Services.AddHttpContextAccessor();
builder.Services.AddSingleton<CommandAudit>();
builder.Services.AddSingleton<IInterceptor>(services => services.GetRequiredService<CommandAudit>());
builder.Services.AddSingleton<AccessRefusalAudit>(services => http => services.GetRequiredService<CommandAudit>().Refused(http, "forbidden"));
builder.AddDatabase<TechniciansDbContext>("techniciansdb");
// Before the bus: whoever asks, by HTTP or by message, finds the catalogue.
builder.Services.AddHostedService<CatalogStart>();
builder.AddMessaging<TechniciansDbContext>("technicians", bus =>
{
    bus.AddConsumer<FindCandidatesConsumer>();
    bus.AddConsumer<ReserveTechnicianConsumer>();
    bus.AddConsumer<ReleaseReservationConsumer>();
    bus.AddConsumer<TicketEventsConsumer>();
    bus.AddConsumer<CatalogRequestedConsumer>();
});
builder.Services.AddSingleton(services => AssignmentPolicy.From(services.GetRequiredService<IConfiguration>()));
builder.Services.AddHostedService<ReservationSweep>();

var app = builder.Build();
if (await app.MigrateAndExit<TechniciansDbContext>(args))
    return 0;
if (await app.ResealAndExit<TechniciansDbContext>(args, new SealedColumn("technicians", "sealed_phone", "phone_hash")) is { } resealed)
    return resealed;

// A wrong setting stops the start, not the first assignment.
app.Services.GetRequiredService<AssignmentPolicy>();

app.UseServiceDefaults();
app.MapDefaultEndpoints();
app.MapTechnicianEndpoints();
app.MapAuditRows<TechniciansDbContext>();
app.MapMessagingOperations();
app.Run();
return 0;
