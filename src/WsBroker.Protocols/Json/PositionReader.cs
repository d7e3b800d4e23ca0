using System.Text.Json;
using WsBroker.Broker.Topics;

namespace WsBroker.Protocols.Json;

/// <summary>Reads offsets, and places in a topic's order: <c>{"epoch":"E","offset":41}</c>.</summary>
internal static class PositionReader
{
    /// <summary>What is allowed for an offset, for people.</summary>
    public const string Offsets = "an offset: 0 to 2^53 - 1";

    /// <summary>What is allowed for a position, for people.</summary>
    public const string Positions = "an object with 'epoch', a string, and 'offset', 0 to 2^53 - 1";

    private const int MaxEpochLength = 255;

    /// <summary>Reads the value of the member that the reader is at.</summary>
    /// <returns>Null if it is no offset.</returns>
    public static long? ReadOffset(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Number && reader.TryGetInt64(out var offset) && offset is >= 0 and <= TopicPosition.MaxOffset)
        {
            return offset;
        }

        reader.Skip();
        return null;
    }

    /// <summary>Reads the value of the member that the reader is at.</summary>
    /// <returns>Null if it is no position, or has a member of one twice.</returns>
    public static TopicPosition? ReadPosition(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            return null;
        }

        string? epoch = null;
        long? offset = null;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (!TryTake(ref reader, ref epoch, ref offset))
            {
                return null;
            }
        }

        return epoch is not null && offset is { } at ? new TopicPosition(epoch, at) : null;
    }

    private static bool TryTake(ref Utf8JsonReader reader, ref string? epoch, ref long? offset)
    {
        if (JsonText.Is(ref reader, "epoch"u8))
        {
            reader.Read();
            return epoch is null && JsonText.TryGetString(ref reader, MaxEpochLength, out epoch);
        }

        if (JsonText.Is(ref reader, "offset"u8))
        {
            var isFirst = offset is null;
            offset = ReadOffset(ref reader);
            return isFirst && offset is not null;
        }

        reader.Read();
        reader.Skip();
        return true;
    }
}
