namespace WsBroker.Broker.Sessions;

/// <summary>What a client calls its request, echoed in the answer byte for byte: a JSON number or string.</summary>
/// <param name="Json">The JSON token, or empty when the client wants no answer.</param>
public readonly record struct RequestId(ReadOnlyMemory<byte> Json)
{
    /// <summary>Whether the client did not ask for an answer.</summary>
    public bool IsNone => Json.IsEmpty;
}
