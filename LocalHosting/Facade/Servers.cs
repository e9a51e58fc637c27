// This is not Aspire: see Resources.cs.
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.ApplicationModel
{
    /// <summary>A PostgreSQL server.</summary>
    public class PostgresServerResource : ContainerResource, IResourceWithConnectionString
    {
        private readonly ParameterResource? _userName;
        private readonly ParameterResource _password;

        internal PostgresServerResource(string name, ParameterResource? userName, ParameterResource password, int? port)
            : base(name)
        {
            (_userName, _password) = (userName, password);
            Endpoints.Add(new EndpointAnnotation("tcp", port) { Scheme = "tcp" });
        }

        internal string UserName => _userName?.Resolve() ?? "meida";
        internal string Password => _password.Resolve();
        internal int Port => Endpoints[0].Port;

        string? IResourceWithConnectionString.ConnectionString => ConnectionString();

        IEnumerable<KeyValuePair<string, string>> IResourceWithConnectionString.ConnectionProperties => Properties(null);

        internal string ConnectionString() => $"Host=127.0.0.1;Port={Port};Username={UserName};Password={Password}";

        internal IEnumerable<KeyValuePair<string, string>> Properties(string? database)
        {
            var path = database is null ? "" : $"/{database}";
            yield return new("Host", "127.0.0.1");
            yield return new("Port", $"{Port}");
            yield return new("Username", UserName);
            yield return new("Password", Password);
            yield return new("Uri", $"postgresql://{Uri.EscapeDataString(UserName)}:{Uri.EscapeDataString(Password)}@127.0.0.1:{Port}{path}");
            yield return new("JdbcConnectionString", $"jdbc:postgresql://127.0.0.1:{Port}{path}");
            if (database is not null)
                yield return new("DatabaseName", database);
        }
    }

    /// <summary>A database of a <see cref="PostgresServerResource"/>; created when the server is ready.</summary>
    public sealed class PostgresDatabaseResource : Resource, IResourceWithParent<PostgresServerResource>, IResourceWithConnectionString
    {
        internal PostgresDatabaseResource(string name, string databaseName, PostgresServerResource parent)
            : base(name)
        {
            (DatabaseName, Parent) = (databaseName, parent);
            Waits.Add(new WaitAnnotation(parent, false, 0));
        }

        /// <summary>The name on the server.</summary>
        public string DatabaseName { get; }

        /// <inheritdoc/>
        public PostgresServerResource Parent { get; }

        string? IResourceWithConnectionString.ConnectionString => $"{Parent.ConnectionString()};Database={DatabaseName}";

        IEnumerable<KeyValuePair<string, string>> IResourceWithConnectionString.ConnectionProperties => Parent.Properties(DatabaseName);
    }

    /// <summary>A RabbitMQ broker.</summary>
    public sealed class RabbitMQServerResource : ContainerResource, IResourceWithConnectionString
    {
        private readonly ParameterResource? _userName;
        private readonly ParameterResource _password;
        private readonly ParameterResource _subscriberPassword;

        internal RabbitMQServerResource(
            string name, ParameterResource? userName, ParameterResource password, ParameterResource subscriberPassword, int? port)
            : base(name)
        {
            (_userName, _password, _subscriberPassword) = (userName, password, subscriberPassword);
            Endpoints.Add(new EndpointAnnotation("tcp", port) { Scheme = "tcp" });
        }

        internal string UserName => _userName?.Resolve() ?? "meida";
        internal string Password => _password.Resolve();
        internal string SubscriberPassword => _subscriberPassword.Resolve();
        internal string SubscriberUri => Uri(Meida.LocalHosting.Servers.NativeRabbitMqOptions.SubscriberUser, SubscriberPassword);
        internal int Port => Endpoints[0].Port;
        internal bool Management { get; set; }
        internal int? ManagementPort { get; set; }

        string? IResourceWithConnectionString.ConnectionString => AmqpUri;

        IEnumerable<KeyValuePair<string, string>> IResourceWithConnectionString.ConnectionProperties =>
        [
            new("Host", "127.0.0.1"),
            new("Port", $"{Port}"),
            new("Username", UserName),
            new("Password", Password),
            new("Uri", AmqpUri),
        ];

        private string AmqpUri => Uri(UserName, Password);

        private string Uri(string user, string password) =>
            $"amqp://{System.Uri.EscapeDataString(user)}:{System.Uri.EscapeDataString(password)}@127.0.0.1:{Port}";
    }
}

namespace Aspire.Hosting.Postgres
{
    /// <summary>pgAdmin, which the local engine does not run.</summary>
    public sealed class PgAdminContainerResource : ApplicationModel.ContainerResource
    {
        internal PgAdminContainerResource(string name)
            : base(name)
        {
        }
    }
}

namespace Aspire.Hosting
{
    /// <summary>A resource that others find by name.</summary>
    public interface IResourceWithServiceDiscovery : ApplicationModel.IResourceWithEndpoints;
}

namespace Aspire.Hosting.Dotnet
{
    /// <summary>A .NET project, run from its build output.</summary>
    public sealed class DotnetProjectResource : Resource, IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport
    {
        internal DotnetProjectResource(string name, string projectPath)
            : base(name) => ProjectPath = projectPath;

        internal string ProjectPath { get; }

        /// <summary>Replaces the assembly found from the project's path.</summary>
        internal string? AssemblyPath { get; set; }
    }
}
