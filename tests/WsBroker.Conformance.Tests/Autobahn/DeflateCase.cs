namespace WsBroker.Conformance.Tests.Autobahn;

/// <summary>A case of sections 12 and 13: messages of a size out of a text, compressed both ways, each sent when the last came back.</summary>
/// <param name="Id">The suite's number.</param>
/// <param name="Text">What is sent.</param>
/// <param name="Length">Of a message, in bytes.</param>
/// <param name="FragmentLength">The most bytes of a frame; 0 for one frame a message.</param>
/// <param name="Offer">What the client offers.</param>
internal sealed record DeflateCase(string Id, SampleText Text, int Length, int FragmentLength, string Offer)
{
    private const string Usual = "permessage-deflate; client_no_context_takeover; client_max_window_bits";

    // The suite sends a thousand of each; so many are enough to fill any window several times
    private const int MostMessages = 100;
    private const int LeastMessages = 8;
    private const int MostBytes = 1024 * 1024;

    private static readonly (int Length, int Fragment)[] _sizes =
    [
        (16, 0), (64, 0), (256, 0), (1024, 0), (4096, 0), (8192, 0), (16384, 0), (32768, 0), (65536, 0), (131072, 0),
        (8192, 256), (16384, 256), (32768, 256), (65536, 256), (131072, 256), (131072, 1024), (131072, 4096), (131072, 32768),
    ];

    private static readonly string[] _offers =
    [
        Usual,
        $"{Usual}; server_no_context_takeover",
        $"{Usual}; server_max_window_bits=9",
        $"{Usual}; server_max_window_bits=15",
        $"{Usual}; server_no_context_takeover; server_max_window_bits=9",
        $"{Usual}; server_no_context_takeover; server_max_window_bits=15",
        $"{Usual}; server_no_context_takeover; server_max_window_bits=9, {Usual}; server_no_context_takeover, {Usual}",
    ];

    /// <summary>Section 12: each text with the usual offer.</summary>
    public static IEnumerable<DeflateCase> OfTexts => SampleText.All.SelectMany(static (text, at) => OfSizes($"12.{at + 1}", text, Usual));

    /// <summary>Section 13: the first text with each offer.</summary>
    public static IEnumerable<DeflateCase> OfOffers =>
        _offers.SelectMany(static (offer, at) => OfSizes($"13.{at + 1}", SampleText.All[0], offer));

    /// <summary>How many messages are sent.</summary>
    public int Count => Math.Clamp(MostBytes / Length, LeastMessages, MostMessages);

    /// <summary>What the first offer asks of the server, and so has to be in its answer.</summary>
    public ISet<string> ServersPart => Offer.Split(", ")[0].Split("; ")
        .Where(static parameter => parameter.StartsWith("server_", StringComparison.Ordinal))
        .ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<DeflateCase> OfSizes(string section, SampleText text, string offer) =>
        _sizes.Select((size, at) => new DeflateCase($"{section}.{at + 1}", text, size.Length, size.Fragment, offer));
}
