using System.IO.Compression;
using WsBroker.Conformance.Tests.Clients;

namespace WsBroker.Conformance.Tests.Autobahn;

/// <summary>The client's side of permessage-deflate (RFC 7692 §7.2), with what .NET ships and nothing of the broker's.</summary>
/// <param name="keepsOwn">Whether we may refer to earlier messages of ours.</param>
/// <param name="keepsPeers">Whether the server may refer to earlier messages of its own.</param>
internal sealed class MessageCodec(bool keepsOwn, bool keepsPeers) : IDisposable
{
    private static readonly byte[] _tail = [0x00, 0x00, 0xFF, 0xFF];

    private readonly MemoryStream _deflated = new();
    private readonly MemoryStream _toInflate = new();
    private DeflateStream? _deflater;
    private DeflateStream? _inflater;

    /// <summary>Compresses a message.</summary>
    public byte[] Deflate(byte[] message)
    {
        _deflater ??= new DeflateStream(_deflated, CompressionLevel.Optimal, leaveOpen: true);
        _deflater.Write(message);
        _deflater.Flush();
        var bytes = _deflated.ToArray();
        if (!bytes.AsSpan().EndsWith(_tail))
        {
            throw new WireFaultException("What .NET flushes does not end as RFC 7692 §7.2.1 has it.");
        }

        if (!keepsOwn)
        {
            _deflater.Dispose();
            _deflater = null;
        }

        _deflated.SetLength(0);
        return bytes[..^_tail.Length];
    }

    /// <summary>Inflates a message.</summary>
    public byte[] Inflate(byte[] compressed)
    {
        _toInflate.SetLength(0);
        _toInflate.Write(compressed);
        _toInflate.Write(_tail);
        _toInflate.Position = 0;
        _inflater ??= new DeflateStream(_toInflate, CompressionMode.Decompress, leaveOpen: true);
        using var inflated = new MemoryStream();
        _inflater.CopyTo(inflated);
        if (!keepsPeers)
        {
            _inflater.Dispose();
            _inflater = null;
        }

        return inflated.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _deflater?.Dispose();
        _inflater?.Dispose();
        _deflated.Dispose();
        _toInflate.Dispose();
    }
}
