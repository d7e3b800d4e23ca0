using System.Text.Unicode;

namespace WsBroker.WebSockets.Messages;

/// <summary>Checks UTF-8 (RFC 3629) that arrives in parts, wherever it was cut.</summary>
/// <remarks>Ready when default. Once a part was refused, the value is of no further use.</remarks>
public struct Utf8Validator
{
    // What the code point that the last part ended in still lacks, and between what its next byte must be
    private byte _missing;
    private byte _least;
    private byte _most;

    /// <summary>Whether the text so far does not end inside a code point.</summary>
    public readonly bool IsComplete => _missing == 0;

    /// <summary>Adds the next part.</summary>
    /// <returns>False at the first byte that no valid text can have here; true otherwise.</returns>
    public bool TryAppend(ReadOnlySpan<byte> part)
    {
        var head = 0;
        while (_missing > 0 && head < part.Length)
        {
            if (!TryContinue(part[head++]))
            {
                return false;
            }
        }

        part = part[head..];
        var tail = CutCodePoint(part);
        return Utf8.IsValid(part[..^tail]) && TryBegin(part[^tail..]);
    }

    // How many bytes at the end begin a code point that is not whole: 0 to 3
    private static int CutCodePoint(ReadOnlySpan<byte> part)
    {
        var most = Math.Min(3, part.Length);
        for (var count = 1; count <= most; count++)
        {
            var unit = part[^count];
            if ((unit & 0xC0) != 0x80)
            {
                return SequenceLength(unit) > count ? count : 0;
            }
        }

        return 0;
    }

    private static int SequenceLength(byte lead) =>
        lead switch
        {
            >= 0xC2 and <= 0xDF => 2,
            >= 0xE0 and <= 0xEF => 3,
            >= 0xF0 and <= 0xF4 => 4,
            _ => 1,
        };

    // The table of well-formed sequences, RFC 3629 §4: after some lead bytes the second byte is bound more narrowly
    private bool TryBegin(ReadOnlySpan<byte> cut)
    {
        if (cut.IsEmpty)
        {
            return true;
        }

        _missing = (byte)(SequenceLength(cut[0]) - 1);
        (_least, _most) = cut[0] switch
        {
            0xE0 => ((byte)0xA0, (byte)0xBF),
            0xED => ((byte)0x80, (byte)0x9F),
            0xF0 => ((byte)0x90, (byte)0xBF),
            0xF4 => ((byte)0x80, (byte)0x8F),
            _ => ((byte)0x80, (byte)0xBF),
        };
        foreach (var unit in cut[1..])
        {
            if (!TryContinue(unit))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryContinue(byte unit)
    {
        if (unit < _least || unit > _most)
        {
            return false;
        }

        _missing--;
        (_least, _most) = (0x80, 0xBF);
        return true;
    }
}
