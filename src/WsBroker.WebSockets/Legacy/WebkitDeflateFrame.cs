using System.Globalization;
using WsBroker.WebSockets.Extensions;

namespace WsBroker.WebSockets.Legacy;

/// <summary>
/// The extension x-webkit-deflate-frame, which Safari offered before permessage-deflate
/// (draft-tyoshino-hybi-websocket-perframe-deflate): every frame is compressed, or not, for itself.
/// </summary>
/// <remarks>
/// A side's parameters bind the other: the client's offer names the largest window of the server, and that the server may not
/// refer to earlier frames; our answer tells the client not to. Frames of ours are whole messages, compressed by themselves, and so look as
/// with permessage-deflate. No state.
/// </remarks>
public static class WebkitDeflateFrame
{
    private const string ExtensionName = "x-webkit-deflate-frame";
    private const string WindowName = "max_window_bits";
    private const string TakeoverName = "no_context_takeover";
    private const string TheAnswer = $"{ExtensionName}; {TakeoverName}";

    /// <summary>Agrees to the first offer that can be taken.</summary>
    /// <param name="offers">The value of Sec-WebSocket-Extensions.</param>
    /// <returns>Null to go on without compression.</returns>
    public static CompressionTerms? Answer(string offers)
    {
        var reader = new ExtensionListReader(offers);
        while (reader.TryReadName(out var name))
        {
            if (name is not ExtensionName)
            {
                reader.SkipParameters();
            }
            else if (ReadWindow(ref reader) is { } bits)
            {
                return new CompressionTerms(TheAnswer, bits, FrameInflation.Instance);
            }
        }

        return null;
    }

    /// <summary>Reads the parameters, all of them in any case.</summary>
    /// <returns>The largest window of the server; null if a parameter is unknown, stands twice, or has a value that it cannot have.</returns>
    private static int? ReadWindow(ref ExtensionListReader reader)
    {
        (int? bits, var hasTakeover, var isValid) = (null, false, true);
        while (reader.TryReadParameter(out var name, out var value))
        {
            switch (name)
            {
                case TakeoverName when value.IsEmpty && !hasTakeover:
                    hasTakeover = true;
                    break;
                case WindowName when bits is null && TryReadBits(value, out var read):
                    bits = read;
                    break;
                default:
                    isValid = false;
                    break;
            }
        }

        return isValid && !reader.IsMalformed ? bits ?? DeflateParameters.MaxWindowBits : null;
    }

    private static bool TryReadBits(ReadOnlySpan<char> value, out int bits) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out bits)
        && !value.StartsWith('0')
        && bits is >= DeflateParameters.MinWindowBits and <= DeflateParameters.MaxWindowBits;
}
