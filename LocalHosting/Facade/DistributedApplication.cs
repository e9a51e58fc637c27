// This is not Aspire: see Resources.cs.
using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Meida.LocalHosting.Engine;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting
{
    /// <summary>The application: everything the model describes, run together.</summary>
    public sealed class DistributedApplication
    {
        private readonly ApplicationModel.Model _model;

        internal DistributedApplication(ApplicationModel.Model model) => _model = model;

        /// <summary>Starts a model. A wrong setting ends the process with one sentence.</summary>
        public static IDistributedApplicationBuilder CreateBuilder(string[] args)
        {
            try
            {
                return new DistributedApplicationBuilder(args);
            }
            catch (StartupException e)
            {
                Console.Error.WriteLine(e.Message);
                Environment.Exit(2);
                throw;
            }
        }

        /// <summary>Runs until Ctrl+C, SIGTERM or a failure.</summary>
        public void Run() => RunAsync().GetAwaiter().GetResult();

        /// <summary>Runs until Ctrl+C, SIGTERM, a failure or cancellation.</summary>
        public async Task RunAsync(CancellationToken cancellationToken = default) =>
            Environment.ExitCode = await LocalEngine.Run(_model, cancellationToken);
    }

    /// <summary>Collects the resources of an application.</summary>
    public interface IDistributedApplicationBuilder
    {
        /// <summary>Environment variables, user secrets and the command line.</summary>
        ConfigurationManager Configuration { get; }

        /// <summary>Whether the model is run or published.</summary>
        DistributedApplicationExecutionContext ExecutionContext { get; }

        /// <summary>The directory of the project that holds the model.</summary>
        string AppHostDirectory { get; }

        /// <summary>Ends the collection.</summary>
        DistributedApplication Build();

        internal ApplicationModel.Model Model { get; }
    }

    /// <summary>Whether the model is run or published; the local engine only runs.</summary>
    public sealed class DistributedApplicationExecutionContext
    {
        /// <summary>Always true here.</summary>
        public bool IsRunMode { get; } = true;

        /// <summary>Always false here.</summary>
        public bool IsPublishMode { get; }
    }

    internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
    {
        public DistributedApplicationBuilder(string[] args)
            : this(Read(args), DirectoryOf(Assembly.GetEntryAssembly()))
        {
        }

        public DistributedApplicationBuilder(ConfigurationManager configuration, string directory)
        {
            (Configuration, AppHostDirectory) = (configuration, directory);
            Model = new ApplicationModel.Model(EngineSettings.Read(configuration, directory));
        }

        public ConfigurationManager Configuration { get; }
        public DistributedApplicationExecutionContext ExecutionContext { get; } = new();
        public string AppHostDirectory { get; }
        public ApplicationModel.Model Model { get; }

        public DistributedApplication Build() => new(Model);

        private static ConfigurationManager Read(string[] args)
        {
            var configuration = new ConfigurationManager();
            configuration.AddEnvironmentVariables();
            if (Assembly.GetEntryAssembly() is { } entry)
                configuration.AddUserSecrets(entry, optional: true);
            configuration.AddCommandLine(args);
            return configuration;
        }

        // Written into the assembly by the project that holds the model.
        private static string DirectoryOf(Assembly? entry) =>
            entry?.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == "AppHostDirectory")?.Value ?? AppContext.BaseDirectory;
    }
}

namespace Aspire.Hosting.ApplicationModel
{
    /// <summary>A resource under construction.</summary>
    public interface IResourceBuilder<out T>
        where T : IResource
    {
        /// <summary>The builder it came from.</summary>
        IDistributedApplicationBuilder ApplicationBuilder { get; }

        /// <summary>The resource.</summary>
        T Resource { get; }
    }

    internal sealed record ResourceBuilder<T>(IDistributedApplicationBuilder ApplicationBuilder, T Resource) : IResourceBuilder<T>
        where T : IResource;

    internal sealed class Model(EngineSettings settings)
    {
        private readonly List<Resource> _resources = [];

        public EngineSettings Settings => settings;
        public SecretStore Secrets { get; } = new(settings.Home);
        public IReadOnlyList<Resource> Resources => _resources;
        public SortedSet<string> Ignored { get; } = new(StringComparer.Ordinal);

        public IResourceBuilder<T> Add<T>(IDistributedApplicationBuilder builder, T resource)
            where T : Resource
        {
            if (_resources.Any(r => string.Equals(r.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
                throw new InvalidOperationException($"There is a resource '{resource.Name}' already.");
            _resources.Add(resource);
            return new ResourceBuilder<T>(builder, resource);
        }
    }
}
