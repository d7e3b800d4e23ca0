using System.Globalization;
using WsBroker.Broker.Rates;

namespace WsBroker.Server.Options;

/// <summary>The keys that begin with <c>rates:</c>.</summary>
internal static class RateKeys
{
    private const int MostTimes = 1_000_000;
    private const int MostBytes = 1024 * 1024 * 1024;

    private static readonly TimeSpan _shortestBurst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestBurst = TimeSpan.FromMinutes(1);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        .. OfMessages("connection", "a connection", (o, r) => o with { Connection = r }, o => o.Connection),
        .. OfMessages("user", "a user", (o, r) => o with { User = r }, o => o.User),
        Connects("user", "a user", (o, r) => o with { User = r }, o => o.User),
        .. OfMessages("address", "an address (IPv6: a /64)", (o, r) => o with { Address = r }, o => o.Address),
        Connects("address", "an address (IPv6: a /64)", (o, r) => o with { Address = r }, o => o.Address),
        Publishes("apiKey", "an API key", (o, r) => o with { ApiKey = r }, o => o.ApiKey),
        new(
            "rates:burst",
            "a time from 00:00:01 to 00:01:00",
            "what may come in such a time may come at once, after as long a pause",
            (options, value) =>
                TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var burst) && burst >= _shortestBurst && burst <= _longestBurst
                    ? options with { Rates = options.Rates with { Burst = burst } }
                    : null,
            options => options.Rates.Burst.ToString("c", CultureInfo.InvariantCulture)),
    ];

    private static IReadOnlyList<OptionKey> OfMessages(
        string scope, string whose, Func<RateOptions, ScopeRates, RateOptions> set, Func<RateOptions, ScopeRates> get) =>
    [
        Publishes(scope, whose, set, get),
        Rate(scope, "subscribe", MostTimes, $"subscriptions and questions of {whose}", (o, n) => set(o, get(o) with { Subscribe = n }), o => get(o).Subscribe),
        Rate(scope, "bytes", MostBytes, $"bytes of messages from {whose}", (o, n) => set(o, get(o) with { Bytes = n }), o => get(o).Bytes),
    ];

    private static OptionKey Publishes(
        string scope, string whose, Func<RateOptions, ScopeRates, RateOptions> set, Func<RateOptions, ScopeRates> get) =>
        Rate(scope, "publish", MostTimes, $"publications of {whose}", (o, n) => set(o, get(o) with { Publish = n }), o => get(o).Publish);

    private static OptionKey Connects(
        string scope, string whose, Func<RateOptions, ScopeRates, RateOptions> set, Func<RateOptions, ScopeRates> get) =>
        Rate(scope, "connect", MostTimes, $"new connections of {whose}", (o, n) => set(o, get(o) with { Connect = n }), o => get(o).Connect);

    private static OptionKey Rate(
        string scope, string kind, int most, string what, Func<RateOptions, int, RateOptions> set, Func<RateOptions, int> get) =>
        new(
            $"rates:{scope}:{kind}",
            string.Create(CultureInfo.InvariantCulture, $"a whole number from 0 to {most}"),
            $"most {what} in a second; 0 is no limit",
            (options, value) =>
                int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
                    ? options with { Rates = set(options.Rates, number) }
                    : null,
            options => get(options.Rates).ToString(CultureInfo.InvariantCulture));
}
