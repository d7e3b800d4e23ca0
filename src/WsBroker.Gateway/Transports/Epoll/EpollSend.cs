namespace WsBroker.Gateway.Transports.Epoll;

/// <summary>One send that waits for room. Tried by its owner and by the loop's thread, one at a time.</summary>
internal sealed class EpollSend(EpollTransport transport, ReadOnlyMemory<byte> bytes)
{
    private readonly Lock _gate = new();
    private ReadOnlyMemory<byte> _rest = bytes;
    private bool _isOver;

    /// <summary>Sends what goes.</summary>
    /// <param name="isSent">Whether all has been sent; if not, the connection is broken.</param>
    /// <returns>Whether this call ended it: nothing more will be sent.</returns>
    public bool TryEnd(out bool isSent)
    {
        isSent = false;
        lock (_gate)
        {
            if (_isOver)
            {
                return false;
            }

            var status = transport.Send(_rest.Span, out var sent);
            _rest = _rest[sent..];
            isSent = status is TransferStatus.Done;
            _isOver = status is not TransferStatus.WouldBlock;
            return _isOver;
        }
    }

    /// <summary>Sends nothing more; when it returns, nobody else is about to.</summary>
    public void Cancel()
    {
        lock (_gate)
        {
            _isOver = true;
        }
    }
}
