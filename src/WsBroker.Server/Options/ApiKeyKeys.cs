using System.Globalization;
using System.Text.RegularExpressions;
using WsBroker.Broker.Access;

namespace WsBroker.Server.Options;

/// <summary>The keys that begin with <c>apiKeys:</c>.</summary>
internal static partial class ApiKeyKeys
{
    /// <summary>Those of the first API key, for a list of names.</summary>
    public static IReadOnlyList<OptionKey> First => Of(0);

    /// <summary>Those of all API keys.</summary>
    public static IEnumerable<OptionKey> Numbered(ServerOptions options) => Enumerable.Range(0, options.ApiKeys.Count).SelectMany(Of);

    /// <summary>Finds one by its name, as <c>apiKeys:0:sha256</c>.</summary>
    /// <returns>Null if there is none of that name.</returns>
    public static OptionKey? Find(string name)
    {
        var match = NumberedName().Match(name);
        return match.Success
            ? Of(int.Parse(match.Groups["at"].Value, NumberStyles.None, CultureInfo.InvariantCulture))
                .FirstOrDefault(key => string.Equals(key.Name, name, StringComparison.OrdinalIgnoreCase))
            : null;
    }

    /// <summary>Makes sure that each has what it needs.</summary>
    /// <exception cref="InvalidOptionsException">One of them has not.</exception>
    public static void Check(ServerOptions options)
    {
        if (options.ApiKeys.Any(static key => key.Name.Length == 0 || key.Sha256.Length + key.Certificate.Length == 0))
        {
            throw new InvalidOptionsException(
                "The API keys are numbered from 0 without a gap, and each has a name, and a hash or a certificate: apiKeys:0:name, apiKeys:0:sha256, apiKeys:1:name …");
        }
    }

    private static IReadOnlyList<OptionKey> Of(int at) =>
    [
        Key(at, "name", "not empty", "whose API key it is", (key, value) => value.Length > 0 ? key with { Name = value } : null, key => key.Name),
        Key(
            at,
            "sha256",
            "64 hexadecimal digits, as of: printf %s KEY | sha256sum",
            "SHA-256 of the API key",
            (key, value) => Hash().IsMatch(value) ? key with { Sha256 = value } : null,
            key => key.Sha256),
        Key(
            at,
            "certificate",
            "64 hexadecimal digits, as of: openssl x509 -in FILE -outform DER | sha256sum",
            "SHA-256 of a client's certificate that counts as the API key",
            (key, value) => Hash().IsMatch(value) ? key with { Certificate = value } : null,
            key => key.Certificate),
        Key(
            at,
            "prefix",
            "the beginning of topics, whole levels with a slash behind them, like tenant7/",
            "the only topics that the API key is for, and their tenant's users",
            (key, value) => value.Length == 0 || UserId.IsTenant(value) ? key with { Prefix = value } : null,
            key => key.Prefix),
        Key(
            at,
            "readOnly",
            "true or false",
            "whether the API key may only read",
            (key, value) => bool.TryParse(value, out var isOn) ? key with { ReadOnly = isOn } : null,
            key => key.ReadOnly ? "true" : "false"),
    ];

    private static OptionKey Key(
        int at, string name, string allowed, string meaning, Func<ApiKeyOptions, string, ApiKeyOptions?> set, Func<ApiKeyOptions, string> get) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"apiKeys:{at}:{name}"),
            allowed,
            meaning,
            (options, value) => set(options.ApiKeys.ElementAtOrDefault(at) ?? new ApiKeyOptions(), value) is { } changed
                ? options with { ApiKeys = options.ApiKeys.Changed(at, _ => changed) }
                : null,
            options => at < options.ApiKeys.Count ? get(options.ApiKeys[at]) : "");

    [GeneratedRegex("^apiKeys:(?<at>[0-9]{1,3}):[a-z0-9]+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberedName();

    [GeneratedRegex("^[0-9a-f]{64}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hash();
}
