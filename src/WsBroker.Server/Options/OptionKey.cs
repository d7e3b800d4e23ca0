namespace WsBroker.Server.Options;

/// <summary>One key of the configuration.</summary>
/// <param name="Name">As it is written, its parts separated by colons.</param>
/// <param name="Allowed">The values that are allowed, in words.</param>
/// <param name="Meaning">What it does.</param>
/// <param name="Set">Gives options with the value set, or null if it is not allowed.</param>
/// <param name="Get">The value as text.</param>
internal sealed record OptionKey(
    string Name,
    string Allowed,
    string Meaning,
    Func<ServerOptions, string, ServerOptions?> Set,
    Func<ServerOptions, string> Get);
