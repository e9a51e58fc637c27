namespace Meida.SharedKernel;

/// <summary>
/// The secrets under one setting, so that they can be replaced while what the old ones made is still read: the first
/// (<c>Privacy:DataKey</c>) and named ones (<c>Privacy:DataKeys:{id}</c>), with the name of the one in use
/// (<c>Privacy:CurrentDataKey</c>; left out, the first).
/// </summary>
public sealed class SecretKeys
{
    private const int LongestId = 32;

    private readonly byte[]? _first;
    private readonly Dictionary<string, byte[]> _named = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the secrets.</summary>
    /// <param name="setting">The setting of the first: <c>Privacy:DataKey</c>. The others' names are made from it.</param>
    /// <param name="first">The secret there, when there is one.</param>
    /// <param name="named">The named ones.</param>
    /// <param name="current">The name of the one in use.</param>
    /// <exception cref="ArgumentException">A secret is missing or is not base64 of 32 bytes; the message names it.</exception>
    public SecretKeys(string setting, string? first, IEnumerable<KeyValuePair<string, string?>>? named = null, string? current = null)
    {
        foreach (var (id, value) in named ?? [])
        {
            if (id.Length is 0 or > LongestId || id.Any(character => !char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_')))
                throw new ArgumentException($"The setting {setting}s:{id} must be named by 1 to {LongestId} letters, digits, hyphens or underscores.");
            _named[id] = Secret($"{setting}s:{id}", value);
        }

        if (!string.IsNullOrWhiteSpace(first) || _named.Count == 0)
            _first = Secret(setting, first);

        var currentSetting = setting.Insert(setting.LastIndexOf(':') + 1, "Current");
        CurrentId = string.IsNullOrWhiteSpace(current) ? "" : current.Trim();
        Current = Find(CurrentId)
            ?? throw new ArgumentException($"The setting {currentSetting} must name one of {setting}s, or {setting} must be set.");
    }

    /// <summary>The name of the secret in use; empty for the first.</summary>
    public string CurrentId { get; }

    internal byte[] Current { get; }

    internal byte[]? Find(string id) => id.Length == 0 ? _first : _named.GetValueOrDefault(id);

    /// <summary>The current one, then the others.</summary>
    internal IEnumerable<byte[]> All() =>
        _named.Values.Append(_first).OfType<byte[]>().Where(key => key != Current).Prepend(Current);

    private static byte[] Secret(string name, string? value)
    {
        var bytes = new byte[48];
        return !string.IsNullOrWhiteSpace(value) && Convert.TryFromBase64String(value, bytes, out var length) && length == 32
            ? bytes[..32]
            : throw new ArgumentException($"The setting {name} is missing or is not base64 of 32 bytes; make one with: openssl rand -base64 32");
    }
}
