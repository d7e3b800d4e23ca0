using System.Buffers;

namespace WsBroker.Gateway.ProxyProtocol;

/// <summary>Reads the header of the PROXY protocol, version 1 or 2, out of bytes that have already arrived.</summary>
/// <remarks>No state: the same bytes give the same answer however the network split them.</remarks>
public static class ProxyHeaderReader
{
    /// <summary>The longest header that is taken, in bytes.</summary>
    // Addresses and what proxies say of TLS are some hundred bytes; version 2 could announce 64 KiB
    public const int MaxHeaderBytes = 4096;

    /// <summary>Reads one header.</summary>
    /// <param name="received">All bytes of the connection so far.</param>
    /// <param name="header">What it says.</param>
    /// <param name="length">Its length: what follows is the client's.</param>
    /// <returns>
    /// <see cref="OperationStatus.Done"/>; <see cref="OperationStatus.NeedMoreData"/>; or
    /// <see cref="OperationStatus.InvalidData"/>, as soon as it can be no header any more.
    /// </returns>
    public static OperationStatus TryRead(ReadOnlySpan<byte> received, out ProxyHeader header, out int length)
    {
        (header, length) = (default, 0);
        if (IsBeginning(received, TextHeader.Start))
        {
            return TextHeader.TryRead(received, out header, out length);
        }

        return IsBeginning(received, BinaryHeader.Start)
            ? BinaryHeader.TryRead(received, out header, out length)
            : OperationStatus.InvalidData;
    }

    private static bool IsBeginning(ReadOnlySpan<byte> received, ReadOnlySpan<byte> start) =>
        received.Length < start.Length ? start.StartsWith(received) : received.StartsWith(start);
}
