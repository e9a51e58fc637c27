namespace Meida.Gateway.Keys;

/// <summary><c>Auth:SigningKeys</c> and the lifetimes of what they sign.</summary>
internal sealed class SigningKeyOptions
{
    /// <summary>A key older than this gets a successor.</summary>
    public TimeSpan RotateAfter { get; set; } = TimeSpan.FromDays(30);

    /// <summary>A successor is published this long before it signs, so that every service knows it by then.</summary>
    public TimeSpan PublishedBeforeUse { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>A key stays published this long after it last signed; longer than any token lives.</summary>
    public TimeSpan PublishedAfterUse { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How long the keys are remembered before the database is asked again.</summary>
    public TimeSpan CachedFor { get; set; } = TimeSpan.FromMinutes(1);
}
