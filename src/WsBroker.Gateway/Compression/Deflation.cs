namespace WsBroker.Gateway.Compression;

/// <summary>Deflates one message, as <see cref="WebSockets.Compression.Deflater.TryDeflate"/>.</summary>
internal delegate bool Deflation(ReadOnlySpan<byte> message, Span<byte> room, out int length);
