using WsBroker.Broker.Rates;

namespace WsBroker.Server.Options;

/// <summary>The keys that begin with <c>rates:</c>.</summary>
internal static class RateKeys
{
    private const int MostTimes = 1_000_000;
    private const int MostBytes = 1024 * 1024 * 1024;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        .. OfMessages("connection", "a connection", (o, r) => o with { Connection = r }, o => o.Connection),
        .. OfMessages("user", "a user", (o, r) => o with { User = r }, o => o.User),
        Connects("user", "a user", (o, r) => o with { User = r }, o => o.User),
        .. OfMessages("address", "an address (IPv6: a /64)", (o, r) => o with { Address = r }, o => o.Address),
        Connects("address", "an address (IPv6: a /64)", (o, r) => o with { Address = r }, o => o.Address),
        Publishes("apiKey", "an API key", (o, r) => o with { ApiKey = r }, o => o.ApiKey),
        OptionKey.InRange(
            "rates:burst",
            new TimeRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
            "what may come in such a time may come at once, after as long a pause",
            static (options, burst) => options with { Rates = options.Rates with { Burst = burst } },
            static options => options.Rates.Burst),
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
        OptionKey.InRange(
            $"rates:{scope}:{kind}",
            new NumberRange(0, most),
            $"most {what} in a second; 0 is no limit",
            (options, number) => options with { Rates = set(options.Rates, (int)number) },
            options => get(options.Rates));
}
