using Meida.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.ServiceDefaults.Privacy;

/// <summary>The secrets of a service that seals, opens or finds personal data. One that does not must not hold them.</summary>
public static class PersonalDataKeys
{
    /// <summary>Adds <see cref="PersonalData"/> with the secrets of the section <c>Privacy</c>.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <exception cref="ArgumentException">A <c>Privacy:*</c> secret is missing; the message names it.</exception>
    public static WebApplicationBuilder AddPersonalData(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(new PersonalData(Secrets(builder.Configuration, "DataKey"), Secrets(builder.Configuration, "PhonePepper")));
        return builder;
    }

    private static SecretKeys Secrets(ConfigurationManager configuration, string name) => new(
        $"Privacy:{name}", configuration[$"Privacy:{name}"],
        configuration.GetSection($"Privacy:{name}s").GetChildren().Select(entry => KeyValuePair.Create(entry.Key, entry.Value)),
        configuration[$"Privacy:Current{name}"]);
}
