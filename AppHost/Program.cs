using System.Globalization;
using Aspire.Hosting.Dotnet;

var builder = DistributedApplication.CreateBuilder(args);

var port = int.Parse(builder.Configuration["MEIDA_PORT"] ?? "8000", CultureInfo.InvariantCulture);
var dataKey = builder.AddParameter("data-key", new RandomKey(), secret: true, persist: true);
var phonePepper = builder.AddParameter("phone-pepper", new RandomKey(), secret: true, persist: true);
var operationsKey = builder.AddParameter("operations-key", new RandomKey(), secret: true, persist: true);
var withKey = new HttpCommandOptions
{
    PrepareRequest = async command => command.Request.Headers.Add("X-Operations-Key", await operationsKey.Resource.GetValueAsync(command.CancellationToken)),
};

var postgres = builder.AddPostgres("postgres").WithDataVolume("meida-postgres").WithLifetime(ContainerLifetime.Persistent);
var bookingDb = postgres.AddDatabase("bookingdb", "booking");
var ticketsDb = postgres.AddDatabase("ticketsdb", "tickets");
var techniciansDb = postgres.AddDatabase("techniciansdb", "technicians");
var filesDb = postgres.AddDatabase("filesdb", "files");
var identityDb = postgres.AddDatabase("identitydb", "identity");

var messaging = builder.AddRabbitMQ("messaging").WithDataVolume("meida-messaging").WithManagementPlugin();
var storage = builder.AddObjectStorage("storage");

// Named before the services, for they check tokens with its keys; it starts after them.
var gateway = Project("gateway", "../gateway/Meida.Gateway.csproj", identityDb, port)
    .WithExternalHttpEndpoints()
    .WithUrlForEndpoint("http", url => { url.DisplayText = "Book a repair"; url.Url = "/booking"; });

var technicians = Service("technicians", "../services/Technicians/Meida.Technicians.csproj", techniciansDb);
var tickets = Service("tickets", "../services/Tickets/Meida.Tickets.csproj", ticketsDb)
    .WithHttpCommand("/internal/operations/assignments/redrive", "Wake stuck assignments", commandOptions: withKey);
var booking = Service("booking", "../services/Booking/Meida.Booking.csproj", bookingDb);
var files = Service("files", "../services/Files/Meida.Files.csproj", filesDb).WithObjectStorage(storage);

gateway
    .WithReference(booking).WaitFor(booking)
    .WithReference(tickets).WaitFor(tickets)
    .WithReference(technicians).WaitFor(technicians)
    .WithReference(files).WaitFor(files);

builder.Build().Run();

// A service: a project that talks over the bus and trusts the gateway's keys.
IResourceBuilder<DotnetProjectResource> Service(string name, string path, IResourceBuilder<PostgresDatabaseResource> database) =>
    Project(name, path, database)
        .WithReference(messaging).WaitFor(messaging)
        .WithReference(gateway)
        .WithEnvironment("Operations__Key", operationsKey)
        .WithHttpCommand("/internal/operations/parked/redrive", "Re-drive parked messages", commandOptions: withKey)
        .WithHttpCommand("/internal/operations/dead-letters/redrive", "Re-drive dead letters", commandOptions: withKey);

// A project, started when its own database is migrated by the same program.
IResourceBuilder<DotnetProjectResource> Project(string name, string path, IResourceBuilder<PostgresDatabaseResource> database, int? port = null)
{
    var migrations = builder.AddDotnetProject($"{name}-migrations", path)
        .WithArgs("--migrate")
        .WithReference(database).WaitFor(database)
        .WithEnvironment("Privacy__DataKey", dataKey)
        .WithEnvironment("Privacy__PhonePepper", phonePepper);

    return builder.AddDotnetProject(name, path)
        .WithHttpEndpoint(port: port)
        .WithHttpHealthCheck("/health")
        .WithReference(database)
        .WithEnvironment("Privacy__DataKey", dataKey)
        .WithEnvironment("Privacy__PhonePepper", phonePepper)
        .WaitForCompletion(migrations);
}
