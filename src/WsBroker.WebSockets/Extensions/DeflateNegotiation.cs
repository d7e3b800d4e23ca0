namespace WsBroker.WebSockets.Extensions;

/// <summary>What both sides may say of permessage-deflate in the handshake (RFC 7692 §5.1, §7.1).</summary>
/// <remarks>No state. Costs time linear in the header's length, whatever it holds.</remarks>
public static class DeflateNegotiation
{
    /// <summary>The server's answer to a client's offers: the first offer that can be taken is.</summary>
    /// <param name="offers">The value of Sec-WebSocket-Extensions; null if there is none.</param>
    /// <param name="serverTakeover">Whether we may refer to earlier messages, if the client lets us.</param>
    /// <param name="clientTakeover">Whether the client may refer to its earlier messages.</param>
    /// <returns>What is agreed on; null to go on without compression.</returns>
    public static DeflateParameters? Answer(string? offers, bool serverTakeover, bool clientTakeover)
    {
        var reader = new ExtensionListReader(offers);
        while (reader.TryReadName(out var name))
        {
            if (name is not DeflateParameters.ExtensionName)
            {
                reader.SkipParameters();
            }
            else if (DeflateParameters.Read(ref reader) is { } offer)
            {
                return new DeflateParameters
                {
                    ServerNoContextTakeover = offer.ServerNoContextTakeover || !serverTakeover,
                    ClientNoContextTakeover = offer.ClientNoContextTakeover || !clientTakeover,
                    ServerMaxWindowBits = offer.ServerMaxWindowBits,
                };
            }
        }

        return null;
    }

    /// <summary>Reads a server's answer to our one offer.</summary>
    /// <param name="offer">What we offered.</param>
    /// <param name="answer">The value of Sec-WebSocket-Extensions; null if there is none.</param>
    /// <param name="agreed">What is agreed on; null if the server declined.</param>
    /// <returns>False if the server may not answer so, and the connection must fail (RFC 7692 §5.1).</returns>
    public static bool TryReadAnswer(DeflateParameters offer, string? answer, out DeflateParameters? agreed)
    {
        ArgumentNullException.ThrowIfNull(offer);
        agreed = null;
        var reader = new ExtensionListReader(answer);
        if (!reader.TryReadName(out var name))
        {
            return !reader.IsMalformed;
        }

        if (name is not DeflateParameters.ExtensionName
            || DeflateParameters.Read(ref reader) is not { } read
            || !IsAllowed(offer, read)
            || reader.TryReadName(out _)
            || reader.IsMalformed)
        {
            return false;
        }

        agreed = read;
        return true;
    }

    // §7.1.1.1, §7.1.2.1, §7.1.2.2
    private static bool IsAllowed(DeflateParameters offer, DeflateParameters answer) =>
        (answer.ServerNoContextTakeover || !offer.ServerNoContextTakeover)
        && IsWithin(offer.ServerMaxWindowBits, answer.ServerMaxWindowBits)
        && (!answer.MentionsClientWindow
            || (offer.MentionsClientWindow
                && answer.ClientMaxWindowBits <= (offer.ClientMaxWindowBits ?? DeflateParameters.MaxWindowBits)));

    private static bool IsWithin(int? offered, int? answered) => offered is null || answered <= offered;
}
