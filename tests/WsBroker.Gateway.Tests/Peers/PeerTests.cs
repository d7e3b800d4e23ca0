using System.Net;
using WsBroker.Gateway.Peers;

namespace WsBroker.Gateway.Tests.Peers;

public sealed class PeerTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.1.2.3", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("192.0.2.1", false)]
    [InlineData("::ffff:192.0.2.1", false)]
    public void Is_local_if_it_connects_from_loopback(string address, bool expected) =>
        Assert.Equal(expected, Peer.At(new IPEndPoint(IPAddress.Parse(address), 1)).IsLocal);

    [Fact]
    public void An_IPv4_address_is_the_same_over_an_IPv6_socket() =>
        Assert.Equal(IPAddress.Parse("192.0.2.1"), Peer.At(new IPEndPoint(IPAddress.Parse("::ffff:192.0.2.1"), 1)).Address);

    [Fact]
    public void Where_there_is_no_address_it_is_not_local() =>
        Assert.Equal(Peer.Unknown with { Scheme = Peer.Https }, Peer.At(new DnsEndPoint("localhost", 1), Peer.Https));
}
