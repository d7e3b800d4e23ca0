namespace WsBroker.Server.Options;

/// <summary>The configuration is wrong: the process does not start.</summary>
/// <param name="message">A sentence for the operator: which key, which value, what is allowed.</param>
public sealed class InvalidOptionsException(string message) : Exception(message);
