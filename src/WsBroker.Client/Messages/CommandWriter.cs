using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WsBroker.Client.Messages;

/// <summary>Writes a client's commands, each one JSON object in UTF-8.</summary>
internal static class CommandWriter
{
    private static readonly JsonWriterOptions _options = new()
    {
        // Characters beyond ASCII stay as they are: a message is UTF-8, and never a part of a page
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Says who the client is.</summary>
    public static byte[] Connect(long id, string? token, string? name) => Write(id, "connect", json =>
    {
        WriteIfAny(json, "token", token);
        WriteIfAny(json, "name", name);
    });

    /// <summary>Publishes.</summary>
    /// <exception cref="ArgumentException">The topic, the text, the key or a header is not Unicode text.</exception>
    public static byte[] Publish(
        long id, string topic, WsBrokerPayload payload, string key, IReadOnlyDictionary<string, string>? headers) =>
        Write(id, "publish", json =>
        {
            json.WriteString("topic"u8, UnicodeText.Encode(topic));
            payload.WriteTo(json);
            json.WriteString("key"u8, UnicodeText.Encode(key));
            WriteHeaders(json, headers);
        });

    /// <summary>Subscribes, and begins after a place, with the last so many messages, or now.</summary>
    public static byte[] Subscribe(long id, string filter, TopicPosition? recover, int last, bool echo) =>
        Write(id, "subscribe", json =>
        {
            json.WriteString("topic"u8, UnicodeText.Encode(filter));
            if (recover is { } position)
            {
                json.WriteStartObject("recover"u8);
                json.WriteString("epoch"u8, position.Epoch);
                json.WriteNumber("offset"u8, position.Offset);
                json.WriteEndObject();
            }
            else if (last > 0)
            {
                json.WriteNumber("last"u8, last);
            }

            if (!echo)
            {
                json.WriteBoolean("echo"u8, value: false);
            }
        });

    /// <summary>Ends a subscription; no answer is asked for.</summary>
    public static byte[] Unsubscribe(string filter) =>
        Write(id: null, "unsubscribe", json => json.WriteString("topic"u8, UnicodeText.Encode(filter)));

    private static byte[] Write(long? id, string command, Action<Utf8JsonWriter> writeBody)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, _options))
        {
            json.WriteStartObject();
            if (id is { } number)
            {
                json.WriteNumber("id"u8, number);
            }

            json.WriteStartObject(command);
            writeBody(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    private static void WriteHeaders(Utf8JsonWriter json, IReadOnlyDictionary<string, string>? headers)
    {
        if (headers is null || headers.Count == 0)
        {
            return;
        }

        json.WriteStartObject("headers"u8);
        foreach (var (name, value) in headers)
        {
            json.WriteString(UnicodeText.Encode(name), UnicodeText.Encode(value));
        }

        json.WriteEndObject();
    }

    private static void WriteIfAny(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
