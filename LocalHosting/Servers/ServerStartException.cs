namespace Meida.LocalHosting.Servers;

/// <summary>A server did not start; the message says why in a sentence, followed by its last words where it left any.</summary>
public sealed class ServerStartException(string message) : Exception(message);
