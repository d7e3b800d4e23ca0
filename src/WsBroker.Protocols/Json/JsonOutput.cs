using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WsBroker.Protocols.Json;

/// <summary>One JSON writer for each thread, used again and again: making one costs more than a small message.</summary>
internal static class JsonOutput
{
    /// <summary>How strings are written.</summary>
    // Characters beyond ASCII stay as they are: a message is UTF-8, and never a part of a page
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private static readonly JsonWriterOptions _options = new()
    {
        Encoder = Encoder,

        // What is written raw was read as JSON before
        SkipValidation = true,
    };

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Begins an object. The writer is the caller's until <see cref="End"/>, on this thread.</summary>
    public static Utf8JsonWriter Begin(IBufferWriter<byte> output)
    {
        var writer = _writer;
        if (writer is null)
        {
            writer = _writer = new Utf8JsonWriter(output, _options);
        }
        else
        {
            writer.Reset(output);
        }

        writer.WriteStartObject();
        return writer;
    }

    /// <summary>Ends the object and hands all bytes to the output.</summary>
    public static void End(Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        writer.Flush();
    }
}
