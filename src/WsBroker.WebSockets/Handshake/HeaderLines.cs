using System.Buffers;
using System.Text;

namespace WsBroker.WebSockets.Handshake;

/// <summary>The header lines of a request or a response (RFC 9112 §5), looked up where they lie.</summary>
/// <remarks>A look-up walks all lines; there are few of both.</remarks>
internal readonly ref struct HeaderLines
{
    // RFC 9110 §5.5: visible characters, obs-text, space and tab
    private static readonly SearchValues<byte> _notInValue = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(c => c != '\t').Select(c => (byte)c), 0x7F]);

    private readonly ReadOnlySpan<byte> _lines;

    private HeaderLines(ReadOnlySpan<byte> lines) => _lines = lines;

    /// <summary>Checks all lines.</summary>
    /// <param name="lines">The lines, each with its CR LF, without the empty one at the end.</param>
    /// <param name="parsed">The lines, if all are well-formed.</param>
    /// <returns>Whether every line is a token, a colon and a value.</returns>
    public static bool TryParse(ReadOnlySpan<byte> lines, out HeaderLines parsed)
    {
        parsed = new HeaderLines(lines);
        for (var rest = lines; !rest.IsEmpty;)
        {
            var end = rest.IndexOf("\r\n"u8);
            if (end < 0 || !IsWellFormed(rest[..end]))
            {
                return false;
            }

            rest = rest[(end + 2)..];
        }

        return true;
    }

    /// <summary>How many lines bear a name, compared without case.</summary>
    public int Count(ReadOnlySpan<byte> name)
    {
        var count = 0;
        for (var rest = _lines; TryNext(ref rest, name, out _);)
        {
            count++;
        }

        return count;
    }

    /// <summary>The value of the first line with a name, without white space around it.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var rest = _lines;
        return TryNext(ref rest, name, out value);
    }

    /// <summary>
    /// The values of all lines with a name, a comma between them (RFC 9110 §5.3); null if there is none.
    /// </summary>
    public string? Combined(ReadOnlySpan<byte> name)
    {
        string? combined = null;
        for (var rest = _lines; TryNext(ref rest, name, out var value);)
        {
            var text = Encoding.Latin1.GetString(value);
            combined = combined is null ? text : $"{combined}, {text}";
        }

        return combined;
    }

    /// <summary>Whether a token stands in the list that all lines with a name make up, compared without case.</summary>
    public bool ListContains(ReadOnlySpan<byte> name, ReadOnlySpan<byte> token)
    {
        for (var rest = _lines; TryNext(ref rest, name, out var value);)
        {
            foreach (var range in value.Split((byte)','))
            {
                if (Ascii.EqualsIgnoreCase(HttpSyntax.Trim(value[range]), token))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsWellFormed(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        return colon > 0 && HttpSyntax.IsToken(line[..colon]) && !line[(colon + 1)..].ContainsAny(_notInValue);
    }

    // Moves `rest` behind the next line with the name
    private static bool TryNext(
        scoped ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf("\r\n"u8);
            var line = rest[..end];
            rest = rest[(end + 2)..];
            if (line.Length > name.Length
                && line[name.Length] == (byte)':'
                && Ascii.EqualsIgnoreCase(line[..name.Length], name))
            {
                value = HttpSyntax.Trim(line[(name.Length + 1)..]);
                return true;
            }
        }

        value = default;
        return false;
    }
}
