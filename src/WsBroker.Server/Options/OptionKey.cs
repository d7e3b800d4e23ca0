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
    Func<ServerOptions, string> Get)
{
    /// <summary>What is told in place of a secret.</summary>
    public const string Hidden = "(secret)";

    /// <summary>Whether what was written must not be repeated.</summary>
    public bool IsSecret { get; init; }

    /// <summary>One that is on or off.</summary>
    public static OptionKey Switch(
        string name, string meaning, Func<ServerOptions, bool, ServerOptions> set, Func<ServerOptions, bool> get) =>
        new(
            name,
            "true or false",
            meaning,
            (options, value) => bool.TryParse(value, out var isOn) ? set(options, isOn) : null,
            options => get(options) ? "true" : "false");

    /// <summary>One whose values are those of a range.</summary>
    public static OptionKey InRange<T>(
        string name, OptionRange<T> range, string meaning, Func<ServerOptions, T, ServerOptions> set, Func<ServerOptions, T> get)
        where T : struct, IComparable<T> =>
        new(
            name,
            range.Allowed,
            meaning,
            (options, text) => range.Read(text) is { } value ? set(options, value) : null,
            options => range.Text(get(options)));
}
