using System.Text;
using System.Text.Json;
using WsBroker.Broker.Publications;

namespace WsBroker.Broker.Overflow;

/// <summary>What a publication is the newest of: its header <c>key</c>, as in <c>{"key":"EURUSD"}</c>.</summary>
internal static class ConflationKey
{
    /// <summary>The header's string, or the digits of its number; "" if it is anything else or there is none.</summary>
    public static string Of(Content content)
    {
        if (content.Headers.IsEmpty)
        {
            return "";
        }

        // Headers were read as one JSON object before they came here
        var reader = new Utf8JsonReader(content.Headers.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isKey = reader.ValueTextEquals("key"u8);
            reader.Read();
            if (isKey)
            {
                return Read(ref reader);
            }

            reader.Skip();
        }

        return "";
    }

    // A string byte for byte: an escape in it may stand for half a character, which is no text
    private static string Read(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.String or JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan) : "";
}
