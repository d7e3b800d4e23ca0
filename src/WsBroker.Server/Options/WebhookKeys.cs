using System.Globalization;
using System.Text;

namespace WsBroker.Server.Options;

/// <summary>The keys that begin with <c>webhooks:</c>.</summary>
internal static class WebhookKeys
{
    private const int FewestSecretBytes = 32;
    private const int MostQueuedEvents = 1_000_000;

    private static readonly TimeSpan _shortestTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longestTimeout = TimeSpan.FromSeconds(30);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        Address("connect", "who is asked before a client comes in", (w, a) => w with { Connect = a }, w => w.Connect),
        Address("subscribe", "who is asked before a client subscribes", (w, a) => w with { Subscribe = a }, w => w.Subscribe),
        Address("publish", "who is asked before a client publishes", (w, a) => w with { Publish = a }, w => w.Publish),
        Address("events", "who is told which clients come and go, and which topics are occupied", (w, a) => w with { Events = a }, w => w.Events),
        Key(
            "secret",
            string.Create(CultureInfo.InvariantCulture, $"{FewestSecretBytes} bytes or more"),
            "what requests to webhooks are signed with",
            (w, value) => Encoding.UTF8.GetByteCount(value) >= FewestSecretBytes ? w with { Secret = value } : null,
            w => w.Secret is null ? "" : "(secret)"),
        Key(
            "timeout",
            "a time from 00:00:00.1 to 00:00:30",
            "time for a webhook to answer",
            (w, value) => TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var time) && time >= _shortestTimeout && time <= _longestTimeout
                ? w with { Timeout = time }
                : null,
            w => w.Timeout.ToString("c", CultureInfo.InvariantCulture)),
        Key(
            "fail",
            "closed or open",
            "whether what no webhook could be asked about is refused (closed) or allowed (open)",
            (w, value) => value switch
            {
                "closed" => w with { FailsOpen = false },
                "open" => w with { FailsOpen = true },
                _ => null,
            },
            w => w.FailsOpen ? "open" : "closed"),
        Key(
            "queuedEvents",
            string.Create(CultureInfo.InvariantCulture, $"a whole number from 1 to {MostQueuedEvents}"),
            "most events that wait to be told; more are dropped and counted",
            (w, value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MostQueuedEvents
                ? w with { QueuedEvents = count }
                : null,
            w => w.QueuedEvents.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>Makes sure that what is asked or told can be signed.</summary>
    /// <exception cref="InvalidOptionsException">It cannot.</exception>
    public static void Check(WebhookOptions options)
    {
        if (options.Addresses.Any() && options.Secret is null)
        {
            throw new InvalidOptionsException("Requests to webhooks are signed, so that they can be told from others: set webhooks:secret.");
        }
    }

    private static OptionKey Address(
        string name, string meaning, Func<WebhookOptions, Uri, WebhookOptions> set, Func<WebhookOptions, Uri?> get) =>
        Key(
            name,
            WebAddress.Allowed,
            meaning,
            (w, value) => WebAddress.Parse(value) is { } address ? set(w, address) : null,
            w => get(w)?.ToString() ?? "");

    private static OptionKey Key(
        string name, string allowed, string meaning, Func<WebhookOptions, string, WebhookOptions?> set, Func<WebhookOptions, string> get) =>
        new(
            $"webhooks:{name}",
            allowed,
            meaning,
            (options, value) => set(options.Webhooks, value) is { } changed ? options with { Webhooks = changed } : null,
            options => get(options.Webhooks));
}
