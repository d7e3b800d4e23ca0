using WsBroker.Gateway.Compression;
using WsBroker.WebSockets.Compression;

namespace WsBroker.Server.Options;

/// <summary>The keys that begin with <c>compression:</c>.</summary>
internal static class CompressionKeys
{
    private const long GiB = 1024L * 1024 * 1024;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        Switch("enabled", "agree on permessage-deflate with clients that offer it", (c, isOn) => c with { Enabled = isOn }, c => c.Enabled),
        Number("level", Deflater.MinLevel, Deflater.MaxLevel, "how hard to compress: 1 is fast, 9 is small", (c, n) => c with { Level = (int)n }, c => c.Level),
        Number("thresholdBytes", 1, GiB, "shorter messages are not compressed, in bytes", (c, n) => c with { ThresholdBytes = (int)n }, c => c.ThresholdBytes),
        Switch("serverTakeover", "let messages to a client refer to earlier ones: smaller, but compressed for each client alone", (c, isOn) => c with { ServerTakeover = isOn }, c => c.ServerTakeover),
        Switch("clientTakeover", "let messages from a client refer to earlier ones: smaller, but the client's context is kept", (c, isOn) => c with { ClientTakeover = isOn }, c => c.ClientTakeover),
        Number("memoryBytes", 0, 1024 * GiB, "bytes for the contexts of all clients; when used up, new clients go without", (c, n) => c with { MemoryBytes = n }, c => c.MemoryBytes),
    ];

    private static OptionKey Switch(
        string name, string meaning, Func<CompressionOptions, bool, CompressionOptions> set, Func<CompressionOptions, bool> get) =>
        OptionKey.Switch(
            $"compression:{name}",
            meaning,
            (options, isOn) => options with { Compression = set(options.Compression, isOn) },
            options => get(options.Compression));

    private static OptionKey Number(
        string name, long least, long most, string meaning, Func<CompressionOptions, long, CompressionOptions> set, Func<CompressionOptions, long> get) =>
        OptionKey.InRange(
            $"compression:{name}",
            new NumberRange(least, most),
            meaning,
            (options, number) => options with { Compression = set(options.Compression, number) },
            options => get(options.Compression));
}
