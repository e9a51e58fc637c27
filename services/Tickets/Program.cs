using MassTransit;
using Meida.Contracts.Booking;
using Meida.Contracts.Files;
using Meida.Messaging;
using Meida.ServiceDefaults;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Audit;
using Meida.ServiceDefaults.Data;
using Meida.ServiceDefaults.Idempotency;
using Meida.ServiceDefaults.Privacy;
using Meida.Tickets.Access;
using Meida.Tickets.Assignment;
using Meida.Tickets.Audit;
using Meida.Tickets.Customers;
using Meida.Tickets.Data;
using Meida.Tickets.Features;
using Meida.Tickets.Intake;
using Meida.Tickets.Live;
using Meida.Tickets.Operations;
using Meida.Tickets.Privacy;
using Meida.Tickets.Products;
using Meida.Tickets.Projections;
using Meida.Tickets.Receipts;
using Meida.Tickets.Replay;
using Meida.Tickets.Sla;
using Meida.Tickets.Visits;
using Microsoft.EntityFrameworkCore.Diagnostics;

if (await ReplayCommand.RunAndExit(args) is { } exitCode)
    return exitCode;

if (await MigrateCommand.NothingToMigrate<TicketsDbContext>(args, "ticketsdb"))
    return 0;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddPersonalData();
builder.Services.AddSingleton<TicketMessages>();
builder.Services.AddSingleton<IInterceptor>(services => services.GetRequiredService<TicketMessages>());
builder.Services.AddSingleton(SlaTargets.From(builder.Configuration));
builder.Services.AddSingleton<CenterCalendars>();
builder.Services.AddSingleton<DueTimes>();
builder.Services.AddSingleton<IInterceptor>(services => services.GetRequiredService<DueTimes>());
builder.AddDatabase<TicketsDbContext>("ticketsdb");
builder.AddIdempotencyCleanup<TicketsDbContext>();
builder.AddMessaging<TicketsDbContext>("tickets", bus =>
{
    bus.AddGroupConsumer<BookingSubmittedConsumer, TicketsDbContext, BookingSubmitted, TicketIntake>();
    bus.AddConsumer<ReceiptUploadedConsumer>();
    bus.AddConsumer<RecordReceiptsConsumer>();
    bus.AddConsumer<WithdrawReceiptConsumer>();
    bus.AddConsumer<ReceiptRemovedConsumer>();
    bus.AddConsumer<GetTicketAccessConsumer>();
    bus.AddConsumer<ReservationLostConsumer>();
    bus.AddConsumer<LookUpLockedConsumer>();
    bus.AddConsumer<CatalogConsumer>();
    bus.AddConsumer<ProductWarrantyChangedConsumer>();
    bus.AddConsumer<ProductsRecordedConsumer>();
    bus.AddConsumer<GetTicketForCustomerConsumer>();
    bus.AddConsumer<RescheduleForCustomerConsumer>();
    bus.AddConsumer<CancelForCustomerConsumer>();
    bus.AddConsumer<UrgeForCustomerConsumer>();
    bus.AddConsumer<RateForCustomerConsumer>();
    bus.AddSagaStateMachine<AssignmentStateMachine, AssignmentState>().PostgresRepository<TicketsDbContext, AssignmentState>();
    bus.AddRequestClient<FindBooking>();
    bus.AddRequestClient<FindProduct>();
    bus.AddRequestClient<GetTicketReceipts>();
});
builder.Services.AddOptions<AssignmentOptions>().BindConfiguration("Assignment");
builder.Services.AddOptions<CustomerRules>().BindConfiguration("Customers");
builder.Services.AddScoped<ProductQuestion>();
builder.Services.AddScoped<CustomerDesk>();
builder.Services.AddScoped<CustomerView>();
builder.Services.AddScoped<CommitAssignment>();
builder.Services.AddScoped<GiveUpAssignment>();
builder.Services.AddScoped<AssignmentStarter>();
builder.Services.AddScoped<Erasure>();
builder.Services.AddSingleton(services => RetentionDays.From(services.GetRequiredService<IConfiguration>()));
builder.Services.AddHostedService<Retention>();
builder.Services.AddScoped<TicketDesk>();
builder.Services.AddScoped<TicketSearch>();
builder.Services.AddSingleton<RefusalLog>();
builder.Services.AddSingleton<AccessRefusalAudit>(services => http => services.GetRequiredService<RefusalLog>().Write(http, "forbidden"));
builder.Services.AddScoped<ReceiptLog>();
builder.Services.AddScoped<ReceiptQuestion>();
builder.Services.AddScoped<AgentIntake>();
builder.Services.AddScoped<VerificationTries>();
builder.Services.AddOptions<VisitRules>().BindConfiguration("Visits");
builder.Services.AddScoped<Replayer>();
builder.Services.AddSingleton<EventReplay>();
builder.Services.AddSingleton<LateBookings>();
builder.Services.AddSingleton<TicketFeed>();
builder.Services.AddHostedService(services => services.GetRequiredService<TicketFeed>());
builder.Services.AddHostedService<TicketBell>();
builder.Services.AddHostedService<CatalogStart>();
builder.Services.AddSingleton<AssignmentWatch>();
builder.Services.AddHostedService(services => services.GetRequiredService<AssignmentWatch>());

var app = builder.Build();
if (await app.MigrateAndExit<TicketsDbContext>(args))
    return 0;
if (await app.ResealAndExit<TicketsDbContext>(args, new SealedColumn("tickets", "customer_phone_encrypted", "customer_phone_hash")) is { } resealed)
    return resealed;

app.UseServiceDefaults();
app.MapDefaultEndpoints();
app.MapTicketEndpoints();
app.MapAuditRows<TicketsDbContext>();
app.MapMessagingOperations(AssignmentOperations.Map);
app.Run();
return 0;
