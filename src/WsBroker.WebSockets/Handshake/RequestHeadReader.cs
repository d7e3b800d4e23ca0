using System.Buffers;

namespace WsBroker.WebSockets.Handshake;

/// <summary>Finds the end of a request's head while its bytes arrive, and keeps the head within its limits.</summary>
/// <remarks>
/// One for each request. Every byte is looked at once, however often <see cref="Read"/> is called, so that a head that
/// arrives byte by byte costs no more than one that arrives whole.
/// </remarks>
/// <param name="limits">How large the head may be.</param>
public sealed class RequestHeadReader(HeadLimits limits)
{
    private static readonly SearchValues<byte> _marks = SearchValues.Create("\r\n\0"u8);

    private int _scanned;
    private int _lineStart;
    private int _lines;
    private bool _skippedEmptyLine;

    /// <summary>Goes on from where the last call stopped.</summary>
    /// <param name="received">
    /// All bytes of the request so far, those of earlier calls included; more may follow the head.
    /// </param>
    /// <param name="headLength">Where the head ends: the index of the first byte after its empty line.</param>
    /// <param name="refusal">Why the head is refused, if it is.</param>
    /// <returns>
    /// <see cref="OperationStatus.Done"/>; <see cref="OperationStatus.NeedMoreData"/>; or
    /// <see cref="OperationStatus.InvalidData"/>, as soon as a limit is passed or a rule broken.
    /// </returns>
    public OperationStatus Read(ReadOnlySpan<byte> received, out int headLength, out UpgradeRefusal refusal)
    {
        headLength = 0;
        refusal = UpgradeRefusal.None;
        var window = received[..Math.Min(received.Length, limits.MaxHeadBytes)];
        while (refusal is UpgradeRefusal.None && TryFindMark(window))
        {
            if (window[_scanned..] is [(byte)'\r'])
            {
                break;
            }

            refusal = CheckLineEnd(window);
            if (refusal is UpgradeRefusal.None && EndLine(window, ref refusal))
            {
                headLength = _scanned;
                return OperationStatus.Done;
            }
        }

        refusal = refusal is UpgradeRefusal.None ? CheckUnfinished(received.Length) : refusal;
        return refusal is UpgradeRefusal.None ? OperationStatus.NeedMoreData : OperationStatus.InvalidData;
    }

    private bool TryFindMark(ReadOnlySpan<byte> window)
    {
        var distance = window[_scanned..].IndexOfAny(_marks);
        _scanned = distance < 0 ? window.Length : _scanned + distance;
        return distance >= 0;
    }

    private UpgradeRefusal CheckLineEnd(ReadOnlySpan<byte> window) =>
        window[_scanned..] switch
        {
            [0, ..] => UpgradeRefusal.NulInHead,
            [(byte)'\r', (byte)'\n', ..] => CheckLineLength(),
            _ => UpgradeRefusal.LineEndMalformed,
        };

    // True at the empty line that ends the head
    private bool EndLine(ReadOnlySpan<byte> window, ref UpgradeRefusal refusal)
    {
        var line = window[_lineStart.._scanned];
        _scanned += 2;
        _lineStart = _scanned;
        if (!line.IsEmpty)
        {
            refusal = CheckLine(line);
            _lines++;
            return false;
        }

        if (_lines > 0)
        {
            return true;
        }

        // One empty line before the request is skipped: some clients end a body with one too many (RFC 9112 §2.2)
        refusal = _skippedEmptyLine ? UpgradeRefusal.RequestLineMalformed : UpgradeRefusal.None;
        _skippedEmptyLine = true;
        return false;
    }

    // The first line is the request line, so that _lines is also how many header lines there are with this one
    private UpgradeRefusal CheckLine(ReadOnlySpan<byte> line)
    {
        if (_lines > limits.MaxHeaderLines)
        {
            return UpgradeRefusal.TooManyHeaderLines;
        }

        return _lines > 0 && line[0] is (byte)' ' or (byte)'\t' ? UpgradeRefusal.HeaderLineFolded : UpgradeRefusal.None;
    }

    private UpgradeRefusal CheckLineLength()
    {
        var length = _scanned - _lineStart;
        if (_lines == 0)
        {
            return length > limits.MaxRequestLineBytes ? UpgradeRefusal.RequestLineTooLong : UpgradeRefusal.None;
        }

        return length > limits.MaxHeaderLineBytes ? UpgradeRefusal.HeaderLineTooLong : UpgradeRefusal.None;
    }

    private UpgradeRefusal CheckUnfinished(int received)
    {
        var refusal = CheckLineLength();
        return refusal is UpgradeRefusal.None && received >= limits.MaxHeadBytes ? UpgradeRefusal.HeadTooLong : refusal;
    }
}
