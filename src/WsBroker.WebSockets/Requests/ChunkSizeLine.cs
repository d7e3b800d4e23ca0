using System.Buffers;
using System.Globalization;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.WebSockets.Requests;

/// <summary>The line before a chunk (RFC 9112 §7.1): its size in hexadecimal digits, and perhaps extensions.</summary>
/// <remarks>White space, which the grammar calls bad but has readers bear, is refused: it has no use but to confuse.</remarks>
internal static class ChunkSizeLine
{
    /// <summary>The most digits; with them a chunk has up to 2 GiB, which is as far as Kestrel counts.</summary>
    public const int MaxDigits = 8;

    private static readonly SearchValues<byte> _hexDigits = SearchValues.Create("0123456789ABCDEFabcdef"u8);

    // RFC 9110 §5.6.4: qdtext
    private static readonly SearchValues<byte> _quotable = SearchValues.Create(
        [.. Enumerable.Range(0, 256).Where(c => c is '\t' or (>= ' ' and not '"' and not '\\' and not 0x7F)).Select(c => (byte)c)]);

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line without its line end.</param>
    /// <param name="size">How many bytes the chunk has.</param>
    /// <param name="extensions">How many bytes of the line are extensions.</param>
    /// <returns>Whether it is well-formed.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, out int size, out int extensions)
    {
        var digits = line.IndexOfAnyExcept(_hexDigits);
        digits = digits < 0 ? line.Length : digits;
        extensions = line.Length - digits;
        size = 0;
        return digits is > 0 and <= MaxDigits
            && int.TryParse(line[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out size)
            && size >= 0
            && AreExtensions(line[digits..]);
    }

    private static bool AreExtensions(ReadOnlySpan<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            if (rest[0] != (byte)';')
            {
                return false;
            }

            rest = rest[1..];
            if (!TrySkipToken(ref rest) || !TrySkipValue(ref rest))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TrySkipValue(ref ReadOnlySpan<byte> rest)
    {
        if (rest is not [(byte)'=', ..])
        {
            return true;
        }

        rest = rest[1..];
        return rest is [(byte)'"', ..] ? TrySkipQuoted(ref rest) : TrySkipToken(ref rest);
    }

    private static bool TrySkipToken(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOfAny((byte)';', (byte)'=');
        var token = end < 0 ? rest : rest[..end];
        rest = rest[token.Length..];
        return HttpSyntax.IsToken(token);
    }

    private static bool TrySkipQuoted(ref ReadOnlySpan<byte> rest)
    {
        for (rest = rest[1..]; !rest.IsEmpty;)
        {
            var end = rest.IndexOfAnyExcept(_quotable);
            rest = end < 0 ? [] : rest[end..];
            switch (rest)
            {
                case [(byte)'"', ..]:
                    rest = rest[1..];
                    return true;
                case [(byte)'\\', (byte)'\t' or (>= (byte)' ' and not 0x7F), ..]:
                    rest = rest[2..];
                    break;
                default:
                    return false;
            }
        }

        return false;
    }
}
