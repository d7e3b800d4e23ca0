namespace WsBroker.Gateway.Transports;

/// <summary>How a transfer that must not block went.</summary>
public enum TransferStatus
{
    /// <summary>Bytes went over: all of them when sending, at least one when receiving.</summary>
    Done,

    /// <summary>No more goes over now; the transport tells when it does again, if it is asked to.</summary>
    WouldBlock,

    /// <summary>Nothing goes over any more: the peer has ended its side, or the connection is broken.</summary>
    Ended,
}
