using System.Buffers;
using WsBroker.Broker.Publications;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>A wire form for publications whose payload is the number of their topic: that alone is what is delivered.</summary>
internal sealed class NumberForm : WireForm
{
    /// <inheritdoc/>
    public override void Write(Publication publication, IBufferWriter<byte> output) => output.Write(publication.Content.Payload.Span);
}
