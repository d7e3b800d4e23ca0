namespace WsBroker.Broker.Publications;

/// <summary>What a publisher hands in. Immutable: nobody writes to its bytes once it is made.</summary>
/// <param name="Kind">What the payload is.</param>
/// <param name="Payload">The payload's bytes, owned by this object from now on.</param>
public sealed record Content(PayloadKind Kind, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The publisher's headers as one JSON object, byte for byte, or empty when there are none.</summary>
    public ReadOnlyMemory<byte> Headers { get; init; }

    /// <summary>The idempotency key, or null. Within the history, the same key means the same publication.</summary>
    public string? Key { get; init; }

    /// <summary>What it counts for against bounds in bytes.</summary>
    public int Size => Payload.Length + Headers.Length;
}
