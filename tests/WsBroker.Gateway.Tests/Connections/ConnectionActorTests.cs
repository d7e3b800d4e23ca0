using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Framing;

namespace WsBroker.Gateway.Tests.Connections;

public sealed class ConnectionActorTests : IDisposable
{
    private readonly SimulatedBroker _broker = new();

    public void Dispose() => _broker.Dispose();

    [Fact]
    public void The_handshake_may_be_cut_anywhere()
    {
        var request = SimulatedClient.Request("/topics/t");
        for (var cut = 0; cut <= request.Length; cut++)
        {
            var client = _broker.Connect();

            client.Write(request[..cut]);
            client.Write(request[cut..]);

            Assert.StartsWith("HTTP/1.1 101 ", client.Head, StringComparison.Ordinal);
            Assert.Contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", client.Head, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Head_and_frames_may_come_byte_by_byte()
    {
        var listener = _broker.Open("/topics/t?mode=sub");
        var client = _broker.Connect();

        foreach (var one in (byte[])[.. SimulatedClient.Request("/topics/t"), .. SimulatedClient.Text("hello")])
        {
            client.Write([one]);
        }

        Assert.Equal(["hello"], listener.Messages.ToArray());
    }

    [Fact]
    public void HS_33_Frames_right_behind_the_head_are_read_as_frames_at_every_cut()
    {
        byte[] bytes = [.. SimulatedClient.Request("/"), .. SimulatedClient.Text("""{"id":1,"ping":{}}"""), .. SimulatedClient.Text("""{"id":2,"ping":{}}""")];
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var client = _broker.Connect();

            client.Write(bytes[..cut]);
            client.Write(bytes[cut..]);

            Assert.Equal(["""{"id":1,"pong":{}}""", """{"id":2,"pong":{}}"""], client.Messages.ToArray());
        }
    }

    [Fact]
    public void A_handshake_that_takes_10_seconds_is_answered_with_408()
    {
        var client = _broker.Connect();
        client.Write("GET / HT"u8.ToArray());

        _broker.Dispatcher.Advance(TimeSpan.FromSeconds(9.9));
        var before = client.Head;
        _broker.Dispatcher.Advance(TimeSpan.FromSeconds(0.4));

        Assert.Empty(before);
        Assert.StartsWith("HTTP/1.1 408 ", client.Head, StringComparison.Ordinal);
        Assert.True(client.Transport.IsEnded);
        _broker.Dispatcher.Advance(TimeSpan.FromSeconds(2));
        Assert.True(client.Transport.IsClosed);
    }

    [Theory]
    [InlineData("/nowhere", "404")]
    [InlineData("/topics/", "400")]
    [InlineData("/topics/%23", "400")]
    [InlineData("/topics/a?mode=x", "400")]
    public void A_path_that_is_not_served_is_refused_and_what_follows_is_not_read(string path, string status)
    {
        var client = _broker.Connect();

        client.Write([.. SimulatedClient.Request(path), .. SimulatedClient.Request("/")]);

        Assert.StartsWith($"HTTP/1.1 {status} ", client.Head, StringComparison.Ordinal);
        Assert.Equal(1, client.Head.Split("HTTP/1.1 ").Length - 1);
        Assert.True(client.Transport.IsEnded);
        client.End();
        Assert.True(client.Transport.IsClosed);
    }

    [Fact]
    public void Plain_HTTP_is_handed_over_with_all_its_bytes_or_refused()
    {
        var request = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray();
        var refused = _broker.Connect();
        refused.Write(request);
        _broker.Http.IsWilling = true;
        var client = _broker.Connect();

        client.Write([.. request, .. "more"u8]);

        Assert.StartsWith("HTTP/1.1 404 ", refused.Head, StringComparison.Ordinal);
        Assert.Equal([.. request, .. "more"u8], Assert.Single(_broker.Http.Taken));
        Assert.False(client.Transport.IsClosed);
        Assert.Empty(client.Head);
    }

    [Fact]
    public void What_one_sends_the_others_get_and_it_gets_back_only_if_it_asks_for_echo()
    {
        var one = _broker.Open("/topics/t");
        var other = _broker.Open("/topics/t?echo=true");

        one.Say("a");
        other.Say("b");

        Assert.Equal(["b"], one.Messages.ToArray());
        Assert.Equal(["a", "b"], other.Messages.ToArray());
    }

    [Fact]
    public void A_ping_is_answered_with_its_payload()
    {
        var client = _broker.Open("/topics/t");
        client.Read();

        client.Write(SimulatedClient.Frame(Opcode.Ping, "\0\u00FF"u8));

        Assert.Equal([0x8A, 3, 0, 0xC3, 0xBF], client.Transport.TakeSent());
    }

    [Theory]
    [InlineData(1000, CloseCode.NormalClosure)]
    [InlineData(1001, CloseCode.GoingAway)]
    [InlineData(4999, (CloseCode)4999)]
    public void CL_04_A_close_is_answered_with_its_code_and_the_server_ends_first(int code, CloseCode expected)
    {
        var client = _broker.Open("/topics/t");

        client.Write(SimulatedClient.Close((CloseCode)code));

        client.Read();
        Assert.Equal((expected, ""), client.Closed);
        Assert.True(client.Transport.IsEnded);
        Assert.False(client.Transport.IsClosed);
        client.End();
        Assert.True(client.Transport.IsClosed);
    }

    [Fact]
    public void CL_01_A_close_without_a_code_is_answered_without_1005()
    {
        var client = _broker.Open("/topics/t");
        client.Read();

        client.Write(SimulatedClient.Frame(Opcode.Close, []));

        var answer = client.Transport.TakeSent();
        Assert.True(answer is [0x88, 0] or [0x88, 2, 0x03, 0xE8], Convert.ToHexString(answer));
    }

    [Fact]
    public void FR_22_What_follows_a_close_is_not_read()
    {
        var listener = _broker.Open("/topics/t?mode=sub");
        var client = _broker.Open("/topics/t");

        client.Write([
            .. SimulatedClient.Close(CloseCode.NormalClosure),
            .. SimulatedClient.Frame(Opcode.Ping, []),
            .. SimulatedClient.Close(CloseCode.GoingAway),
            .. SimulatedClient.Text("late")]);
        client.Write(SimulatedClient.Text("later"));

        client.Read();
        Assert.Equal(CloseCode.NormalClosure, client.Closed!.Value.Code);
        Assert.Equal(0, client.Pongs);
        Assert.Empty(listener.Messages);
    }

    [Fact]
    public void FR_28_A_violation_is_told_once_then_the_server_ends_and_nothing_comes_after_it()
    {
        var client = _broker.Open("/topics/t?echo=true");
        var other = _broker.Open("/topics/t");

        client.Write([.. SimulatedClient.Text("first"), 0x83, 0x80, 0, 0, 0, 0, .. SimulatedClient.Text("late")]);
        other.Say("more");
        client.Write(SimulatedClient.Text("later"));

        Assert.Empty(client.Messages);
        Assert.Equal((CloseCode.ProtocolError, nameof(ViolationReason.UnknownOpcode)), client.Closed);
        Assert.True(client.Transport.IsEnded);
        Assert.Equal(["first"], other.Messages.ToArray());
        Assert.Equal(0, client.Transport.Untaken);
    }

    [Fact]
    public void CL_07_A_client_that_does_not_answer_our_close_is_let_go_after_5_seconds()
    {
        var client = _broker.Open("/topics/t");
        _broker.Drain();

        _broker.Dispatcher.Advance(TimeSpan.FromSeconds(4.9));
        var before = client.Transport.IsClosed;
        _broker.Dispatcher.Advance(TimeSpan.FromSeconds(0.4));

        Assert.False(before);
        Assert.True(client.Transport.IsClosed);
    }

    [Fact]
    public void CL_08_A_client_that_answers_our_close_but_stays_is_let_go_after_5_seconds_whatever_it_sends()
    {
        var client = _broker.Open("/topics/t");
        _broker.Drain();
        client.Write(SimulatedClient.Close(CloseCode.ServiceRestart));
        Assert.True(client.Transport.IsEnded);

        for (var second = 0; second < 6; second++)
        {
            Assert.Equal(0, client.Transport.Untaken);
            client.Write(SimulatedClient.Text("still here"));
            _broker.Dispatcher.Advance(TimeSpan.FromSeconds(0.9));
        }

        Assert.True(client.Transport.IsClosed);
    }

    [Fact]
    public void CL_09_A_close_waits_for_the_end_of_the_frame_that_is_on_its_way()
    {
        var client = _broker.Open("/topics/t?mode=sub");
        var other = _broker.Open("/topics/t");
        client.Read();
        client.Transport.LimitRoom(5);
        other.Say(new string('a', 300));

        _broker.Drain();
        client.Transport.LimitRoom(int.MaxValue);
        _broker.Dispatcher.RunUntilIdle();

        Assert.Equal([new string('a', 300)], client.Messages.ToArray());
        Assert.Equal(CloseCode.ServiceRestart, client.Closed!.Value.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_connection_may_break_at_any_moment(bool byReset)
    {
        byte[] bytes = [
            .. SimulatedClient.Request("/topics/t?echo=true"), .. SimulatedClient.Text("hello"), .. SimulatedClient.Close(CloseCode.NormalClosure)];
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var client = _broker.Connect();
            client.Transport.LimitRoom(cut);
            client.Write(bytes[..cut]);

            Break(client, byReset);

            Assert.True(client.Transport.IsClosed);
        }

        Assert.All(_broker.List(), static topic => Assert.Equal(0, topic.Subscribers));
    }

    [Fact]
    public void Several_deliveries_of_one_turn_go_out_with_one_send()
    {
        var client = _broker.Open("/");
        client.Say("""{"subscribe":{"topic":"t"}}""");
        client.Read();
        var before = client.Transport.Sends;

        client.Write([.. Enumerable.Range(0, 20).SelectMany(static _ => SimulatedClient.Frame(Opcode.Ping, "x"u8))]);

        client.Read();
        Assert.Equal(20, client.Pongs);
        Assert.Equal(1, client.Transport.Sends - before);
    }

    [Fact]
    public void What_is_published_the_moment_that_the_answer_is_out_arrives()
    {
        _ = TopicName.TryParse("t", out var topic, out _);
        var publication = new TopicMessage.Publish(
            topic!, new Content(PayloadKind.Text, "early"u8.ToArray()), Participant.Server, new ActorProbe<SessionMessage>(), default);
        var client = _broker.Connect();
        client.Transport.WhenSent = () =>
        {
            client.Transport.WhenSent = null;
            _broker.Topics.Tell(publication);
        };

        client.Write(SimulatedClient.Request("/topics/t"));

        Assert.Equal(["early"], client.Messages.ToArray());
    }

    [Fact]
    public void Messages_arrive_in_the_order_in_which_they_were_sent()
    {
        var listener = _broker.Open("/topics/t?mode=sub");
        var client = _broker.Open("/topics/t");
        var sent = Enumerable.Range(0, 50).Select(static number => $"{number}").ToArray();

        client.Write([.. sent.SelectMany(SimulatedClient.Text)]);

        Assert.Equal(sent, listener.Messages.ToArray());
    }

    private void Break(SimulatedClient client, bool byReset)
    {
        if (byReset)
        {
            client.Transport.Reset();
        }
        else
        {
            client.Transport.End();
            client.Transport.LimitRoom(int.MaxValue);
        }

        _broker.Dispatcher.RunUntilIdle();
        _broker.Dispatcher.Advance(TimeSpan.FromSeconds(1));
    }
}
