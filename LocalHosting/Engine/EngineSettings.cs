using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Meida.LocalHosting.Engine;

/// <summary>The engine's own settings, checked before anything starts.</summary>
internal sealed record EngineSettings(string Home, bool ObjectServer, string Environment)
{
    public bool IsDevelopment => Environment == "Development";

    public static EngineSettings Read(IConfiguration configuration, string appHostDirectory)
    {
        // The model reads the port; here it is only checked, so that a typing error is answered with a sentence.
        if (configuration["MEIDA_PORT"] is { } port && !(int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536))
            throw new StartupException($"MEIDA_PORT is '{port}', but must be a port number from 1 to 65535.");

        var storage = configuration["MEIDA_STORAGE"] is { Length: > 0 } set ? set : "disk";
        if (storage is not ("disk" or "s3"))
            throw new StartupException($"MEIDA_STORAGE is '{storage}', but must be 'disk' or 's3'.");

        var home = configuration["MEIDA_HOME"] is { Length: > 0 } directory ? directory : Path.Combine(appHostDirectory, "..", ".data");
        var environment = configuration["ASPNETCORE_ENVIRONMENT"] ?? configuration["DOTNET_ENVIRONMENT"] ?? "Development";
        return new EngineSettings(Path.GetFullPath(home), storage == "s3", environment);
    }
}
