using System.Globalization;
using System.Text;

namespace WsBroker.Conformance.Tests.Clients;

/// <summary>The head of an HTTP answer, and its body once it is read.</summary>
internal sealed record HttpAnswer(int Status, IReadOnlyList<(string Name, string Value)> Headers)
{
    /// <summary>The body as text.</summary>
    public string Body { get; init; } = "";

    /// <summary>The one value of a header; null if there is none.</summary>
    /// <exception cref="WireFaultException">There are several.</exception>
    public string? this[string name]
    {
        get
        {
            var values = Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
            return values.Count <= 1
                ? values.FirstOrDefault().Value
                : throw new WireFaultException($"{values.Count} headers {name} in one answer");
        }
    }

    /// <summary>The length that the answer announces.</summary>
    /// <exception cref="WireFaultException">It announces none.</exception>
    public int ContentLength =>
        int.TryParse(this["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw new WireFaultException($"{Status} without a Content-Length");

    /// <summary>Reads a head strictly (RFC 9112 §4, §5): CR LF, one space after the version, no space before a colon.</summary>
    /// <param name="head">From the status line to before the empty line.</param>
    /// <exception cref="WireFaultException">It is malformed.</exception>
    public static HttpAnswer Parse(ReadOnlySpan<byte> head)
    {
        var text = Encoding.ASCII.GetString(head);
        var lines = text.Split("\r\n");
        var status = lines[0].Split(' ', 3);
        if (text.Replace("\r\n", "", StringComparison.Ordinal).AsSpan().ContainsAny('\r', '\n', '\0')
            || status is not ["HTTP/1.1", [>= '1' and <= '5', _, _], _]
            || !lines.Skip(1).All(IsHeader))
        {
            throw new WireFaultException($"This is no head of an HTTP answer:\n{text}");
        }

        return new HttpAnswer(int.Parse(status[1], CultureInfo.InvariantCulture), [.. lines.Skip(1).Select(Split)]);
    }

    /// <summary>Whether a header that lists tokens has this one.</summary>
    public bool Lists(string name, string token) =>
        (this[name] ?? "").Split(',', StringSplitOptions.TrimEntries).Contains(token, StringComparer.OrdinalIgnoreCase);

    private static bool IsHeader(string line) =>
        line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && !line.AsSpan(0, colon).ContainsAny(' ', '\t');

    private static (string Name, string Value) Split(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return (line[..colon], line[(colon + 1)..].Trim(' ', '\t'));
    }
}
