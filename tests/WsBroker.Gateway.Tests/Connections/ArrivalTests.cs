using System.Net;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Peers;
using WsBroker.TestKit;
using WsBroker.WebSockets.Handshake;
using static WsBroker.Gateway.Tests.ProxyProtocol.BinaryHeaderText;

namespace WsBroker.Gateway.Tests.Connections;

public sealed class ArrivalTests : IDisposable
{
    private static readonly Peer _proxy = Peer.At(new IPEndPoint(IPAddress.Parse("10.0.0.1"), 1));
    private static readonly Peer _stranger = Peer.At(new IPEndPoint(IPAddress.Parse("203.0.113.9"), 1));
    private static readonly byte[] _text = "PROXY TCP4 203.0.113.9 192.0.2.1 4711 443\r\n"u8.ToArray();

    private readonly SimulatedBroker _broker = new(new SimulationOptions
    {
        Proxies = new TrustedProxies([IPNetwork.Parse("10.0.0.0/8")]),
        HasProxyProtocol = true,
        Admission = new AdmissionLimits { MaxConnectionsPerAddress = 1 },
    });

    public static TheoryData<byte[]> Headers => [_text, Of(0x21, 0x11, V4), Of(0x21, 0x11, [.. V4, .. Tls]), Of(0x20, 0x00)];

    public void Dispose() => _broker.Dispose();

    [Theory]
    [MemberData(nameof(Headers))]
    public void RP_07_Header_and_request_may_be_cut_anywhere(byte[] header)
    {
        byte[] bytes = [.. header, .. SimulatedClient.Request("/")];
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var client = _broker.Connect(_proxy);

            client.Write(bytes[..cut]);
            client.Write(bytes[cut..]);

            Assert.StartsWith("HTTP/1.1 101 ", client.Head, StringComparison.Ordinal);
            client.Transport.Reset();
            _broker.Dispatcher.RunUntilIdle();
        }
    }

    [Fact]
    public void RP_07_A_trusted_proxy_that_sends_no_header_or_a_malformed_one_is_answered_400_and_closed()
    {
        foreach (var bytes in (byte[][])[SimulatedClient.Request("/"), [.. "PROXY TCP5 1 2 3 4\r\n"u8, .. SimulatedClient.Request("/")]])
        {
            var client = _broker.Connect(_proxy);

            client.Write(bytes);

            Assert.StartsWith("HTTP/1.1 400 ", client.Head, StringComparison.Ordinal);
            Assert.Contains($"\"detail\":\"{UpgradeRefusal.ProxyHeaderMalformed.Sentence()}\"", client.Head, StringComparison.Ordinal);
            Assert.True(client.Transport.IsEnded);
        }
    }

    [Fact]
    public void RP_07_Nobody_else_may_send_a_header_or_needs_to()
    {
        var lying = _broker.Connect(_stranger);
        lying.Write([.. _text, .. SimulatedClient.Request("/")]);
        lying.End();
        var honest = _broker.Connect(_stranger);
        honest.Write(SimulatedClient.Request("/"));

        Assert.StartsWith("HTTP/1.1 400 ", lying.Head, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 101 ", honest.Head, StringComparison.Ordinal);
    }

    [Fact]
    public void RP_07_Plain_HTTP_is_handed_over_without_the_header_and_with_the_client_that_it_names()
    {
        _broker.Http.IsWilling = true;
        var request = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray();
        var client = _broker.Connect(_proxy);

        client.Write([.. _text, .. request]);

        Assert.Equal(request, Assert.Single(_broker.Http.Taken));
        Assert.Equal(_stranger, Assert.Single(_broker.Http.Peers));
    }

    [Fact]
    public void The_client_that_the_header_names_is_the_one_whose_connections_are_counted()
    {
        var first = _broker.Connect(_proxy);
        var second = _broker.Connect(_proxy);

        first.Write([.. _text, .. SimulatedClient.Request("/")]);
        second.Write(_text);

        Assert.StartsWith("HTTP/1.1 101 ", first.Head, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 429 ", second.Head, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_does_not_come_is_waited_for_as_long_as_a_request()
    {
        var client = _broker.Connect(_proxy);
        client.Write(_text[..^1]);

        _broker.Dispatcher.Advance(TimeSpan.FromSeconds(10.5));

        Assert.StartsWith("HTTP/1.1 408 ", client.Head, StringComparison.Ordinal);
    }
}
