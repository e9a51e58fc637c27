using MassTransit;
using Meida.Contracts.Booking;
using Meida.Contracts.Files;
using Meida.Contracts.Tickets;
using Meida.Files.Access;
using Meida.Files.Data;
using Meida.Files.Features;
using Meida.Files.Images;
using Meida.Files.Storage;
using Meida.Files.Uploads;
using Meida.Messaging;
using Meida.ServiceDefaults;
using Meida.ServiceDefaults.Audit;
using Meida.ServiceDefaults.Data;

if (await MigrateCommand.NothingToMigrate<FilesDbContext>(args, "filesdb"))
    return 0;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddDatabase<FilesDbContext>("filesdb");
builder.AddMessaging<FilesDbContext>("files", x =>
{
    x.AddGroupConsumer<TicketAccessConsumer, FilesDbContext, TicketNote, TicketNotes>();
    x.AddConsumer<TicketReceiptsConsumer>();
    x.AddConsumer<TicketErasureConsumer>();
    x.AddRequestClient<GetTicketAccess>();
    x.AddRequestClient<RecordReceipts>();
    x.AddRequestClient<WithdrawReceipt>();
    x.AddRequestClient<OpenOwnLink>();
});
builder.AddReceiptStore();
builder.Services.AddSingleton(UploadSettings.Read(builder.Configuration));
builder.Services.AddSingleton<DecodingQueue>();
builder.Services.AddSingleton<ImageInspector>();
builder.Services.AddScoped<ImageIntake>();
builder.Services.AddScoped<TicketReach>();
builder.Services.AddScoped<OwnLinks>();

var app = builder.Build();
if (await app.MigrateAndExit<FilesDbContext>(args))
    return 0;

app.UseServiceDefaults();
app.MapDefaultEndpoints();
app.MapFileEndpoints();
app.MapAuditRows<FilesDbContext>();
app.MapMessagingOperations();
app.Run();
return 0;
