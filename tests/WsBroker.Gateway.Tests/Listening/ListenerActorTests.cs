using System.Net.Sockets;
using WsBroker.Gateway.Listening;
using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;

namespace WsBroker.Gateway.Tests.Listening;

public sealed class ListenerActorTests
{
    [Fact]
    public void When_nothing_can_be_accepted_it_tries_again_at_longer_and_longer_intervals()
    {
        using var broker = new SimulatedBroker();
        TimeSpan[] expected = [.. ((double[])[0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10, 10]).Select(TimeSpan.FromSeconds)];

        foreach (var pause in expected)
        {
            Assert.True(broker.Acceptor.IsAsked);
            broker.Acceptor.Fail(SocketError.TooManyOpenSockets);
            broker.Dispatcher.Advance(pause - TimeSpan.FromMilliseconds(1));
            Assert.False(broker.Acceptor.IsAsked);
            broker.Dispatcher.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.StartsWith("HTTP/1.1 101", broker.Open("/").Head, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_that_could_be_accepted_makes_the_next_pause_short_again()
    {
        using var broker = new SimulatedBroker();
        broker.Acceptor.Fail(SocketError.TooManyOpenSockets);
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(0.1));
        broker.Open("/");

        broker.Acceptor.Fail(SocketError.TooManyOpenSockets);
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(0.1));

        Assert.True(broker.Acceptor.IsAsked);
    }

    [Fact]
    public void Ends_once_it_is_drained_and_not_before()
    {
        using var broker = new SimulatedBroker();
        var client = broker.Open("/");
        broker.Drain();
        var before = broker.HasListener;

        client.Write(SimulatedClient.Close(CloseCode.ServiceRestart));
        client.End();

        Assert.True(before);
        Assert.True(client.Transport.IsClosed);
        Assert.False(broker.HasListener);
    }

    [Fact]
    public void Ends_at_once_when_nobody_is_there()
    {
        using var broker = new SimulatedBroker();

        broker.Drain();

        Assert.False(broker.HasListener);
        Assert.True(broker.Acceptor.IsClosed);
    }

    [Fact]
    public void Who_comes_while_it_drains_is_turned_away()
    {
        using var broker = new SimulatedBroker();
        broker.Open("/");
        broker.Drain();
        var late = new InMemoryTransport();

        broker.Listener.Tell(new ListenerMessage.Accepted(late));
        broker.Dispatcher.RunUntilIdle();

        Assert.True(late.IsClosed);
    }

    [Fact]
    public void Who_comes_after_it_has_ended_is_turned_away_too()
    {
        using var broker = new SimulatedBroker();
        broker.Drain();
        var late = new InMemoryTransport();

        broker.Listener.Tell(new ListenerMessage.Accepted(late));
        broker.Dispatcher.RunUntilIdle();

        Assert.True(late.IsClosed);
    }
}
