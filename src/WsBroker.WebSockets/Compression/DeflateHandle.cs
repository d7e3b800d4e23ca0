namespace WsBroker.WebSockets.Compression;

/// <summary>A stream that deflates into raw deflate data.</summary>
internal sealed unsafe class DeflateHandle : ZlibHandle
{
    // The usual one; less saves little, since zlib-ng's table of strings has one size
    private const int MemoryLevel = 8;

    public DeflateHandle(int level, int windowBits, int strategy) =>
        ThrowUnlessOk(Zlib.DeflateInit(Stream, level, Zlib.Deflated, -windowBits, MemoryLevel, strategy));

    /// <inheritdoc/>
    protected override int Call(int flush) => Zlib.Deflate(Stream, flush);

    /// <inheritdoc/>
    protected override void EndStream() => _ = Zlib.DeflateEnd(Stream);
}
