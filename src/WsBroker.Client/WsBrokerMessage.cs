using System.Text;
using System.Text.Json;

namespace WsBroker.Client;

/// <summary>A publication as a subscriber gets it.</summary>
/// <remarks>Immutable, owns its bytes, and may be kept and read by any thread.</remarks>
public sealed class WsBrokerMessage
{
    internal WsBrokerMessage()
    {
    }

    /// <summary>The topic; for a subscription with wildcards, the one that matched.</summary>
    public required string Topic { get; init; }

    /// <summary>The place in the topic's order, 1 to 2^53 - 1.</summary>
    public required long Offset { get; init; }

    /// <summary>
    /// Where to recover from after this message; null if the subscription has wildcards, which cannot recover.
    /// </summary>
    public TopicPosition? Position => Epoch is null ? null : new TopicPosition(Epoch, Offset);

    /// <summary>What <see cref="Payload"/> is.</summary>
    public required PayloadKind Kind { get; init; }

    /// <summary>The JSON value or the text in UTF-8, or the bytes.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The headers as a JSON object in UTF-8; empty if there are none.</summary>
    public ReadOnlyMemory<byte> Headers { get; init; }

    /// <summary>The user who published; null if unknown.</summary>
    public string? User { get; init; }

    /// <summary>The connection that published; null if it was none, as with the HTTP API.</summary>
    public string? Client { get; init; }

    /// <summary>When the broker took it, in its clock, to the millisecond.</summary>
    public DateTimeOffset At { get; init; }

    internal string? Epoch { get; set; }

    /// <summary>
    /// The payload as a string: the text, the JSON as it stands, or bytes read as UTF-8 with U+FFFD for what is not.
    /// </summary>
    public string GetText() => Encoding.UTF8.GetString(Payload.Span);

    /// <summary>The value of a header that is a string; null if there is no such header.</summary>
    public string? GetHeader(string name)
    {
        if (Headers.IsEmpty)
        {
            return null;
        }

        var reader = new Utf8JsonReader(Headers.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isWanted = reader.ValueTextEquals(name);
            reader.Read();
            if (isWanted)
            {
                return reader.TokenType is JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        return null;
    }
}
