using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dotnet;
using Meida.LocalHosting.Engine;

namespace Meida.LocalHosting.Tests.Engine;

public sealed class FacadeTests : IAsyncDisposable, IAsyncLifetime
{
    private readonly TinyApplication _app = new(("Parameters:set-outside", "from configuration"));

    private DistributedApplicationBuilder Builder => _app.Builder;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_database_is_injected_as_connection_string_and_as_properties()
    {
        var password = Builder.AddParameter("pg-password", "p@ss word");
        var database = Builder.AddPostgres("postgres", password: password).AddDatabase("ticketsdb", "tickets");
        var project = _app.Add("tickets").WithReference(database);

        var (environment, port) = await Inject(project.Resource, "postgres");

        Assert.Equal($"Host=127.0.0.1;Port={port};Username=meida;Password=p@ss word;Database=tickets", environment["ConnectionStrings__ticketsdb"]);
        Assert.Equal("127.0.0.1", environment["TICKETSDB_HOST"]);
        Assert.Equal(TinyApplication.Text(port), environment["TICKETSDB_PORT"]);
        Assert.Equal("meida", environment["TICKETSDB_USERNAME"]);
        Assert.Equal("tickets", environment["TICKETSDB_DATABASENAME"]);
        Assert.Equal($"postgresql://meida:p%40ss%20word@127.0.0.1:{port}/tickets", environment["TICKETSDB_URI"]);
    }

    [Fact]
    public async Task A_broker_is_injected_as_an_amqp_address()
    {
        var password = Builder.AddParameter("mq-password", "a/b");
        var messaging = Builder.AddRabbitMQ("messaging", password: password);
        var project = _app.Add("tickets").WithReference(messaging);

        var (environment, port) = await Inject(project.Resource, "messaging");

        Assert.Equal($"amqp://meida:a%2Fb@127.0.0.1:{port}", environment["ConnectionStrings__messaging"]);
        Assert.Equal("a/b", environment["MESSAGING_PASSWORD"]);
    }

    [Fact]
    public async Task A_service_is_found_by_name_both_ways()
    {
        var gateway = _app.AddService("front-door");
        var project = _app.Add("tickets").WithReference(gateway);

        var (environment, port) = await Inject(project.Resource, "front-door");

        Assert.Equal($"http://127.0.0.1:{port}", environment["services__front-door__http__0"]);
        Assert.Equal($"http://127.0.0.1:{port}", environment["FRONT_DOOR_HTTP"]);
    }

    [Fact]
    public async Task A_parameter_comes_from_configuration_before_its_default()
    {
        var project = _app.Add("tickets")
            .WithEnvironment("A", Builder.AddParameter("set-outside", "default"))
            .WithEnvironment("B", Builder.AddParameter("not-set", "default"));

        var (environment, _) = await Inject(project.Resource);

        Assert.Equal("from configuration", environment["A"]);
        Assert.Equal("default", environment["B"]);
    }

    [Fact]
    public void A_parameter_without_a_value_is_named()
    {
        var parameter = Builder.AddParameter("data-key", secret: true);

        var missing = Assert.Throws<StartupException>(() => parameter.Resource.Resolve());

        Assert.Contains("data-key", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_persisted_default_is_made_once_and_kept_for_the_owner_only()
    {
        var first = new SecretStore(_app.Home).GetOrCreate("data-key", () => "made");
        var second = new SecretStore(_app.Home).GetOrCreate("data-key", () => "made again");

        Assert.Equal(("made", "made"), (first, second));
        Assert.Equal("-rw-------", Mode(Path.Combine(_app.Home, "secrets.json")));
    }

    [Fact]
    public async Task An_optional_reference_to_a_store_on_the_disk_injects_only_the_directory()
    {
        var storage = Builder.AddLocalObjectStorage("storage", "receipts");
        var project = _app.Add("files").WithLocalObjectStorage(storage);

        var (environment, _) = await Inject(project.Resource);

        Assert.Equal(Path.Combine(_app.Home, "uploads"), environment["UPLOAD_ROOT"]);
        Assert.DoesNotContain("ConnectionStrings__storage", environment.Keys);
    }

    [Fact]
    public void A_name_is_taken_once_whatever_its_case()
    {
        _app.AddService("tickets");

        Assert.Throws<InvalidOperationException>(() => _app.AddService("Tickets"));
    }

    [Theory]
    [InlineData("tickets_1")]
    [InlineData("-tickets")]
    [InlineData("tickets--1")]
    [InlineData("")]
    public void A_name_that_Aspire_refuses_is_refused(string name) => Assert.Throws<ArgumentException>(() => _app.AddService(name));

    [Fact]
    public void What_the_engine_ignores_is_remembered_once()
    {
        Builder.AddPostgres("postgres").WithDataVolume().WithPgAdmin();
        Builder.AddRabbitMQ("messaging").WithDataVolume();

        Assert.Equal(["WithDataVolume", "WithPgAdmin"], Builder.Model.Ignored);
    }

    [Theory]
    [InlineData("MEIDA_PORT", "abc")]
    [InlineData("MEIDA_PORT", "0")]
    [InlineData("MEIDA_PORT", "70000")]
    [InlineData("MEIDA_STORAGE", "tape")]
    public void A_wrong_setting_is_named_with_its_value(string name, string value)
    {
        var refused = Assert.Throws<StartupException>(() => new TinyApplication((name, value)));

        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", refused.Message, StringComparison.Ordinal);
    }

    internal static string Mode(string path)
    {
        const string Letters = "rwxrwxrwx";
        var mode = (int)File.GetUnixFileMode(path);
        return "-" + string.Concat(Letters.Select((letter, i) => (mode & (1 << (8 - i))) != 0 ? letter : '-'));
    }

    private async Task<(IReadOnlyDictionary<string, string?> Environment, int Port)> Inject(DotnetProjectResource project, string? portOf = null)
    {
        await Ports.Allocate(Builder.Model.Resources, afterCrash: false, CancellationToken.None);
        var environment = ProjectEnvironment.Of(project, Builder.Model.Settings, "0");
        return (environment, portOf is null ? 0 : Builder.Model.Resources.Single(r => r.Name == portOf).Endpoints[0].Port);
    }
}
