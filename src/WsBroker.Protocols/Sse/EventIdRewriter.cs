using System.Buffers;
using System.Diagnostics;
using System.Text;

namespace WsBroker.Protocols.Sse;

/// <summary>Puts the places of all topics of a stream where a message has its own: the client gives back only the last id.</summary>
internal sealed class EventIdRewriter(StreamPositions positions) : DeliveryRewriter
{
    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Rewrite(ReadOnlySpan<byte> delivered)
    {
        var output = new ArrayBufferWriter<byte>(delivered.Length + 64);
        while (!delivered.IsEmpty)
        {
            var length = delivered.IndexOf(SseEvent.End) + SseEvent.End.Length;
            Debug.Assert(length >= SseEvent.End.Length, "our own events");
            Write(delivered[..length], output);
            delivered = delivered[length..];
        }

        return output.WrittenMemory;
    }

    private void Write(ReadOnlySpan<byte> one, ArrayBufferWriter<byte> output)
    {
        if (!one.StartsWith(SseEvent.IdField))
        {
            output.Write(one);
            return;
        }

        var line = one.IndexOf((byte)'\n');
        var rest = one[(line + 1)..];
        if (positions.Find(rest) is { } position)
        {
            var own = Encoding.ASCII.GetString(one[SseEvent.IdField.Length..line]);
            position.Advance(StreamPosition.Parse(own) ?? throw new UnreachableException("our own ids"));
        }

        var id = positions.ToId();
        if (id.Length > 0)
        {
            output.Write(SseEvent.IdField);
            output.Write(id);
            output.Write("\n"u8);
        }

        output.Write(rest);
    }
}
