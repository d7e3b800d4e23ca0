using System.Globalization;
using System.Text;
using System.Text.Json;
using WsBroker.Broker.Topics;

namespace WsBroker.Protocols.Sse;

/// <summary>How far a stream has come in one of its topics.</summary>
internal sealed class StreamPosition
{
    private TopicPosition? _position;
    private bool _isBegun;
    private byte[]? _opening;

    /// <param name="topic">The topic.</param>
    /// <param name="given">Where an earlier stream stood; null if it does not say.</param>
    public StreamPosition(TopicName topic, TopicPosition? given)
    {
        Topic = topic;
        Given = given;
        _position = given;
        _isBegun = given is not null;
    }

    /// <summary>The topic.</summary>
    public TopicName Topic { get; }

    /// <summary>Where an earlier stream stood; null if that is not known, so that the topic begins as for a new stream.</summary>
    public TopicPosition? Given { get; }

    /// <summary>What the data of the topic's messages begins with.</summary>
    // Made when it is first looked for: a stream of one topic never does
    public byte[] Opening =>
        _opening ??= [.. SseEvent.DataField, .. "{\"topic\":\""u8, .. JsonEncodedText.Encode(Topic.Text, Json.JsonOutput.Encoder).EncodedUtf8Bytes, .. "\","u8];

    /// <summary>How an id names a place: the epoch, percent-encoded, a colon, and the offset.</summary>
    public static string Format(string epoch, long offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(epoch)}:{offset}");

    /// <summary>Reads what <see cref="Format"/> has written.</summary>
    /// <returns>Null if it is no place.</returns>
    public static TopicPosition? Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            && long.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            && offset <= TopicPosition.MaxOffset
                ? new TopicPosition(Uri.UnescapeDataString(text[..colon]), offset)
                : null;
    }

    /// <summary>The subscription stands.</summary>
    /// <param name="top">Where the topic's order stands.</param>
    /// <param name="hasRecovered">Whether all that was missed follows: until then the stream stands where it stood.</param>
    /// <param name="last">How many of the history it asked for: a stream that breaks before it had the first asks once more.</param>
    public void Begin(TopicPosition top, bool hasRecovered, int last)
    {
        _position = hasRecovered ? _position : top;
        _isBegun = Given is not null || last == 0;
    }

    /// <summary>The client has been sent all up to here.</summary>
    public void Advance(TopicPosition to)
    {
        _position = to;
        _isBegun = true;
    }

    /// <summary>The client has been told that it misses all up to here.</summary>
    public void Advance(long to) => Advance(new TopicPosition(_position?.Epoch ?? "", to));

    /// <summary>Appends it to an id; nothing if the topic is to begin as for a new stream.</summary>
    public void AppendTo(StringBuilder id)
    {
        if (_isBegun && _position is { } position)
        {
            id.Append(Format(position.Epoch, position.Offset));
        }
    }
}
