using System.Buffers;
using WsBroker.Broker.Publications;

namespace WsBroker.Benchmarks.Topics;

/// <summary>A form that writes nothing.</summary>
internal sealed class NoForm : WireForm
{
    /// <inheritdoc/>
    public override void Write(Publication publication, IBufferWriter<byte> output)
    {
    }
}
