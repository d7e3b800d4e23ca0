using System.Net;
using System.Net.Sockets;
using WsBroker.Actors;
using WsBroker.Gateway.Listening;
using WsBroker.Gateway.Transports;

namespace WsBroker.TestKit;

/// <summary>A listening socket without a network: tests decide who comes, and when nobody can.</summary>
/// <remarks>For one thread.</remarks>
public sealed class InMemoryAcceptor : IAcceptor
{
    private readonly Queue<ListenerMessage> _coming = new();
    private ActorRef<ListenerMessage>? _owner;

    /// <summary>Whether the server waits for a connection.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>Whether the server listens no more.</summary>
    public bool IsClosed { get; private set; }

    /// <inheritdoc/>
    public EndPoint EndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 0);

    /// <summary>A client connects.</summary>
    public void Connect(ITransport transport) => Come(new ListenerMessage.Accepted(transport));

    /// <summary>Accepting fails.</summary>
    public void Fail(SocketError error) => Come(new ListenerMessage.AcceptFailed(error));

    /// <inheritdoc/>
    public void Attach(ActorRef<ListenerMessage> owner) => _owner = owner;

    /// <inheritdoc/>
    public void AcceptNext()
    {
        if (IsAsked)
        {
            throw new InvalidOperationException("The listener asked twice.");
        }

        IsAsked = true;
        TellNext();
    }

    /// <inheritdoc/>
    public void Close() => IsClosed = true;

    private void Come(ListenerMessage news)
    {
        _coming.Enqueue(news);
        TellNext();
    }

    private void TellNext()
    {
        if (IsAsked && !IsClosed && _coming.TryDequeue(out var news))
        {
            IsAsked = false;
            _owner!.Tell(news);
        }
    }
}
