// This is not Aspire: see Resources.cs.
using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.ApplicationModel
{
    /// <summary>A value from outside: configuration <c>Parameters:name</c>, else its default.</summary>
    public sealed class ParameterResource : Resource
    {
        private readonly Lazy<string> _value;

        internal ParameterResource(string name, bool secret, Func<string> value)
            : base(name)
        {
            Secret = secret;
            _value = new Lazy<string>(value);
        }

        /// <summary>Whether the value must not be shown.</summary>
        public bool Secret { get; }

        /// <summary>The value.</summary>
        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>(Resolve());

        internal string Resolve() => _value.Value;
    }

    /// <summary>Makes the value of a parameter that nobody set.</summary>
    public abstract class ParameterDefault
    {
        /// <summary>A new value.</summary>
        public abstract string GetDefaultValue();

        /// <summary>Describes the default to a publisher; the local engine publishes nothing.</summary>
        public abstract void WriteToManifest(ManifestPublishingContext context);
    }
}

namespace Aspire.Hosting.Publishing
{
    /// <summary>Only here so that a <see cref="ApplicationModel.ParameterDefault"/> compiles; the local engine publishes nothing.</summary>
    public sealed class ManifestPublishingContext
    {
        internal ManifestPublishingContext()
        {
        }
    }
}
