using System.Text.Json;

namespace Meida.LocalHosting.Engine;

/// <summary>Generated passwords and keys, kept in MEIDA_HOME: a kept database needs the password it was made with.</summary>
internal sealed class SecretStore(string home)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Lock _lock = new();
    private Dictionary<string, string>? _secrets;

    private string FilePath => Path.Combine(home, "secrets.json");

    public string GetOrCreate(string name, Func<string> create)
    {
        lock (_lock)
        {
            _secrets ??= Load();
            if (_secrets.TryGetValue(name, out var secret))
                return secret;
            _secrets[name] = secret = create();
            PrivateFile.Write(FilePath, JsonSerializer.Serialize(_secrets, Indented));
            return secret;
        }
    }

    private Dictionary<string, string> Load()
    {
        if (!File.Exists(FilePath))
            return [];
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(FilePath)) ?? [];
        }
        catch (JsonException e)
        {
            throw new StartupException($"{FilePath} cannot be read ({e.Message}): restore it, for the databases beside it need its passwords and keys.", e);
        }
    }
}
