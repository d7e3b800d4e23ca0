using System.Buffers;
using WsBroker.Broker.Publications;

namespace WsBroker.Protocols.Raw;

/// <summary>The payload and nothing else: text and JSON as a text message, bytes as a binary one.</summary>
public sealed class RawForm : MessageForm
{
    /// <summary>The only instance.</summary>
    public static readonly RawForm Instance = new();

    private RawForm()
    {
    }

    /// <inheritdoc/>
    public override bool IsBinary(PayloadKind kind) => kind is PayloadKind.Binary;

    /// <inheritdoc/>
    public override void Write(Publication publication, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(publication);
        output.Write(publication.Content.Payload.Span);
    }
}
