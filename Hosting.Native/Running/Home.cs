using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Publishing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Meida.Hosting.Native;

/// <summary>
/// The directory that an application keeps everything in (<c>MEIDA_HOME</c>): data, secrets, <c>run.json</c>. One run uses it at
/// a time; the kernel frees it when that run dies, however it dies.
/// </summary>
public sealed class Home : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Lock _gate = new();
    private readonly FileStream? _lock;

    private Home(string path, FileStream? held) => (Path, _lock) = (path, held);

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <summary>Takes the directory that <c>MEIDA_HOME</c> names, <c>.data</c> in the repository when it names none.</summary>
    /// <param name="builder">The application. When it is published and not run, nothing is taken.</param>
    /// <exception cref="DistributedApplicationException">Another run has it, or it cannot be written; the message is one sentence.</exception>
    public static Home Take(IDistributedApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var given = builder.Configuration["MEIDA_HOME"];
        var path = System.IO.Path.GetFullPath(string.IsNullOrEmpty(given) ? System.IO.Path.Combine(builder.AppHostDirectory, "..", ".data") : given);
        var home = new Home(path, builder.ExecutionContext.IsRunMode ? Lock(path) : null);
        builder.Services.AddSingleton(_ => home);
        return home;
    }

    /// <summary>A place in it.</summary>
    /// <param name="name">A file or directory, relative to it.</param>
    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>
    /// A secret parameter: given by configuration (<c>Parameters:name</c>), else made once and kept in <c>secrets.json</c>, for a
    /// kept database needs the password it was made with.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="made">Makes it at the first start; 24 letters and digits when absent.</param>
    public IResourceBuilder<ParameterResource> AddSecret(IDistributedApplicationBuilder builder, string name, Func<string>? made = null)
    {
        var plain = new GenerateParameterDefault { MinLength = 24, Special = false };
        return builder.AddParameter(name, new Kept(this, name, made ?? plain.GetDefaultValue, plain), secret: true);
    }

    /// <summary>Replaces a file in it in one step; nobody but its owner ever reads it, nobody ever reads half of it.</summary>
    /// <param name="name">The file, relative to the directory.</param>
    /// <param name="text">The whole content.</param>
    public void Write(string name, string text)
    {
        var (file, draft) = (At(name), At(name + ".new"));
        File.Delete(draft);
        using (var stream = new FileStream(draft, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        using (var writer = new StreamWriter(stream))
        {
            writer.Write(text);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }
        File.Move(draft, file, overwrite: true);
    }

    /// <summary>Lets the next run have it.</summary>
    public void Dispose() => _lock?.Dispose();

    private static FileStream Lock(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            return new FileStream(System.IO.Path.Combine(path, "engine.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (Directory.Exists(path) && e is not (DirectoryNotFoundException or PathTooLongException) && (e.HResult & 0xFFFF) == EAgain)
        {
            throw new DistributedApplicationException($"Another run uses {path}: stop it, or set MEIDA_HOME (and MEIDA_PORT) for a second one beside it.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DistributedApplicationException($"MEIDA_HOME {path} cannot be used: {e.Message}", e);
        }
    }

    // flock(2): the file is locked by somebody else.
    private const int EAgain = 11;

    private string GetOrMake(string name, Func<string> make)
    {
        lock (_gate)
        {
            var file = At("secrets.json");
            var all = File.Exists(file) ? Read(file) : [];
            if (all.TryGetValue(name, out var value))
                return value;
            all[name] = value = make();
            Write("secrets.json", JsonSerializer.Serialize(all, Indented));
            return value;
        }
    }

    private static SortedDictionary<string, string> Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<SortedDictionary<string, string>>(File.ReadAllText(file)) ?? [];
        }
        catch (JsonException e)
        {
            throw new DistributedApplicationException($"{file} cannot be read ({e.Message}): restore it, for the databases beside it need its passwords and keys.", e);
        }
    }

    private sealed class Kept(Home home, string name, Func<string> make, GenerateParameterDefault published) : ParameterDefault
    {
        public override string GetDefaultValue() => home.GetOrMake(name, make);

        // A published application gets its secrets from whoever deploys it, never from here.
        public override void WriteToManifest(ManifestPublishingContext context) => published.WriteToManifest(context);
    }
}

/// <summary>Settings of an application that runs on this machine, checked before anything starts.</summary>
public static class HomeSettings
{
    /// <summary>A port people type in, which nobody else has.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The setting.</param>
    /// <param name="otherwise">Its value when it is not set. 0 is any free port.</param>
    /// <returns>The port, or null for any.</returns>
    /// <exception cref="DistributedApplicationException">It is no port, or taken; the message is one sentence.</exception>
    public static int? ReadPort(this IDistributedApplicationBuilder builder, string name, int otherwise)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var text = builder.Configuration[name] is { Length: > 0 } given ? given : otherwise.ToString(CultureInfo.InvariantCulture);
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65535)
            throw new DistributedApplicationException($"{name} is '{text}', but must be a port number from 1 to 65535.");
        if (port == 0)
            return null;
        if (builder.ExecutionContext.IsRunMode && IsTaken(port))
            throw new DistributedApplicationException($"Port {port} is taken by another program: stop it, or set {name} to another port.");
        return port;
    }

    /// <summary>A setting that is one of a few words.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The setting.</param>
    /// <param name="words">What it may be; the first is meant when it is not set.</param>
    /// <exception cref="DistributedApplicationException">It is something else; the message is one sentence.</exception>
    public static string ReadChoice(this IDistributedApplicationBuilder builder, string name, params string[] words)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(words);
        var word = builder.Configuration[name] is { Length: > 0 } given ? given : words[0];
        return words.Contains(word, StringComparer.Ordinal)
            ? word
            : throw new DistributedApplicationException($"{name} is '{word}', but must be {string.Join(" or ", words.Select(w => $"'{w}'"))}.");
    }

    private static bool IsTaken(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
