using System.Text.Json;
using WsBroker.Gateway.Connections;
using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Framing;
using WsBroker.WebSockets.Messages;

namespace WsBroker.Gateway.Tests.Connections;

/// <summary>CL-11: each reason for which we close, provoked, and what the client sees of it.</summary>
public sealed class EndReasonCodesTests
{
    [Theory]
    [InlineData(EndReason.WrongKind, CloseCode.UnsupportedData)]
    [InlineData(EndReason.NotAllowed, CloseCode.PolicyViolation)]
    [InlineData(EndReason.MessageTimeout, CloseCode.PolicyViolation)]
    [InlineData(EndReason.PongTimeout, CloseCode.PolicyViolation)]
    [InlineData(EndReason.AuthTimeout, CloseCode.PolicyViolation)]
    [InlineData(EndReason.TokenExpired, (CloseCode)4401)]
    [InlineData(EndReason.TokenRevoked, (CloseCode)4403)]
    [InlineData(EndReason.TryLater, CloseCode.TryAgainLater)]
    [InlineData(EndReason.TooManyErrors, CloseCode.PolicyViolation)]
    [InlineData(EndReason.TooFast, CloseCode.PolicyViolation)]
    [InlineData(EndReason.TakenOver, EndReasonCodes.SessionTakenOver)]
    [InlineData(EndReason.Disconnected, EndReasonCodes.DisconnectedByBackEnd)]
    [InlineData(EndReason.SlowConsumer, CloseCode.TryAgainLater)]
    [InlineData(EndReason.WriteTimeout, CloseCode.TryAgainLater)]
    [InlineData(EndReason.Shed, CloseCode.TryAgainLater)]
    [InlineData(EndReason.Overloaded, CloseCode.TryAgainLater)]
    [InlineData(EndReason.ServerStopping, CloseCode.ServiceRestart)]
    [InlineData(EndReason.Failed, CloseCode.InternalError)]
    public void Each_reason_that_is_told_has_a_code_and_a_sentence_that_fits_into_a_close_frame(EndReason reason, CloseCode expected)
    {
        Assert.Equal(expected, reason.CloseCode());
        Assert.InRange(reason.Sentence().Length, 1, CloseFrameWriter.MaxReasonBytes);
    }

    [Theory]
    [InlineData(EndReason.HandedOver)]
    [InlineData(EndReason.HandshakeRefused)]
    [InlineData(EndReason.ClientClosed)]
    [InlineData(EndReason.ClientVanished)]
    [InlineData(EndReason.ProtocolViolation)]
    public void A_reason_that_is_not_ours_to_tell_has_none(EndReason reason)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => reason.CloseCode());
        Assert.Throws<ArgumentOutOfRangeException>(() => reason.Sentence());
    }

    [Fact]
    public void Bytes_where_text_is_spoken_are_closed_with_1003()
    {
        using var broker = new SimulatedBroker();
        var client = broker.Open("/");

        client.Write(SimulatedClient.Frame(Opcode.Binary, [1]));

        AssertClosed(client, EndReason.WrongKind);
    }

    [Fact]
    public void Publishing_where_only_listening_is_allowed_is_closed_with_1008()
    {
        using var broker = new SimulatedBroker();
        var client = broker.Open("/topics/t?mode=sub");

        client.Say("x");

        AssertClosed(client, EndReason.NotAllowed);
    }

    [Theory]
    [InlineData("/topics/$user/1")]
    [InlineData("/topics/$user/1?mode=pub")]
    public void A_topic_of_the_broker_itself_is_closed_with_1008(string path)
    {
        using var broker = new SimulatedBroker();

        AssertClosed(broker.Open(path), EndReason.NotAllowed);
    }

    [Fact]
    public void A_session_that_goes_on_over_another_connection_closes_the_first_with_4001()
    {
        using var broker = new SimulatedBroker();
        var first = broker.Open("/");
        var session = Connect(first);
        first.Say("""{"subscribe":{"topic":"t"}}""");

        var second = broker.Open("/");
        Connect(second, session);
        broker.Open("/topics/t").Say("x");
        second.Read();

        AssertClosed(first, EndReason.TakenOver);
        Assert.Contains("\"resumed\":true,\"topics\":[\"t\"]", second.Messages[0], StringComparison.Ordinal);
        Assert.Contains("\"text\":\"x\"", second.Messages[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000, false)]
    [InlineData(1001, false)]
    [InlineData(4000, true)]
    [InlineData(0, true)]
    public void A_session_is_kept_unless_its_client_closes_as_it_wanted(int code, bool isKept)
    {
        using var broker = new SimulatedBroker();
        var lost = broker.Open("/");
        var session = Connect(lost);
        if (code == 0)
        {
            lost.End();
        }
        else
        {
            lost.Write(SimulatedClient.Close((CloseCode)code));
        }

        var back = broker.Open("/");
        Connect(back, session);

        Assert.Contains(isKept ? "\"resumed\":true" : "\"resumed\":false", back.Messages[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":1,"nothing":{}}""")]
    [InlineData("""{"unsubscribe":{"topic":"t"}}""")]
    [InlineData("""{"publish":{"topic":["t"],"data":1}}""")]
    [InlineData("""{"id":-1,"subscribe":{"topic":"$t"}}""")]
    [InlineData("not JSON")]
    public void AP_11_A_client_that_goes_on_making_mistakes_is_answered_each_time_and_then_closed_with_1008(string mistake)
    {
        using var broker = new SimulatedBroker(new SimulationOptions { Connection = new ConnectionOptions { MaxMistakes = 3 } });
        var client = broker.Open("/");

        for (var number = 0; number < 4; number++)
        {
            client.Say(mistake);
        }

        AssertClosed(client, EndReason.TooManyErrors);
        Assert.Equal(4, client.Messages.Count(static message => message.Contains("\"error\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void AP_11_Mistakes_that_come_now_and_then_are_forgiven()
    {
        using var broker = new SimulatedBroker(new SimulationOptions { Connection = new ConnectionOptions { MaxMistakes = 3 } });
        var client = broker.Open("/");

        for (var number = 0; number < 9; number++)
        {
            client.Say("""{"id":1,"nothing":{}}""");
            broker.Dispatcher.Advance(TimeSpan.FromSeconds(13));
        }

        client.Read();
        Assert.Null(client.Closed);
    }

    [Fact]
    public void A_topic_that_fails_closes_its_raw_clients_with_1013()
    {
        using var broker = new SimulatedBroker(new SimulationOptions { Endpoints = [new FailingEndpoint { FormFails = true }] });
        var raw = broker.Open("/topics/t");
        var failing = broker.Open("/failing");
        failing.Say("subscribe");

        broker.Open("/topics/t").Say("x");

        AssertClosed(raw, EndReason.TryLater);
    }

    [Theory]
    [InlineData("open")]
    [InlineData("throw")]
    public void CL_14_A_failure_of_ours_closes_that_connection_with_1011_and_no_other(string moment)
    {
        using var broker = new SimulatedBroker(
            new SimulationOptions { Endpoints = [new FailingEndpoint { OpenFails = moment is "open" }] });
        var witness = broker.Open("/topics/t");
        var client = broker.Open("/failing");

        client.Say("throw");
        witness.Write(SimulatedClient.Frame(Opcode.Ping, []));

        AssertClosed(client, EndReason.Failed);
        Assert.True(client.Transport.IsClosed);
        witness.Read();
        Assert.Equal(1, witness.Pongs);
        Assert.Equal(1, Assert.Single(broker.List()).Subscribers);
    }

    [Fact]
    public void A_client_whose_mailbox_runs_over_is_closed_with_1013()
    {
        using var broker = new SimulatedBroker(
            new SimulationOptions { Connection = new ConnectionOptions { MaxWaitingMessages = 1 } });
        var client = broker.Open("/");
        for (var topic = 0; topic < 20 && !client.Transport.IsClosed; topic++)
        {
            var order = $$$"""{"history":{"topic":"t{{{topic}}}"}}""";
            client.Write([.. Enumerable.Range(0, 20).SelectMany(_ => SimulatedClient.Text(order))]);
        }

        AssertClosed(client, EndReason.Overloaded);
    }

    [Fact]
    public void A_server_that_stops_closes_with_1012_and_refuses_who_is_still_shaking_hands()
    {
        using var broker = new SimulatedBroker();
        var open = broker.Open("/");
        var early = broker.Connect();

        broker.Drain();

        AssertClosed(open, EndReason.ServerStopping);
        Assert.StartsWith("HTTP/1.1 503 ", early.Head, StringComparison.Ordinal);
        Assert.True(broker.Acceptor.IsClosed);
    }

    [Fact]
    public void A_message_that_is_too_big_is_closed_with_1009()
    {
        using var broker = new SimulatedBroker(new SimulationOptions { Message = new MessageLimits { MaxMessageBytes = 10 } });
        var client = broker.Open("/topics/t");

        client.Say(new string('x', 11));

        client.Read();
        Assert.Equal((CloseCode.MessageTooBig, nameof(ViolationReason.MessageTooBig)), client.Closed);
    }

    private static void AssertClosed(SimulatedClient client, EndReason expected)
    {
        client.Read();
        Assert.Equal((expected.CloseCode(), expected.Sentence()), client.Closed);
        Assert.DoesNotContain(client.Messages, static message => message.Contains("Exception", StringComparison.Ordinal));
    }

    private static string Connect(SimulatedClient client, string former = "")
    {
        client.Say($$$"""{"id":1,"connect":{"session":"{{{former}}}"}}""");
        client.Read();
        return JsonElement.Parse(client.Messages[0]).GetProperty("connected").GetProperty("session").GetString()!;
    }
}
