using System.Buffers;

namespace WsBroker.Gateway.ProxyProtocol;

/// <summary>A PROXY header as it arrives: kept only if it does not arrive in one piece.</summary>
internal sealed class ReceivedProxyHeader
{
    private byte[] _kept = [];

    /// <summary>Adds bytes that have arrived.</summary>
    /// <param name="arrived">The new bytes.</param>
    /// <param name="header">What it says, once it is whole.</param>
    /// <param name="rest">What followed it.</param>
    public OperationStatus Add(Span<byte> arrived, out ProxyHeader header, out Span<byte> rest)
    {
        var all = _kept.Length == 0 ? arrived : Join(arrived);
        var status = ProxyHeaderReader.TryRead(all, out header, out var length);
        if (status is OperationStatus.NeedMoreData)
        {
            _kept = all.ToArray();
        }

        rest = status is OperationStatus.Done ? all[length..] : [];
        return status;
    }

    private Span<byte> Join(ReadOnlySpan<byte> arrived) => (byte[])[.. _kept, .. arrived];
}
