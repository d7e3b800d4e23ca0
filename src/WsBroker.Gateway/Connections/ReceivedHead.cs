using System.Buffers;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway.Connections;

/// <summary>A request's head as it arrives: kept only if it does not arrive in one piece.</summary>
internal sealed class ReceivedHead(HeadLimits limits)
{
    private readonly RequestHeadReader _reader = new(limits);
    private byte[] _kept = [];
    private int _length;
    private int _headLength;

    /// <summary>Adds bytes that have arrived.</summary>
    /// <param name="arrived">The new bytes.</param>
    /// <param name="all">All bytes so far, which may be <paramref name="arrived"/> itself; valid until the next call.</param>
    /// <param name="headLength">How many of them are the head, once it is whole.</param>
    /// <param name="refusal">What is wrong with it.</param>
    public OperationStatus Add(Span<byte> arrived, out Span<byte> all, out int headLength, out UpgradeRefusal refusal)
    {
        all = _length == 0 ? arrived : Keep(arrived);
        (headLength, refusal) = (_headLength, UpgradeRefusal.None);
        if (_headLength > 0)
        {
            return OperationStatus.Done;
        }

        var status = _reader.Read(all, out headLength, out refusal);
        if (status is OperationStatus.NeedMoreData && _length == 0)
        {
            Keep(arrived);
        }

        return status;
    }

    /// <summary>The head is whole and does not suffice: from now on every call of <see cref="Add"/> gives it, with more behind it.</summary>
    /// <param name="all">All bytes so far, as they were given.</param>
    /// <param name="headLength">How many of them are the head.</param>
    public void AwaitMore(ReadOnlySpan<byte> all, int headLength)
    {
        _headLength = headLength;
        if (_length == 0)
        {
            Keep(all);
        }
    }

    private Span<byte> Keep(ReadOnlySpan<byte> arrived)
    {
        if (_length + arrived.Length > _kept.Length)
        {
            Array.Resize(ref _kept, Math.Max(_length + arrived.Length, _kept.Length * 2));
        }

        arrived.CopyTo(_kept.AsSpan(_length));
        _length += arrived.Length;
        return _kept.AsSpan(0, _length);
    }
}
