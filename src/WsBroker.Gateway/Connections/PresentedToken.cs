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
    public static UpgradeRefusal Find(UpgradeRequest request, bool isTakenFromQuery, out string? token)
    {
        token = null;
        var inQuery = InQuery(request.Query).ToList();
        if (inQuery.Count > 0 && !isTakenFromQuery)
        {
            return UpgradeRefusal.TokenInQuery;
        }

        foreach (var presented in InHeader(request.Authorization).Concat(inQuery).Concat(InSubprotocols(request.Subprotocols)))
        {
            token ??= presented;
            if (!string.Equals(token, presented, StringComparison.Ordinal))
            {
                return UpgradeRefusal.TokenInvalid;
            }
        }

        return UpgradeRefusal.None;
    }

    // Other schemes may be for a proxy in between
    private static IEnumerable<string> InHeader(string? authorization) =>
        authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) is true ? [authorization[Scheme.Length..].Trim(' ')] : [];

    private static IEnumerable<string> InQuery(string query) => query.Contains(Parameter, StringComparison.Ordinal)
        ? query.Split('&')
            .Where(static parameter => parameter.StartsWith(Parameter, StringComparison.Ordinal))
            .Select(static parameter => Uri.UnescapeDataString(parameter[Parameter.Length..]))
        : [];

    private static IEnumerable<string> InSubprotocols(IReadOnlyList<string> subprotocols) => subprotocols.Count > 0
        ? subprotocols
            .Where(static name => name.StartsWith(SubprotocolPrefix, StringComparison.Ordinal))
            .Select(static name => name[SubprotocolPrefix.Length..])
        : [];
}
