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
    /// <param name="id">The id of the command.</param>
    /// <param name="token">The token, if there is one.</param>
    /// <param name="options">What else the server is told of the client.</param>
    /// <param name="session">A session to take up again, or null.</param>
    /// <param name="positions">Where its subscriptions go on.</param>
    public static byte[] Connect(
        long id,
        string? token,
        WsBrokerClientOptions options,
        string? session = null,
        IReadOnlyDictionary<string, TopicPosition>? positions = null) => Write(id, "connect", json =>
    {
        WriteIfAny(json, "token", token);
        WriteIfAny(json, "name", options.Name);
        if (!options.Info.IsEmpty)
        {
            json.WritePropertyName("info"u8);
            json.WriteRawValue(options.Info.Span, skipInputValidation: true);
        }

        WriteIfAny(json, "session", session);
        if (positions is { Count: > 0 })
        {
            json.WriteStartObject("recover"u8);
            foreach (var (topic, position) in positions)
            {
                WritePosition(json, topic, position);
            }

            json.WriteEndObject();
        }
    });

    /// <summary>Brings a new token.</summary>
    public static byte[] Refresh(long id, string token) => Write(id, "refresh", json => json.WriteString("token"u8, token));

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

    /// <summary>Subscribes, and begins after a place, or as the options say.</summary>
    public static byte[] Subscribe(long id, string filter, TopicPosition? recover, SubscribeOptions options) =>
        Write(id, "subscribe", json =>
        {
            json.WriteString("topic"u8, UnicodeText.Encode(filter));
            if (recover is { } position)
            {
                WritePosition(json, "recover", position);
            }
            else if (options.Last > 0)
            {
                json.WriteNumber("last"u8, options.Last);
            }

            if (!options.Echo)
            {
                json.WriteBoolean("echo"u8, value: false);
            }

            if (options.WantsPresence)
            {
                json.WriteBoolean("presence"u8, value: true);
            }
        });

    /// <summary>Asks for a part of a topic's history.</summary>
    public static byte[] History(long id, string topic, HistoryOptions options) => Write(id, "history", json =>
    {
        json.WriteString("topic"u8, UnicodeText.Encode(topic));
        if (options.After is { } after)
        {
            json.WriteNumber("after"u8, after);
        }

        if (options.Before is { } before)
        {
            json.WriteNumber("before"u8, before);
        }

        json.WriteNumber("last"u8, options.Count);
    });

    /// <summary>Asks who is there.</summary>
    public static byte[] Presence(long id, string topic) =>
        Write(id, "presence", json => json.WriteString("topic"u8, UnicodeText.Encode(topic)));

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

    private static void WritePosition(Utf8JsonWriter json, string name, TopicPosition position)
    {
        json.WriteStartObject(UnicodeText.Encode(name));
        json.WriteString("epoch"u8, position.Epoch);
        json.WriteNumber("offset"u8, position.Offset);
        json.WriteEndObject();
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
