using System.Collections.Frozen;

namespace WsBroker.WebSockets.Handshake;

/// <summary>What a peer is told for each <see cref="UpgradeRefusal"/>: an HTTP status and a sentence.</summary>
public static class UpgradeRefusals
{
    private static readonly FrozenDictionary<UpgradeRefusal, (int Status, string Sentence)> _answers =
        new Dictionary<UpgradeRefusal, (int Status, string Sentence)>
        {
            [UpgradeRefusal.LineEndMalformed] = (400, "A line ends in a bare CR or LF; every line must end in CR LF."),
            [UpgradeRefusal.NulInHead] = (400, "There is a NUL byte in the head; none is allowed."),
            [UpgradeRefusal.RequestLineMalformed] =
                (400, "The request line is malformed; it must be a method, a target and a version, one space apart."),
            [UpgradeRefusal.HeaderLineMalformed] =
                (400, "A header line is malformed; it must be a name, a colon without space before it, and a value."),
            [UpgradeRefusal.HeaderLineFolded] =
                (400, "A header line begins with white space; a header must be written in one line."),
            [UpgradeRefusal.RequestLineTooLong] = (414, "The request line is too long; shorten the path or the query."),
            [UpgradeRefusal.HeaderLineTooLong] = (431, "A header line is too long; shorten its value."),
            [UpgradeRefusal.TooManyHeaderLines] = (431, "There are too many header lines; send fewer."),
            [UpgradeRefusal.HeadTooLong] = (431, "The head is too long; send fewer or shorter headers."),
            [UpgradeRefusal.HostMissing] = (400, "The Host header is missing; there must be one."),
            [UpgradeRefusal.HostRepeated] = (400, "There are several Host headers; there must be one."),
            [UpgradeRefusal.HostMalformed] =
                (400, "The Host header is malformed; it must be a host name or address, perhaps with a port."),
            [UpgradeRefusal.TargetMalformed] =
                (400, "The target is malformed; it must be a path that begins with a slash, perhaps with a query."),
            [UpgradeRefusal.BodyAnnounced] = (400, "The request announces a body; an upgrade request has none."),
            [UpgradeRefusal.MethodNotAllowed] = (405, "The method is not allowed; an upgrade request must be a GET."),
            [UpgradeRefusal.HttpVersionNotSupported] =
                (505, "The HTTP version is not supported; an upgrade request must be HTTP/1.1."),
            [UpgradeRefusal.UnknownPath] = (404, "There is nothing at this path."),
            [UpgradeRefusal.UpgradeMissing] =
                (426, "This path speaks WebSocket; ask for it with Upgrade: websocket and Connection: Upgrade."),
            [UpgradeRefusal.UpgradeNotWebSocket] =
                (400, "The Upgrade header does not ask for WebSocket; it must list websocket."),
            [UpgradeRefusal.ConnectionNotUpgrade] =
                (400, "The Connection header does not ask for an upgrade; it must list Upgrade."),
            [UpgradeRefusal.VersionNotSupported] =
                (426, "The WebSocket version is not supported; this answer's Sec-WebSocket-Version lists those that are."),
            [UpgradeRefusal.KeyMissing] = (400, "The Sec-WebSocket-Key header is missing; there must be one."),
            [UpgradeRefusal.KeyRepeated] = (400, "There are several Sec-WebSocket-Key headers; there must be one."),
            [UpgradeRefusal.KeyMalformed] =
                (400, "The Sec-WebSocket-Key header is malformed; it must be 16 bytes in Base64."),
            [UpgradeRefusal.SubprotocolsMalformed] =
                (400, "The Sec-WebSocket-Protocol header is malformed; it must list names, each once."),
            [UpgradeRefusal.ExtensionsMalformed] =
                (400, "The Sec-WebSocket-Extensions header is malformed; it must list names with parameters."),
            [UpgradeRefusal.OriginRepeated] = (400, "There are several Origin headers; there may be one."),
            [UpgradeRefusal.AuthorizationRepeated] =
                (400, "There are several Authorization headers; there may be one."),
            [UpgradeRefusal.OriginNotAllowed] =
                (403, "Pages of this origin may not connect; the operator can add it to the origins, or a proxy in between to the proxies."),
            [UpgradeRefusal.HostNotAllowed] =
                (403, "On its own machine the server is asked by an address, as localhost, or by a host of its origins, since any page could have other names;"
                    + " the operator can add this one (origins:0=http://HOST), or a proxy that has passed it on (proxies:0=ADDRESS)."),
            [UpgradeRefusal.InvalidTopic] =
                (400, "The path names an invalid topic; it has 1 to 255 bytes and no wildcards or control characters."),
            [UpgradeRefusal.InvalidQuery] = (400, "The query has an unknown parameter or a value that is not allowed."),
            [UpgradeRefusal.TopicNotAllowed] =
                (403, "A topic that you ask for is not open to you; ask for others, or with a token that names it."),
            [UpgradeRefusal.HandshakeTimeout] = (408, "The request did not arrive in time; send it at once and whole."),
            [UpgradeRefusal.Failed] = (500, "The server failed; try again later."),
            [UpgradeRefusal.Draining] = (503, "The server is going down and takes no new clients; try again later."),
            [UpgradeRefusal.TooManyConnections] = (503, "The server has as many connections as it may; try again later."),
            [UpgradeRefusal.TooManyFromAddress] =
                (429, "Your address has as many connections as one may; close one, or try again later."),
            [UpgradeRefusal.TooManyHandshakes] = (429, "Too many clients come at the same time; try again later."),
            [UpgradeRefusal.Overloaded] = (503, "The server has more to do than it can; try again later."),
            [UpgradeRefusal.TokenMissing] = (401, "A token is needed here; send it as Authorization: Bearer, or as the server's manual says."),
            [UpgradeRefusal.TokenInvalid] = (401, "The token is not valid; get a new one."),
            [UpgradeRefusal.TokenInQuery] = (401, "A token is not taken from the query here; send it as Authorization: Bearer."),
            [UpgradeRefusal.TokensUnavailable] = (503, "Tokens cannot be verified now; try again later."),
            [UpgradeRefusal.TooManyOfUser] =
                (429, "Your user has as many connections as one may; close one, or try again later."),
            [UpgradeRefusal.TooManyConnects] =
                (429, "Your address or your user connects too often; wait before you try again, and longer each time."),
            [UpgradeRefusal.TooManySubscriptions] =
                (429, "Your address or your user subscribes to more than it may in a second; wait before you try again."),
            [UpgradeRefusal.ProxyHeaderMalformed] =
                (400, "The connection begins with no well-formed PROXY header; the proxy must send one, or be no trusted proxy."),
        }.ToFrozenDictionary();

    /// <summary>The HTTP status of the answer.</summary>
    /// <exception cref="KeyNotFoundException">It is <see cref="UpgradeRefusal.None"/>.</exception>
    public static int StatusCode(this UpgradeRefusal refusal) => _answers[refusal].Status;

    /// <summary>What was wrong and what is allowed, in one line of ASCII.</summary>
    /// <exception cref="KeyNotFoundException">It is <see cref="UpgradeRefusal.None"/>.</exception>
    public static string Sentence(this UpgradeRefusal refusal) => _answers[refusal].Sentence;
}
