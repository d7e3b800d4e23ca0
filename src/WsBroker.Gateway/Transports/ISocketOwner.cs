using System.Net.Sockets;

namespace WsBroker.Gateway.Transports;

/// <summary>A transport whose connection is a TCP socket that somebody else can go on with.</summary>
public interface ISocketOwner
{
    /// <summary>Gives the socket to another owner, non-blocking. Nothing is asked of this transport any more.</summary>
    Socket Detach();
}
