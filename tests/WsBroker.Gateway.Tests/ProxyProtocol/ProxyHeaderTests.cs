using System.Net;
using WsBroker.Gateway.Peers;
using WsBroker.Gateway.ProxyProtocol;

namespace WsBroker.Gateway.Tests.ProxyProtocol;

public sealed class ProxyHeaderTests
{
    private static readonly Peer _local = Peer.At(new IPEndPoint(IPAddress.Loopback, 1));

    [Fact]
    public void AZ_14_A_proxy_on_this_machine_that_passes_on_somebody_from_afar_or_unknown_does_not_make_that_local()
    {
        var afar = new ProxyHeader(IsOwn: false, IPAddress.Parse("203.0.113.9"), IsEncrypted: true).Introduce(_local);
        var unknown = default(ProxyHeader).Introduce(_local);

        Assert.Equal(new Peer(IPAddress.Parse("203.0.113.9"), IsLocal: false, Peer.Https), afar);
        Assert.Equal(_local with { IsLocal = false, IsHidden = true }, unknown);
    }

    [Fact]
    public void A_proxy_that_speaks_for_itself_is_the_peer() =>
        Assert.Same(_local, new ProxyHeader(IsOwn: true, Source: null, IsEncrypted: false).Introduce(_local));
}
