namespace WsBroker.WebSockets.Handshake;

/// <summary>The head of any HTTP/1.x request, looked up where it lies.</summary>
/// <remarks>Borrows the bytes that it was parsed from; its spans are theirs.</remarks>
public readonly ref struct RequestHead
{
    private readonly HeaderLines _headers;

    private RequestHead(
        ReadOnlySpan<byte> method, ReadOnlySpan<byte> target, ReadOnlySpan<byte> version, HeaderLines headers)
    {
        Method = method;
        Target = target;
        Version = version;
        _headers = headers;
        var query = target.IndexOf((byte)'?');
        Path = query < 0 ? target : target[..query];
        Query = query < 0 ? [] : target[(query + 1)..];
    }

    /// <summary>The method, as it was sent: methods differ by case.</summary>
    public ReadOnlySpan<byte> Method { get; }

    /// <summary>The target, as it was sent; of visible ASCII, not empty.</summary>
    public ReadOnlySpan<byte> Target { get; }

    /// <summary>The version, for instance <c>HTTP/1.1</c>; well-formed but not always known.</summary>
    public ReadOnlySpan<byte> Version { get; }

    /// <summary>The target up to the first question mark, still percent-encoded.</summary>
    public ReadOnlySpan<byte> Path { get; }

    /// <summary>The target behind the first question mark, still percent-encoded; empty if there is none.</summary>
    public ReadOnlySpan<byte> Query { get; }

    /// <summary>Whether this is for us, even if it is refused; anything else is plain HTTP.</summary>
    public bool AsksForWebSocket =>
        ListContains("Upgrade"u8, "websocket"u8)
        || Count("Sec-WebSocket-Key"u8) > 0
        || Count("Sec-WebSocket-Version"u8) > 0;

    /// <summary>Parses a head.</summary>
    /// <param name="head">
    /// From the first byte of the request to the empty line that ends the head, which is included.
    /// </param>
    /// <param name="parsed">The head, if it is well-formed.</param>
    /// <param name="refusal">Why it is not.</param>
    /// <returns>Whether it is well-formed.</returns>
    public static bool TryParse(ReadOnlySpan<byte> head, out RequestHead parsed, out UpgradeRefusal refusal)
    {
        parsed = default;
        refusal = UpgradeRefusal.RequestLineMalformed;
        head = head.StartsWith("\r\n"u8) ? head[2..] : head;
        var end = head.IndexOf("\r\n"u8);
        if (end < 0 || !TrySplit(head[..end], out var method, out var target, out var version))
        {
            return false;
        }

        refusal = UpgradeRefusal.HeaderLineMalformed;
        if (!head[end..].EndsWith("\r\n\r\n"u8) || !HeaderLines.TryParse(head[(end + 2)..^2], out var headers))
        {
            return false;
        }

        refusal = UpgradeRefusal.None;
        parsed = new RequestHead(method, target, version, headers);
        return true;
    }

    /// <summary>How many header lines bear a name, compared without case.</summary>
    public int Count(ReadOnlySpan<byte> name) => _headers.Count(name);

    /// <summary>The value of the first header line with a name, without white space around it.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryGetHeader(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) => _headers.TryGet(name, out value);

    /// <summary>
    /// The values of all header lines with a name as Latin-1, a comma between them; null if there is none.
    /// </summary>
    public string? CombinedHeader(ReadOnlySpan<byte> name) => _headers.Combined(name);

    /// <summary>
    /// Whether a token stands in the list that all header lines with a name make up, compared without case.
    /// </summary>
    public bool ListContains(ReadOnlySpan<byte> name, ReadOnlySpan<byte> token) => _headers.ListContains(name, token);

    private static bool TrySplit(
        ReadOnlySpan<byte> line,
        out ReadOnlySpan<byte> method,
        out ReadOnlySpan<byte> target,
        out ReadOnlySpan<byte> version)
    {
        method = target = version = default;
        var first = line.IndexOf((byte)' ');
        var last = line.LastIndexOf((byte)' ');
        if (first < 0 || first == last)
        {
            return false;
        }

        method = line[..first];
        target = line[(first + 1)..last];
        version = line[(last + 1)..];
        return HttpSyntax.IsToken(method) && HttpSyntax.IsVisible(target) && IsVersion(version);
    }

    private static bool IsVersion(ReadOnlySpan<byte> version) =>
        version.Length == "HTTP/1.1"u8.Length
        && version.StartsWith("HTTP/"u8)
        && char.IsAsciiDigit((char)version[5])
        && version[6] == (byte)'.'
        && char.IsAsciiDigit((char)version[7]);
}
