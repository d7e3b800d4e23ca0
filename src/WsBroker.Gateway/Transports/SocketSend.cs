using System.Net.Sockets;
using System.Runtime.InteropServices;
using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Connections;

namespace WsBroker.Gateway.Transports;

/// <summary>One send that waits for room.</summary>
internal sealed class SocketSend(Socket socket, ActorRef<SessionMessage> owner)
    : SocketAsyncEventArgs(true)
{
    /// <summary>Sends all of the bytes, tells the owner, and is done with.</summary>
    public void Start(ReadOnlyMemory<byte> bytes)
    {
        SetBuffer(MemoryMarshal.AsMemory(bytes));
        Continue();
    }

    /// <inheritdoc/>
    protected override void OnCompleted(SocketAsyncEventArgs e)
    {
        if (SocketError is SocketError.Success && BytesTransferred < Count)
        {
            SetBuffer(Offset + BytesTransferred, Count - BytesTransferred);
            Continue();
            return;
        }

        owner.Tell(SocketError is SocketError.Success ? ConnectionMessage.Sent.Instance : ConnectionMessage.Broken.Instance);
        Dispose();
    }

    private void Continue()
    {
        if (!socket.SendAsync(this))
        {
            OnCompleted(this);
        }
    }
}
