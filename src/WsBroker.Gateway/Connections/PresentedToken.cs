using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway.Connections;

/// <summary>Finds the token that a request presents: in a header, in its query, or among its subprotocols.</summary>
/// <remarks>Cookies are none of these: a browser would send them for any page that asks (RFC 6455 §10.2).</remarks>
internal static class PresentedToken
{
    /// <summary>What a subprotocol begins with that is a token: a browser has no other place for it that is not logged.</summary>
    public const string SubprotocolPrefix = "wsbroker.token.";

    private const string Scheme = "Bearer ";
    private const string Parameter = "token=";

    /// <summary>Finds it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isTakenFromQuery">Whether a token in the query counts.</param>
    /// <param name="token">The token, or null if there is none. A secret: not for logs.</param>
    /// <returns>Why it is not taken, or <see cref="UpgradeRefusal.None"/>.</returns>
    public static UpgradeRefusal Find(UpgradeRequest request, bool isTakenFromQuery, out ReadOnlyMemory<char>? token)
    {
        token = InHeader(request.Authorization);
        if (request.Query.Contains(Parameter, StringComparison.Ordinal))
        {
            foreach (var presented in InQuery(request.Query))
            {
                if (!isTakenFromQuery)
                {
                    return UpgradeRefusal.TokenInQuery;
                }

                if (!TryAdd(presented, ref token))
                {
                    return UpgradeRefusal.TokenInvalid;
                }
            }
        }

        foreach (var name in request.Subprotocols)
        {
            if (name.StartsWith(SubprotocolPrefix, StringComparison.Ordinal) && !TryAdd(name.AsMemory(SubprotocolPrefix.Length), ref token))
            {
                return UpgradeRefusal.TokenInvalid;
            }
        }

        return UpgradeRefusal.None;
    }

    // A request may present its token in several places, but not several tokens
    private static bool TryAdd(ReadOnlyMemory<char> presented, ref ReadOnlyMemory<char>? token)
    {
        token ??= presented;
        return token.Value.Span.SequenceEqual(presented.Span);
    }

    // Other schemes may be for a proxy in between
    private static ReadOnlyMemory<char>? InHeader(string? authorization) =>
        authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) is true
            ? authorization.AsMemory(Scheme.Length).Trim(' ')
            : default(ReadOnlyMemory<char>?);

    private static IEnumerable<ReadOnlyMemory<char>> InQuery(string query) => query.Split('&')
        .Where(static parameter => parameter.StartsWith(Parameter, StringComparison.Ordinal))
        .Select(static parameter => Uri.UnescapeDataString(parameter[Parameter.Length..]).AsMemory());
}
