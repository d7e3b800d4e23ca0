using WsBroker.Actors;
using WsBroker.Gateway.Connections;
using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Framing;

namespace WsBroker.Gateway.Tests.Connections;

public sealed class LivenessTests : IDisposable
{
    private readonly SimulatedBroker _broker = new();

    public void Dispose() => _broker.Dispose();

    [Fact]
    public void Judges_by_when_the_client_was_last_heard_of()
    {
        var time = new VirtualTime();
        var liveness = new Liveness();
        var told = new List<(LivenessVerdict, double)>();
        liveness.Hear(time.GetTimestamp(), isMidMessage: false, endedMessage: false);

        foreach (var second in (int[])[10, 25, 30, 35])
        {
            time.Advance(TimeSpan.FromSeconds(second) - time.GetElapsedTime(0));
            var verdict = liveness.Judge(time, new ConnectionOptions(), out var next);
            told.Add((verdict, next.TotalSeconds));
        }

        Assert.Equal(
            [(LivenessVerdict.Wait, 15), (LivenessVerdict.Ping, 10), (LivenessVerdict.Wait, 5), (LivenessVerdict.PongTimeout, 0)],
            told);
    }

    [Fact]
    public void Who_reads_what_waited_for_it_need_not_have_answered_the_ping_behind_that()
    {
        var time = new VirtualTime();
        var liveness = new Liveness();
        liveness.Hear(time.GetTimestamp(), isMidMessage: false, endedMessage: false);

        for (var second = 0; second < 100; second += 5)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            Assert.NotEqual(LivenessVerdict.PongTimeout, liveness.Judge(time, new ConnectionOptions(), out _));
            liveness.SeeReading(time.GetTimestamp());
        }
    }

    [Fact]
    public void Who_cannot_answer_a_ping_is_only_pinged_again()
    {
        var time = new VirtualTime();
        var liveness = new Liveness();
        liveness.Hear(time.GetTimestamp(), isMidMessage: false, endedMessage: false);

        for (var round = 0; round < 3; round++)
        {
            time.Advance(TimeSpan.FromSeconds(25));
            Assert.Equal(LivenessVerdict.Ping, liveness.Judge(time, new ConnectionOptions(), out _));
            liveness.AwaitNothing();
            time.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal(LivenessVerdict.Wait, liveness.Judge(time, new ConnectionOptions(), out var next));
            Assert.Equal(15, next.TotalSeconds);
            liveness.Hear(time.GetTimestamp(), isMidMessage: false, endedMessage: false);
        }
    }

    [Fact]
    public void ND_09_A_node_that_looks_late_gives_a_pong_its_whole_time_again_but_once()
    {
        var time = new VirtualTime();
        var liveness = new Liveness();
        var told = new List<(LivenessVerdict, double)>();
        liveness.Hear(time.GetTimestamp(), isMidMessage: false, endedMessage: false);

        foreach (var second in (int[])[25, 60, 65, 75])
        {
            time.Advance(TimeSpan.FromSeconds(second) - time.GetElapsedTime(0));
            var verdict = liveness.Judge(time, new ConnectionOptions(), out var next);
            told.Add((verdict, next.TotalSeconds));
        }

        Assert.Equal(
            [(LivenessVerdict.Ping, 10), (LivenessVerdict.Wait, 10), (LivenessVerdict.Wait, 5), (LivenessVerdict.PongTimeout, 0)],
            told);
    }

    [Fact]
    public void ND_09_The_next_ping_is_given_as_much()
    {
        var time = new VirtualTime();
        var liveness = new Liveness();

        for (var round = 0; round < 3; round++)
        {
            liveness.Hear(time.GetTimestamp(), isMidMessage: false, endedMessage: false);
            time.Advance(TimeSpan.FromSeconds(25));
            Assert.Equal(LivenessVerdict.Ping, liveness.Judge(time, new ConnectionOptions(), out _));
            time.Advance(TimeSpan.FromSeconds(60));
            Assert.Equal(LivenessVerdict.Wait, liveness.Judge(time, new ConnectionOptions(), out _));
        }
    }

    [Fact]
    public void ND_09_A_node_that_looks_late_gives_a_message_its_whole_time_again_but_once()
    {
        var time = new VirtualTime();
        var liveness = new Liveness();
        liveness.Hear(time.GetTimestamp(), isMidMessage: true, endedMessage: false);

        time.Advance(TimeSpan.FromSeconds(90));
        var late = liveness.Judge(time, new ConnectionOptions(), out _);
        time.Advance(TimeSpan.FromSeconds(29));
        liveness.Hear(time.GetTimestamp(), isMidMessage: true, endedMessage: false);
        var inTime = liveness.Judge(time, new ConnectionOptions(), out _);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.NotEqual(LivenessVerdict.MessageTimeout, late);
        Assert.Equal(LivenessVerdict.Wait, inTime);
        Assert.Equal(LivenessVerdict.MessageTimeout, liveness.Judge(time, new ConnectionOptions(), out _));
    }

    [Fact]
    public void Asks_again_no_later_than_a_message_has_to_be_whole()
    {
        var time = new VirtualTime();
        var liveness = new Liveness();
        liveness.Hear(time.GetTimestamp(), isMidMessage: true, endedMessage: false);
        time.Advance(TimeSpan.FromSeconds(20));
        liveness.Hear(time.GetTimestamp(), isMidMessage: true, endedMessage: false);

        var before = liveness.Judge(time, new ConnectionOptions(), out var next);
        time.Advance(next);

        Assert.Equal((LivenessVerdict.Wait, TimeSpan.FromSeconds(10)), (before, next));
        Assert.Equal(LivenessVerdict.MessageTimeout, liveness.Judge(time, new ConnectionOptions(), out _));
    }

    [Fact]
    public void A_silent_client_is_pinged_after_25_seconds_and_closed_10_later()
    {
        var client = _broker.Open("/topics/t");

        _broker.Dispatcher.Advance(TimeSpan.FromSeconds(24.9));
        client.Read();
        Assert.Equal(0, client.Pings);
        _broker.Dispatcher.Advance(TimeSpan.FromSeconds(0.5));
        client.Read();
        Assert.Equal(1, client.Pings);
        _broker.Dispatcher.Advance(TimeSpan.FromSeconds(9.5));
        client.Read();
        Assert.Null(client.Closed);
        _broker.Dispatcher.Advance(TimeSpan.FromSeconds(1));

        client.Read();
        Assert.Equal((CloseCode.PolicyViolation, EndReason.PongTimeout.Sentence()), client.Closed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ND_09_When_the_node_stood_still_who_has_answered_meanwhile_stays_and_who_goes_on_to_be_silent_goes(bool answers)
    {
        var client = _broker.Open("/topics/t");
        _broker.Dispatcher.Advance(TimeSpan.FromSeconds(25.5));
        client.Read();
        Assert.Equal(1, client.Pings);

        // The clock goes on and no turn is taken, so that the deadline is told before the bytes are
        _broker.Dispatcher.Time.Advance(TimeSpan.FromSeconds(60));
        client.Transport.Write(answers ? SimulatedClient.Frame(Opcode.Pong, []) : []);
        _broker.Dispatcher.Advance(TimeSpan.FromSeconds(9));
        client.Read();
        Assert.Null(client.Closed);
        _broker.Dispatcher.Advance(TimeSpan.FromSeconds(2));

        client.Read();
        Assert.Equal(answers ? null : (CloseCode.PolicyViolation, EndReason.PongTimeout.Sentence()), client.Closed);
    }

    [Fact]
    public void FR_21_Any_bytes_are_a_sign_of_life()
    {
        var client = _broker.Open("/topics/t");
        var frame = SimulatedClient.Frame(Opcode.Pong, [1, 2, 3]);

        for (var number = 0; number < 90; number++)
        {
            _broker.Dispatcher.Advance(TimeSpan.FromSeconds(3));
            client.Write([frame[number % frame.Length]]);
        }

        client.Read();
        Assert.Equal(0, client.Pings);
        Assert.Null(client.Closed);
    }

    [Fact]
    public void A_pong_gives_a_client_another_25_seconds()
    {
        var client = _broker.Open("/topics/t");

        for (var round = 1; round <= 5; round++)
        {
            _broker.Dispatcher.Advance(TimeSpan.FromSeconds(26));
            client.Read();
            Assert.Equal(round, client.Pings);
            client.Write(SimulatedClient.Frame(Opcode.Pong, []));
        }

        Assert.Null(client.Closed);
    }

    [Fact]
    public void FR_14_A_message_that_takes_30_seconds_is_closed_with_1008_though_bytes_come()
    {
        var client = _broker.Open("/topics/t");
        client.Write(SimulatedClient.Frame(Opcode.Text, "a"u8, fin: false));

        for (var second = 1; second < 30; second++)
        {
            _broker.Dispatcher.Advance(TimeSpan.FromSeconds(1));
            client.Write(SimulatedClient.Frame(Opcode.Continuation, "b"u8, fin: false));
        }

        client.Read();
        Assert.Null(client.Closed);
        _broker.Dispatcher.Advance(TimeSpan.FromSeconds(1.5));
        client.Read();
        Assert.Equal((CloseCode.PolicyViolation, EndReason.MessageTimeout.Sentence()), client.Closed);
    }

    [Fact]
    public void One_message_after_the_other_is_not_one_that_takes_too_long()
    {
        var client = _broker.Open("/topics/t");
        byte[] endAndBegin = [
            .. SimulatedClient.Frame(Opcode.Continuation, "b"u8), .. SimulatedClient.Frame(Opcode.Text, "a"u8, fin: false)];
        client.Write(SimulatedClient.Frame(Opcode.Text, "a"u8, fin: false));

        for (var round = 0; round < 10; round++)
        {
            _broker.Dispatcher.Advance(TimeSpan.FromSeconds(20));
            client.Write(endAndBegin);
        }

        client.Read();
        Assert.Null(client.Closed);
    }
}
