using System.Buffers;
using System.Text;
using WsBroker.Broker.Presence;
using WsBroker.Broker.Publications;
using WsBroker.Protocols.Json;

namespace WsBroker.Protocols.Sse;

/// <summary>One event for a publication: what the JSON protocol tells of it, and its place in its topic as the id.</summary>
public sealed class SseForm : MessageForm
{
    /// <summary>The only instance.</summary>
    public static readonly SseForm Instance = new();

    private const int KeptScratchBytes = 1024 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _scratch;

    private SseForm()
    {
    }

    /// <inheritdoc/>
    public override bool IsBinary(PayloadKind kind) => false;

    /// <inheritdoc/>
    public override void Write(Publication publication, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(publication);
        var scratch = TakeScratch();
        var json = JsonOutput.Begin(scratch);
        PublicationWriter.WriteMembers(json, publication);
        JsonOutput.End(json);
        var id = StreamPosition.Format(publication.Epoch, publication.Offset);
        SseEvent.Write(output, Encoding.ASCII.GetBytes(id), name: [], scratch.WrittenSpan);
    }

    /// <inheritdoc/>
    public override void Write(PresenceNews news, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(news);
        var scratch = TakeScratch();
        JsonForm.Instance.Write(news, scratch);
        SseEvent.WriteMessage(output, id: [], scratch.WrittenSpan);
    }

    // One buffer for each thread; a large one is not kept beyond the next use
    private static ArrayBufferWriter<byte> TakeScratch()
    {
        var scratch = _scratch;
        if (scratch is null || scratch.Capacity > KeptScratchBytes)
        {
            scratch = _scratch = new ArrayBufferWriter<byte>();
        }

        scratch.ResetWrittenCount();
        return scratch;
    }
}
