using System.Globalization;
using System.Text;

namespace WsBroker.WebSockets.Extensions;

/// <summary>The parameters of permessage-deflate, in an offer or in an answer (RFC 7692 §7.1).</summary>
public sealed record DeflateParameters
{
    /// <summary>The extension's name.</summary>
    public const string ExtensionName = "permessage-deflate";

    /// <summary>The smallest window, as a power of two: 256 bytes.</summary>
    public const int MinWindowBits = 8;

    /// <summary>The largest window, as a power of two: 32 KiB; meant where no other is named.</summary>
    public const int MaxWindowBits = 15;

    private const string ServerTakeoverName = "server_no_context_takeover";
    private const string ClientTakeoverName = "client_no_context_takeover";
    private const string ServerWindowName = "server_max_window_bits";
    private const string ClientWindowName = "client_max_window_bits";

    /// <summary>The server compresses each message by itself (§7.1.1.1).</summary>
    public bool ServerNoContextTakeover { get; init; }

    /// <summary>The client compresses each message by itself (§7.1.1.2).</summary>
    public bool ClientNoContextTakeover { get; init; }

    /// <summary>The largest window of the server, 8 to 15; null if it is not mentioned (§7.1.2.1).</summary>
    public int? ServerMaxWindowBits { get; init; }

    /// <summary>Whether the largest window of the client is mentioned, with or without a value (§7.1.2.2).</summary>
    public bool MentionsClientWindow { get; init; }

    /// <summary>The largest window of the client, 8 to 15; null if no value is given.</summary>
    public int? ClientMaxWindowBits { get; init; }

    /// <summary>As it is written in the header.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(ExtensionName);
        Append(text, ServerTakeoverName, ServerNoContextTakeover, value: null);
        Append(text, ClientTakeoverName, ClientNoContextTakeover, value: null);
        Append(text, ServerWindowName, ServerMaxWindowBits is not null, ServerMaxWindowBits);
        Append(text, ClientWindowName, MentionsClientWindow, ClientMaxWindowBits);
        return text.ToString();
    }

    /// <summary>Reads the parameters of the extension whose name was read last, all of them in any case.</summary>
    /// <returns>Null if one is unknown, stands twice, or has no value or one that it cannot have.</returns>
    internal static DeflateParameters? Read(ref ExtensionListReader reader)
    {
        DeflateParameters? parameters = new();
        while (reader.TryReadParameter(out var name, out var value))
        {
            parameters = parameters?.With(name, value);
        }

        return reader.IsMalformed ? null : parameters;
    }

    private DeflateParameters? With(ReadOnlySpan<char> name, ReadOnlySpan<char> value) => name switch
    {
        ServerTakeoverName when value.IsEmpty && !ServerNoContextTakeover => this with { ServerNoContextTakeover = true },
        ClientTakeoverName when value.IsEmpty && !ClientNoContextTakeover => this with { ClientNoContextTakeover = true },
        ServerWindowName when ServerMaxWindowBits is null && ReadBits(value) is { } bits =>
            this with { ServerMaxWindowBits = bits },
        ClientWindowName when !MentionsClientWindow && value.IsEmpty => this with { MentionsClientWindow = true },
        ClientWindowName when !MentionsClientWindow && ReadBits(value) is { } bits =>
            this with { MentionsClientWindow = true, ClientMaxWindowBits = bits },
        _ => null,
    };

    // Without leading zeros (§7.1.2.1)
    private static int? ReadBits(ReadOnlySpan<char> value) =>
        !value.StartsWith('0')
        && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
        && bits is >= MinWindowBits and <= MaxWindowBits
            ? bits
            : null;

    private static void Append(StringBuilder text, string name, bool isMentioned, int? value)
    {
        if (!isMentioned)
        {
            return;
        }

        text.Append("; ").Append(name);
        if (value is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"={value}");
        }
    }
}
