namespace Meida.EndToEnd.Running;

/// <summary>What a running service was started with: the settings of its very process.</summary>
public static class ServiceSettings
{
    public static IReadOnlyDictionary<string, string> SettingsOf(this RunFile run, string service) =>
        File.ReadAllText($"/proc/{run.Service(service).Pid}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(setting => setting.Split('=', 2)).ToDictionary(setting => setting[0], setting => setting[1], StringComparer.Ordinal);

    /// <summary>A connection string as the service has it.</summary>
    public static string ConnectionStringOf(this RunFile run, string service, string name) => run.SettingsOf(service)[$"ConnectionStrings__{name}"];
}
