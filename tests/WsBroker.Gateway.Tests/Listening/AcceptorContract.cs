using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using WsBroker.Gateway.Listening;
using WsBroker.Gateway.Transports;

namespace WsBroker.Gateway.Tests.Listening;

/// <summary>What every <see cref="IAcceptor"/> promises its owner.</summary>
public abstract class AcceptorContract : IDisposable
{
    private readonly AwaitedProbe<ListenerMessage> _owner = new();

    private protected abstract IAcceptor Acceptor { get; }

    [Fact]
    public void Tells_each_connection_that_was_asked_for_and_no_other()
    {
        using var first = Connect();
        using var second = Connect();
        Acceptor.Attach(_owner);

        Acceptor.AcceptNext();
        var news = _owner.Next();
        Assert.True(_owner.IsEmpty);
        Acceptor.AcceptNext();
        var more = _owner.Next();

        Assert.Equal(
            [first.LocalEndPoint, second.LocalEndPoint],
            ((ListenerMessage[])[news, more]).Select(PeerOf).ToArray());
    }

    [Fact]
    public void Who_comes_after_it_was_asked_is_told()
    {
        Acceptor.Attach(_owner);
        Acceptor.AcceptNext();

        using var client = Connect();

        Assert.Equal(client.LocalEndPoint, PeerOf(_owner.Next()));
    }

    [Fact]
    public async Task Loses_nobody_among_many_who_come_at_once()
    {
        const int Clients = 500;
        Acceptor.Attach(_owner);
        var clients = new ConcurrentBag<Socket>();
        Acceptor.AcceptNext();

        var coming = Task.Run(() => Parallel.For(0, Clients, _ => clients.Add(Connect())));
        var peers = new HashSet<EndPoint?>();
        for (var accepted = 0; accepted < Clients; accepted++)
        {
            peers.Add(PeerOf(_owner.Next()));
            Acceptor.AcceptNext();
        }

        await coming;
        Assert.Equal(clients.Select(static client => client.LocalEndPoint).ToHashSet(), peers);
        Assert.All(clients, static client => client.Dispose());
    }

    [Fact]
    public void Does_not_delay_small_sends()
    {
        using var client = Connect();
        Acceptor.Attach(_owner);
        Acceptor.AcceptNext();

        using var socket = SocketOf(_owner.Next());

        Assert.True(socket.NoDelay);
    }

    [Fact]
    public void Nobody_is_accepted_after_it_was_closed_which_may_be_twice()
    {
        Acceptor.Attach(_owner);
        Acceptor.AcceptNext();

        Acceptor.Close();
        Acceptor.Close();

        Assert.ThrowsAny<SocketException>(Connect);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Acceptor.Close();
        GC.SuppressFinalize(this);
    }

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(Acceptor.EndPoint);
        return socket;
    }

    private static Socket SocketOf(ListenerMessage news) =>
        ((ISocketOwner)Assert.IsType<ListenerMessage.Accepted>(news).Transport).Detach();

    private static EndPoint? PeerOf(ListenerMessage news)
    {
        using var socket = SocketOf(news);
        return socket.RemoteEndPoint;
    }
}
