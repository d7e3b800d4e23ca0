using System.Text;
using WsBroker.TestKit;
using WsBroker.WebSockets;
using WsBroker.WebSockets.Framing;
using WsBroker.WebSockets.Legacy;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>Clients of before RFC 6455 among others.</summary>
public sealed class OlderDialects : IDisposable
{
    private const string HixieAnswer = "8jKS'y:G*Co,Wxa-";

    private static readonly byte[] _hixieRequest = Encoding.Latin1.GetBytes(
        "GET /topics/t?mode=both HTTP/1.1\r\nHost: example.com\r\nConnection: Upgrade\r\nSec-WebSocket-Key2: 12998 5 Y3 1  .P00\r\n"
        + "Upgrade: WebSocket\r\nSec-WebSocket-Key1: 4 @1  46546xW%0l 1 5\r\nOrigin: http://example.com\r\n\r\n^n:ds[4U");

    private static readonly byte[] _hybiRequest = Encoding.Latin1.GetBytes(
        Encoding.Latin1.GetString(SimulatedClient.Request("/topics/t")).Replace("Version: 13", "Version: 8", StringComparison.Ordinal));

    private readonly SimulatedBroker _broker = new(new SimulationOptions { Dialects = new DialectTable(LegacyDialects.All) });

    public void Dispose() => _broker.Dispose();

    [Fact]
    public void The_handshake_of_hixie_76_may_be_cut_anywhere_and_a_message_may_follow_at_once()
    {
        var listener = _broker.Open("/topics/t?mode=sub");
        byte[] bytes = [.. _hixieRequest, 0x00, (byte)'a', 0xFF];
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var client = _broker.Connect();

            client.Write(bytes[..cut]);
            client.Write(bytes[cut..]);

            Assert.EndsWith($"\r\n\r\n{HixieAnswer}", Sent(client), StringComparison.Ordinal);
        }

        Assert.Equal(Enumerable.Repeat("a", bytes.Length + 1).ToArray(), listener.Messages.ToArray());
    }

    [Fact]
    public void One_topic_serves_all_dialects_each_in_its_own_form()
    {
        var modern = _broker.Open("/topics/t");
        var hybi = Connect(_hybiRequest);
        var hixie = Connect(_hixieRequest);

        modern.Say("from RFC 6455");
        hixie.Write([0x00, .. "from hixie"u8, 0xFF]);
        hybi.Write(SimulatedClient.Text("from hybi"));
        modern.Write(SimulatedClient.Frame(Opcode.Binary, [0x00, 0xFF, 0x10]));

        Assert.Equal(["from hixie", "from hybi"], modern.Messages.ToArray());
        Assert.Equal("\u0000from RFC 6455\u00FF\u0000from hybi\u00FF\u0000AP8Q\u00FF", Sent(hixie));
        Assert.Equal("\u0081\u000Dfrom RFC 6455\u0081\u000Afrom hixie\u0082\u0003\u0000\u00FF\u0010", Sent(hybi));
    }

    [Fact]
    public void A_silent_client_of_hixie_76_is_sent_empty_frames_and_not_taken_for_gone()
    {
        var hixie = Connect(_hixieRequest);

        _broker.Dispatcher.Advance(TimeSpan.FromMinutes(2));

        Assert.False(hixie.Transport.IsClosed);
        var sent = Sent(hixie);
        Assert.InRange(sent.Length / 2, 2, 5);
        Assert.Equal(string.Concat(Enumerable.Repeat("\u0080\u0000", sent.Length / 2)), sent);
    }

    [Fact]
    public void A_frame_of_hixie_76_that_never_ends_is_closed_when_the_time_for_a_message_is_over()
    {
        foreach (var beginning in (byte[][])[[0x00, (byte)'a'], [0x05, (byte)'a'], [0x80, 0x80], [0x80, 0x20, 0x01]])
        {
            var hixie = Connect(_hixieRequest);
            hixie.Write(beginning);

            _broker.Dispatcher.Advance(TimeSpan.FromSeconds(31));

            Assert.EndsWith("\u00FF\u0000", Sent(hixie), StringComparison.Ordinal);
            _broker.Dispatcher.Advance(TimeSpan.FromSeconds(6));
            Assert.True(hixie.Transport.IsClosed);
        }
    }

    [Fact]
    public void The_closing_frame_of_hixie_76_is_answered_and_ends_the_connection()
    {
        var hixie = Connect(_hixieRequest);

        hixie.Write([0xFF, 0x00]);

        Assert.Equal("\u00FF\u0000", Sent(hixie));
        Assert.True(hixie.Transport.IsEnded);
    }

    [Fact]
    public void When_the_server_stops_hixie_76_gets_its_closing_frame_and_hybi_a_code_that_it_knows()
    {
        var hybi = Connect(_hybiRequest);
        var hixie = Connect(_hixieRequest);

        _broker.Drain();

        Assert.Equal("\u00FF\u0000", Sent(hixie));
        Assert.Equal("\u0003\u00E9", Sent(hybi)[2..4]);
    }

    private SimulatedClient Connect(byte[] request)
    {
        var client = _broker.Connect();
        client.Write(request);
        Assert.StartsWith("HTTP/1.1 101 ", Sent(client), StringComparison.Ordinal);
        return client;
    }

    private static string Sent(SimulatedClient client) => Encoding.Latin1.GetString(client.Transport.TakeSent());
}
