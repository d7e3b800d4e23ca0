using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using WsBroker.Client;

namespace WsBroker.Server.Commands;

/// <summary>
/// Prints messages, a line each, and flushes each line: what reads the other end of a pipe gets it at once.
/// </summary>
/// <param name="output">Where to.</param>
/// <param name="asJson">One JSON object a message, instead of the payload as it is.</param>
/// <param name="withTopic">Begin each line with the topic and a space; JSON has it anyway.</param>
/// <param name="isTerminal">Somebody looks at it: what a terminal would take as an order is written out.</param>
internal sealed class MessagePrinter(TextWriter output, bool asJson, bool withTopic, bool isTerminal = false)
{
    private static readonly JsonWriterOptions _options = new()
    {
        // For terminals and other programs, never a part of a page
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Prints one message.</summary>
    public async Task PrintAsync(WsBrokerMessage message)
    {
        var line = asJson ? ToJson(message) : withTopic ? $"{message.Topic} {ToText(message)}" : ToText(message);
        await output.WriteLineAsync(isTerminal ? TerminalText.Escape(line) : line);
        await output.FlushAsync();
    }

    // Bytes would garble a terminal and break lines; Base64 is what --json shows and what base64 -d reads
    private static string ToText(WsBrokerMessage message) =>
        message.Kind is PayloadKind.Binary ? Convert.ToBase64String(message.Payload.Span) : message.GetText();

    private static string ToJson(WsBrokerMessage message)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line, _options))
        {
            json.WriteStartObject();
            json.WriteString("topic"u8, message.Topic);
            json.WriteNumber("offset"u8, message.Offset);
            WritePayload(json, message);
            if (!message.Headers.IsEmpty)
            {
                json.WritePropertyName("headers"u8);
                WriteOnOneLine(json, message.Headers);
            }

            WriteIfAny(json, "user"u8, message.User);
            WriteIfAny(json, "client"u8, message.Client);
            json.WriteNumber("at"u8, message.At.ToUnixTimeMilliseconds());
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(line.WrittenSpan);
    }

    private static void WritePayload(Utf8JsonWriter json, WsBrokerMessage message)
    {
        switch (message.Kind)
        {
            case PayloadKind.Json:
                json.WritePropertyName("data"u8);
                WriteOnOneLine(json, message.Payload);
                break;
            case PayloadKind.Text:
                json.WriteString("text"u8, message.Payload.Span);
                break;
            case PayloadKind.Binary:
            default:
                json.WriteBase64String("base64"u8, message.Payload.Span);
                break;
        }
    }

    // Raw, so that numbers keep their digits; line breaks, which JSON has only between tokens, become spaces
    private static void WriteOnOneLine(Utf8JsonWriter json, ReadOnlyMemory<byte> value)
    {
        if (!value.Span.ContainsAny((byte)'\n', (byte)'\r'))
        {
            json.WriteRawValue(value.Span);
            return;
        }

        var line = value.ToArray();
        line.AsSpan().Replace((byte)'\n', (byte)' ');
        line.AsSpan().Replace((byte)'\r', (byte)' ');
        json.WriteRawValue(line);
    }

    private static void WriteIfAny(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
