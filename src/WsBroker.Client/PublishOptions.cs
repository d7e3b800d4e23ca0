namespace WsBroker.Client;

/// <summary>What a publication bears beside its payload.</summary>
public sealed record PublishOptions
{
    /// <summary>
    /// The idempotency key, 1 to 255 characters: publications with the same key become one message while the topic's
    /// history holds it. Null for one that the client makes, so that its own retries do not double the message.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>Headers for subscribers; null or empty for none.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }
}
