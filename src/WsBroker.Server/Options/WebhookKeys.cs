using System.Globalization;
using System.Text;

namespace WsBroker.Server.Options;

/// <summary>The keys that begin with <c>webhooks:</c>.</summary>
internal static class WebhookKeys
{
    private const int FewestSecretBytes = 32;

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
            w => w.Secret is null ? "" : OptionKey.Hidden) with { IsSecret = true },
        OptionKey.InRange(
            "webhooks:timeout",
            new TimeRange(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30)),
            "time for a webhook to answer",
            static (options, time) => options with { Webhooks = options.Webhooks with { Timeout = time } },
            static options => options.Webhooks.Timeout),
        OptionKey.InRange(
            "webhooks:questions",
            new NumberRange(1, 10_000),
            "how many questions each webhook has to do with at once; more wait for their turn",
            static (options, count) => options with { Webhooks = options.Webhooks with { Questions = (int)count } },
            static options => options.Webhooks.Questions),
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
        OptionKey.InRange(
            "webhooks:queuedEvents",
            new NumberRange(1, 1_000_000),
            "most events that wait to be told; more are dropped and counted",
            static (options, count) => options with { Webhooks = options.Webhooks with { QueuedEvents = (int)count } },
            static options => options.Webhooks.QueuedEvents),
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
            w => get(w) is { } address ? WebAddress.Describe(address) : "");

    private static OptionKey Key(
        string name, string allowed, string meaning, Func<WebhookOptions, string, WebhookOptions?> set, Func<WebhookOptions, string> get) =>
        new(
            $"webhooks:{name}",
            allowed,
            meaning,
            (options, value) => set(options.Webhooks, value) is { } changed ? options with { Webhooks = changed } : null,
            options => get(options.Webhooks));
}
