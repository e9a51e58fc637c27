namespace Meida.LocalHosting.Engine;

/// <summary>Something the person at the console has to put right; the message is a sentence for them.</summary>
internal sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
