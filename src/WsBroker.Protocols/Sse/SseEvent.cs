using System.Buffers;

namespace WsBroker.Protocols.Sse;

/// <summary>Writes single events, as WHATWG HTML §9.2.6 reads them.</summary>
internal static class SseEvent
{
    private static readonly SearchValues<byte> _endsLine = SearchValues.Create("\r\n"u8);

    /// <summary>What an event begins with that has an id.</summary>
    public static ReadOnlySpan<byte> IdField => "id: "u8;

    /// <summary>What comes before the data.</summary>
    public static ReadOnlySpan<byte> DataField => "data: "u8;

    /// <summary>What ends an event; there is none within.</summary>
    public static ReadOnlySpan<byte> End => "\n\n"u8;

    /// <summary>Appends one event.</summary>
    /// <param name="output">What is written to.</param>
    /// <param name="id">What the client gives back when it comes again; empty to leave that as it is.</param>
    /// <param name="name">What listeners call it; empty for <c>message</c>.</param>
    /// <param name="data">Its data: JSON, whose line ends lie between its values.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (!id.IsEmpty)
        {
            output.Write(IdField);
            output.Write(id);
            output.Write("\n"u8);
        }

        if (!name.IsEmpty)
        {
            output.Write("event: "u8);
            output.Write(name);
            output.Write("\n"u8);
        }

        WriteData(output, data);
        output.Write(End);
    }

    /// <summary>Appends the event for a message of the JSON protocol, which is an object of one member: its name and its data.</summary>
    /// <param name="output">What is written to.</param>
    /// <param name="id">As above.</param>
    /// <param name="message">The message.</param>
    public static void WriteMessage(IBufferWriter<byte> output, ReadOnlySpan<byte> id, ReadOnlySpan<byte> message)
    {
        var name = message[2..];
        name = name[..name.IndexOf((byte)'"')];
        Write(output, id, name, message[(name.Length + 4)..^1]);
    }

    private static void WriteData(IBufferWriter<byte> output, ReadOnlySpan<byte> data)
    {
        while (true)
        {
            output.Write(DataField);
            var end = data.IndexOfAny(_endsLine);
            if (end < 0)
            {
                output.Write(data);
                return;
            }

            output.Write(data[..end]);
            output.Write("\n"u8);
            data = data[end..].StartsWith("\r\n"u8) ? data[(end + 2)..] : data[(end + 1)..];
        }
    }
}
