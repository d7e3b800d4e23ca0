using System.Globalization;
using WsBroker.Gateway.Connections;
using WsBroker.TestKit;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Gateway.Tests.Connections;

public sealed class HandshakeAnswerTests : IDisposable
{
    private readonly SimulatedBroker _broker = new(new SimulationOptions { Endpoints = [new FailingEndpoint { HandshakeFails = true }] });

    public void Dispose() => _broker.Dispose();

    [Fact]
    public void CL_14_A_failure_of_ours_amid_the_handshake_is_answered_500_and_harms_nobody_else()
    {
        var other = _broker.Open("/");
        var client = _broker.Open("/failing");

        Assert.StartsWith("HTTP/1.1 500 ", client.Head, StringComparison.Ordinal);
        Assert.Contains($"\"detail\":\"{UpgradeRefusal.Failed.Sentence()}\"", client.Head, StringComparison.Ordinal);
        Assert.DoesNotContain("as the test wants it", client.Head, StringComparison.Ordinal);
        Assert.True(client.Transport.IsClosed);
        other.Say("""{"id":1,"ping":{}}""");
        Assert.Equal(["""{"id":1,"pong":{}}"""], other.Messages.ToArray());
    }

    [Theory]
    [InlineData("HEAD /topics/t HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("HEAD /topics/t HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")]
    [InlineData("HEAD /topics/t HTTP/1.1\r\n\r\n")]
    public void HS_02_The_answer_to_HEAD_tells_the_length_of_a_body_and_has_none(string request)
    {
        var client = _broker.Connect();

        client.Write(System.Text.Encoding.ASCII.GetBytes(request));

        Assert.StartsWith("HTTP/1.1 4", client.Head, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", client.Head, StringComparison.Ordinal);
        var length = client.Head.Split("Content-Length: ")[1].Split('\r')[0];
        Assert.InRange(int.Parse(length, CultureInfo.InvariantCulture), 1, 1000);
        Assert.True(client.Transport.IsEnded);
    }

    [Fact]
    public void HS_31_A_request_and_the_end_of_the_clients_side_in_one_go_are_answered_101_before_the_end()
    {
        var client = _broker.Connect();
        client.Transport.Write(SimulatedClient.Request("/"));

        client.End();

        Assert.StartsWith("HTTP/1.1 101 ", client.Head, StringComparison.Ordinal);
        Assert.True(client.Transport.IsClosed);
    }
}
