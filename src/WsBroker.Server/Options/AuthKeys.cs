using System.Globalization;
using System.Text.RegularExpressions;
using WsBroker.Broker.Access;

namespace WsBroker.Server.Options;

/// <summary>The keys that begin with <c>auth:</c>.</summary>
internal static partial class AuthKeys
{
    /// <summary>Those that hold one value.</summary>
    public static IReadOnlyList<OptionKey> Single { get; } =
    [
        Switch("required", "whether nobody may do anything without a good token", (a, isOn) => a with { Required = isOn }, a => a.Required),
        new(
            "auth:issuer",
            "not empty",
            "what tokens must say in 'iss'",
            (options, value) => value.Length > 0 ? Change(options, auth => auth with { Issuer = value }) : null,
            options => options.Auth.Issuer ?? ""),
        new(
            "auth:audience",
            "not empty",
            "what tokens must have in 'aud'",
            (options, value) => value.Length > 0 ? Change(options, auth => auth with { Audience = value }) : null,
            options => options.Auth.Audience ?? ""),
        new(
            "auth:jwks",
            WebAddress.Allowed,
            "where the issuer publishes its keys",
            (options, value) => WebAddress.Parse(value) is { } address ? Change(options, auth => auth with { Jwks = address }) : null,
            options => options.Auth.Jwks is { } address ? WebAddress.Describe(address) : ""),
        new(
            "auth:prefix",
            Prefixes,
            "the only topics that tokens of the issuer are for",
            (options, value) => UserId.IsTenant(value) ? Change(options, auth => auth with { Prefix = value }) : null,
            options => options.Auth.Prefix ?? ""),
        Switch("tokenInQuery", "whether a token in the query of a request counts; others may log it on its way", (a, isOn) => a with { TokenInQuery = isOn }, a => a.TokenInQuery),
        Time("expiryGrace", TimeSpan.Zero, TimeSpan.FromHours(1), "for a client to bring a new token when its own has expired", (a, t) => a with { ExpiryGrace = t }, a => a.ExpiryGrace),
        Time("jwksInterval", TimeSpan.FromSeconds(10), TimeSpan.FromDays(1), "how often published keys are fetched", (a, t) => a with { JwksInterval = t }, a => a.JwksInterval),
        Time("leeway", TimeSpan.Zero, TimeSpan.FromMinutes(5), "by how much clocks may differ: tokens count for so much longer", (a, t) => a with { Leeway = t }, a => a.Leeway),
        Time("maxTokenLife", TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650), "how long a token may live", (a, t) => a with { MaxTokenLife = t }, a => a.MaxTokenLife),
    ];

    private const string Prefixes = "the beginning of topics, whole levels with a slash behind them, like tenant7/";

    /// <summary>Those of all that are numbered, for a list of names.</summary>
    public static IEnumerable<OptionKey> FirstOfEach => [.. OfKey(0), .. OfIssuer(0)];

    /// <summary>Those of all that are numbered and set.</summary>
    public static IEnumerable<OptionKey> Numbered(ServerOptions options) =>
    [
        .. Enumerable.Range(0, options.Auth.Keys.Count).SelectMany(OfKey),
        .. Enumerable.Range(0, options.Auth.Issuers.Count).SelectMany(OfIssuer),
    ];

    /// <summary>Finds one that is numbered, as <c>auth:keys:0:secret</c>.</summary>
    /// <returns>Null if there is none of that name.</returns>
    public static OptionKey? FindNumbered(string name)
    {
        if (NumberedName().Match(name) is not { Success: true } match)
        {
            return null;
        }

        var at = int.Parse(match.Groups["at"].Value, NumberStyles.None, CultureInfo.InvariantCulture);
        var isKey = string.Equals(match.Groups["list"].Value, "keys", StringComparison.OrdinalIgnoreCase);
        return (isKey ? OfKey(at) : OfIssuer(at)).FirstOrDefault(key => string.Equals(key.Name, name, StringComparison.OrdinalIgnoreCase));
    }

    private static IReadOnlyList<OptionKey> OfKey(int at) =>
    [
        Key(at, "id", "how tokens name the key ('kid')", (k, v) => k with { Id = v }, k => k.Id),
        Key(at, "algorithm", "what the key is for: HS256, RS256, PS256, ES256 …", (k, v) => k with { Algorithm = v }, k => k.Algorithm),
        Key(at, "secret", "secret of an HMAC, as long as its hash: 32 bytes or more", (k, v) => k with { Secret = v }, k => k.Secret is null ? "" : OptionKey.Hidden) with { IsSecret = true },
        Key(at, "file", "RSA or ECDSA key in PEM: public, private, or a certificate", (k, v) => k with { File = v }, k => k.File ?? ""),
        Key(at, "prefix", "the only topics that tokens of the key are for", (k, v) => UserId.IsTenant(v) ? k with { Prefix = v } : null, k => k.Prefix ?? "", Prefixes),
    ];

    private static IReadOnlyList<OptionKey> OfIssuer(int at) =>
    [
        Further(at, "issuer", "not empty", "what tokens of a further issuer say in 'iss'", (i, v) => i with { Issuer = v }, i => i.Issuer),
        Further(at, "jwks", WebAddress.Allowed, "where it publishes its keys", (i, v) => WebAddress.Parse(v) is { } address ? i with { Jwks = address } : null, i => i.Jwks is { } address ? WebAddress.Describe(address) : ""),
        Further(at, "audience", "not empty", "what its tokens must have in 'aud'", (i, v) => i with { Audience = v }, i => i.Audience ?? ""),
        Further(at, "prefix", Prefixes, "the only topics that its tokens are for", (i, v) => UserId.IsTenant(v) ? i with { Prefix = v } : null, i => i.Prefix ?? ""),
    ];

    private static OptionKey Key(
        int at, string name, string meaning, Func<AuthKeyOptions, string, AuthKeyOptions?> set, Func<AuthKeyOptions, string> get, string allowed = "not empty") =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"auth:keys:{at}:{name}"),
            allowed,
            meaning,
            (options, value) => value.Length > 0 && set(new AuthKeyOptions(), value) is not null
                ? Change(options, auth => auth with { Keys = auth.Keys.Changed(at, key => set(key, value)!) })
                : null,
            options => at < options.Auth.Keys.Count ? get(options.Auth.Keys[at]) : "");

    private static OptionKey Further(
        int at, string name, string allowed, string meaning, Func<IssuerOptions, string, IssuerOptions?> set, Func<IssuerOptions, string> get) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"auth:issuers:{at}:{name}"),
            allowed,
            meaning,
            (options, value) => value.Length > 0 && set(new IssuerOptions(), value) is not null
                ? Change(options, auth => auth with { Issuers = auth.Issuers.Changed(at, issuer => set(issuer, value)!) })
                : null,
            options => at < options.Auth.Issuers.Count ? get(options.Auth.Issuers[at]) : "");

    private static OptionKey Switch(string name, string meaning, Func<AuthOptions, bool, AuthOptions> set, Func<AuthOptions, bool> get) =>
        OptionKey.Switch($"auth:{name}", meaning, (options, isOn) => Change(options, auth => set(auth, isOn)), options => get(options.Auth));

    private static OptionKey Time(
        string name, TimeSpan least, TimeSpan most, string meaning, Func<AuthOptions, TimeSpan, AuthOptions> set, Func<AuthOptions, TimeSpan> get) =>
        OptionKey.InRange(
            $"auth:{name}", new TimeRange(least, most), meaning, (options, time) => Change(options, auth => set(auth, time)), options => get(options.Auth));

    private static ServerOptions Change(ServerOptions options, Func<AuthOptions, AuthOptions> change) =>
        options with { Auth = change(options.Auth) };

    [GeneratedRegex("^auth:(?<list>keys|issuers):(?<at>[0-9]{1,2}):[a-z]+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberedName();
}
