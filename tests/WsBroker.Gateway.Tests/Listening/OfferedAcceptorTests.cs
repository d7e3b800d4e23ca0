using System.Net;
using WsBroker.Gateway.Listening;
using WsBroker.TestKit;

namespace WsBroker.Gateway.Tests.Listening;

public sealed class OfferedAcceptorTests
{
    private readonly OfferedAcceptor _acceptor = new(new IPEndPoint(IPAddress.Loopback, 1));

    [Fact]
    public void What_is_offered_is_told_without_being_asked_for()
    {
        var owner = new ActorProbe<ListenerMessage>();
        var transport = new InMemoryTransport();
        _acceptor.Attach(owner);

        Assert.True(_acceptor.TryOffer(transport));

        Assert.Same(transport, Assert.IsType<ListenerMessage.Accepted>(Assert.Single(owner.Told)).Transport);
    }

    [Fact]
    public void Nothing_is_taken_before_there_is_an_owner_or_after_it_has_closed()
    {
        Assert.False(_acceptor.TryOffer(new InMemoryTransport()));
        _acceptor.Attach(new ActorProbe<ListenerMessage>());

        _acceptor.Close();

        Assert.False(_acceptor.TryOffer(new InMemoryTransport()));
    }
}
