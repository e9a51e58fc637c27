using Meida.Aspire.AppHost;
using Meida.Hosting.Native;

var builder = DistributedApplication.CreateBuilder(args);
using var home = builder.UseHome(options => options.Notes.Add(
    $"Development accounts: admin, agent, ops, tech1, tech2, tech3; password {builder.Configuration["Seed:Password"] ?? "Meida-2026"}"));

var port = builder.ReadPort("MEIDA_PORT", 8000);
var native = builder.ReadChoice("MEIDA_SERVERS", ContainerEngine.Answers() ? ["containers", "native"] : ["native", "containers"]) == "native";
var withS3 = builder.ReadChoice("MEIDA_STORAGE", "disk", "s3") == "s3";
var dataKey = home.AddSecret(builder, "data-key", RandomKey.Make);
var phonePepper = home.AddSecret(builder, "phone-pepper", RandomKey.Make);
var gatewayKey = home.AddSecret(builder, "gateway-key", RandomKey.Make);
var operations = new Operations(home.AddSecret(builder, "operations-key", RandomKey.Make).Resource);

var user = builder.AddParameter("server-user", "meida");
var postgres = builder.AddPostgres("postgres", user, home.AddSecret(builder, "postgres-password")).WithDataVolume("meida-postgres");
var bookingDb = postgres.AddDatabaseWithLogins(home, "bookingdb", "booking");
var ticketsDb = postgres.AddDatabaseWithLogins(home, "ticketsdb", "tickets");
var techniciansDb = postgres.AddDatabaseWithLogins(home, "techniciansdb", "technicians");
var filesDb = postgres.AddDatabaseWithLogins(home, "filesdb", "files");
var identityDb = postgres.AddDatabaseWithLogins(home, "identitydb", "identity");

var messagingPassword = home.AddSecret(builder, "messaging-password");
var subscribers = builder.ReadSubscribers().Select(account => (account, Password: home.AddSecret(builder, $"messaging-{account}-password").ForSubscriber(account).Resource)).ToList();
var services = BrokerAccounts.Services(service => home.AddSecret(builder, $"messaging-{service}-password").Resource);
var messaging = builder.AddRabbitMQ("messaging", user, messagingPassword).WithDataVolume("meida-messaging").WithManagementPlugin()
    .WithAccounts(
        home,
        [BrokerAccount.Administrator("meida", messagingPassword.Resource), .. services.Values, .. subscribers.Select(subscriber => BrokerAccounts.Subscriber(subscriber.account, subscriber.Password))],
        BrokerAccounts.SubscriberLimits);
var storage = withS3 ? builder.AddObjectStorage("storage", user, home.AddSecret(builder, "storage-secret"), "receipts") : null;
if (native)
{
    postgres.RunNative(home.At("postgres"));
    messaging.RunNative(home.At("messaging"));
    storage?.RunNative(home.At("storage"));
}

// What each program is told, and its migrations with it. Files needs no personal data; the gateway has a key of its own, and the
// services' only while it migrates, to open what was sealed with it once.
Action<IResourceBuilder<ProjectResource>> personalData = program => program.WithEnvironment("Privacy__DataKey", dataKey).WithEnvironment("Privacy__PhonePepper", phonePepper);
Action<IResourceBuilder<ProjectResource>> nothing = _ => { };
Action<IResourceBuilder<ProjectResource>> ownKey = program => program
    .WithEnvironment("Privacy__DataKeys__gateway", gatewayKey).WithEnvironment("Privacy__CurrentDataKey", "gateway").WithEnvironment("Privacy__PhonePepper", phonePepper);

// Named before the services, for they check tokens with its keys; it finds them whenever they come up.
var gateway = Project<Projects.Meida_Gateway>("gateway", identityDb, ownKey, migrations => migrations.WithEnvironment("Privacy__DataKey", dataKey), port)
    .WithExternalHttpEndpoints()
    .WithPages("http", ("Book a repair", "/booking"), ("Tickets", "/admin/tickets"), ("My jobs", "/admin/my-jobs"), ("HTTP API", "/docs"));

var technicians = Service<Projects.Meida_Technicians>("technicians", techniciansDb, personalData);
var tickets = operations.AddAssignments(Service<Projects.Meida_Tickets>("tickets", ticketsDb, personalData));
var booking = Service<Projects.Meida_Booking>("booking", bookingDb, personalData)
    .WithEnvironment("Notices__Folder", builder.Configuration["Notices:Folder"] ?? home.At("notices"));
if (builder.Configuration["Notices:SiteUrl"] is null)
    booking.WithEnvironment("Notices__SiteUrl", gateway.GetEndpoint("http"));
var files = Service<Projects.Meida_Files>("files", filesDb, nothing).WithEnvironment("UPLOAD_ROOT", builder.Configuration["UPLOAD_ROOT"] ?? home.At("uploads"));
if (storage is not null)
    files.WithReference(storage).WaitFor(storage);

gateway.WithReference(booking).WithReference(tickets).WithReference(technicians).WithReference(files);

builder.Build().Run();

// A service: a project that talks over the bus and trusts the gateway's keys.
IResourceBuilder<ProjectResource> Service<T>(string name, DatabaseLogins database, Action<IResourceBuilder<ProjectResource>> secrets)
    where T : IProjectMetadata, new() =>
    operations.AddMessages(Project<T>(name, database, secrets, nothing))
        .WithReference(messaging.AddAccount(services[name]), "messaging").WaitFor(messaging)
        .WithReference(gateway);

// A project, started when its own database is migrated by the same program, which alone may change the schema.
IResourceBuilder<ProjectResource> Project<T>(
    string name, DatabaseLogins database, Action<IResourceBuilder<ProjectResource>> secrets, Action<IResourceBuilder<ProjectResource>> secretsOfMigrations, int? port = null)
    where T : IProjectMetadata, new()
{
    var project = builder.AddProject<T>(name, options => options.ExcludeLaunchProfile = true);
    var migrations = builder.AddProject<T>($"{name}-migrations", options => options.ExcludeLaunchProfile = true)
        .RunBuilt()
        .WithParentRelationship(project)
        .WithArgs("--migrate")
        .WithReference(database.Owner, database.Database.Resource.Name).WaitFor(database.Database);
    secrets(migrations);
    secretsOfMigrations(migrations);
    secrets(project);

    return project
        .RunBuilt().WithRestart()
        .WithHttpEndpoint(port: port, isProxied: false)
        .WithReadyCheck("/health")
        .WithReference(database.Service, database.Database.Resource.Name)
        .WaitForCompletion(migrations);
}
