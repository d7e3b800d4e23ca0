namespace WsBroker.WebSockets.Compression;

/// <summary>A stream that inflates raw deflate data with any window.</summary>
internal sealed unsafe class InflateHandle : ZlibHandle
{
    // Raw, and the largest window: what a peer agreed on is never larger
    private const int RawWindow = -15;

    public InflateHandle() => ThrowUnlessOk(Zlib.InflateInit(Stream, RawWindow));

    /// <summary>Forgets all that came before: nothing can refer to it any more.</summary>
    public void Reset()
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        ThrowUnlessOk(Zlib.InflateReset(Stream, RawWindow));
    }

    /// <inheritdoc/>
    protected override int Call(int flush) => Zlib.Inflate(Stream, flush);

    /// <inheritdoc/>
    protected override void EndStream() => _ = Zlib.InflateEnd(Stream);
}
