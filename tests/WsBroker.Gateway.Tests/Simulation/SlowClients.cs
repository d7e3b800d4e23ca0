using WsBroker.Broker.Topics;
using WsBroker.Gateway.Connections;
using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>Clients that do not keep up: how long they are waited for, and what they get of topics that may lose something.</summary>
public sealed class SlowClients
{
    private static readonly ConnectionOptions _roomy = new() { MaxQueuedBytes = 100_000_000 };

    [Theory]
    [InlineData(9, false)]
    [InlineData(11, true)]
    public void SC_02_Who_reads_nothing_is_closed_after_the_write_timeout_however_much_may_wait(int seconds, bool isClosed)
    {
        using var broker = new SimulatedBroker(new SimulationOptions { Connection = _roomy });
        var slow = OpenStalled(broker, "/topics/t?mode=sub");

        broker.Open("/topics/t").Say(new string('x', 10));
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(seconds));

        slow.Transport.LimitRoom(int.MaxValue);
        broker.Dispatcher.RunUntilIdle();
        slow.Read();
        Assert.Single(slow.Messages);
        Assert.Equal(isClosed ? (CloseCode.TryAgainLater, EndReason.WriteTimeout.Sentence()) : null, slow.Closed);
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(11, true)]
    public void ND_09_When_the_node_stood_still_who_did_not_read_has_the_write_timeout_once_more(int seconds, bool isClosed)
    {
        using var broker = new SimulatedBroker(new SimulationOptions { Connection = _roomy });
        var slow = OpenStalled(broker, "/topics/t?mode=sub");
        broker.Open("/topics/t").Say(new string('x', 10));

        // The clock goes on and no turn is taken
        broker.Dispatcher.Time.Advance(TimeSpan.FromSeconds(20));
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(seconds));

        slow.Transport.LimitRoom(int.MaxValue);
        broker.Dispatcher.RunUntilIdle();
        slow.Read();
        Assert.Single(slow.Messages);
        Assert.Equal(isClosed ? (CloseCode.TryAgainLater, EndReason.WriteTimeout.Sentence()) : null, slow.Closed);
    }

    [Fact]
    public void SC_03_A_byte_now_and_then_does_not_count_as_reading()
    {
        using var broker = new SimulatedBroker(new SimulationOptions { Connection = _roomy });
        var slow = OpenStalled(broker, "/topics/t?mode=sub");

        broker.Open("/topics/t").Say(new string('x', 1000));
        for (var second = 0; second < 12; second++)
        {
            slow.Transport.LimitRoom(1);
            broker.Dispatcher.Advance(TimeSpan.FromSeconds(1));
        }

        broker.Dispatcher.Advance(TimeSpan.FromSeconds(5));
        Assert.True(slow.Transport.IsClosed);
    }

    [Fact]
    public void SC_03_Who_takes_64_KiB_in_the_write_timeout_is_never_closed()
    {
        using var broker = new SimulatedBroker(new SimulationOptions { Connection = _roomy });
        var slow = OpenStalled(broker, "/topics/t?mode=sub");
        var publisher = broker.Open("/topics/t");
        for (var number = 0; number < 20; number++)
        {
            publisher.Say(new string('x', 65_000));
        }

        for (var round = 0; round < 19; round++)
        {
            slow.Transport.LimitRoom(OutboundQueue.MostLater);
            broker.Dispatcher.Advance(TimeSpan.FromSeconds(9));
        }

        slow.Transport.LimitRoom(int.MaxValue);
        broker.Dispatcher.RunUntilIdle();
        Assert.Equal(20, slow.Messages.Count);
        Assert.Null(slow.Closed);
    }

    [Fact]
    public void SC_08_A_close_frame_that_has_no_room_does_not_keep_the_connection_longer_than_the_close_timeout()
    {
        using var broker = new SimulatedBroker(new SimulationOptions { Connection = _roomy });
        var slow = OpenStalled(broker, "/topics/t?mode=sub");
        broker.Open("/topics/t").Say(new string('x', 10));

        broker.Drain();
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(4.5));
        Assert.False(slow.Transport.IsClosed);
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(1));

        Assert.True(slow.Transport.IsClosed);
        Assert.False(broker.HasListener);
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(0, broker.Wheel.Armed);
    }

    [Fact]
    public void SC_12_Who_sends_and_reads_no_answer_is_not_read_any_more_and_closed_after_the_write_timeout()
    {
        using var broker = new SimulatedBroker(new SimulationOptions { Connection = new ConnectionOptions { MaxQueuedBytes = 10_000 } });
        var client = OpenStalled(broker, "/");

        for (var second = 0; second < 9; second++)
        {
            client.Write([.. Enumerable.Range(0, 100).SelectMany(static _ => SimulatedClient.Text("""{"id":1,"ping":{}}"""))]);
            broker.Dispatcher.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(client.Transport.Untaken, 1, int.MaxValue);
        Assert.False(client.Transport.IsClosed);
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(7));
        Assert.True(client.Transport.IsClosed);
    }

    [Fact]
    public void SC_12_Who_reads_again_before_is_read_again_and_misses_no_answer()
    {
        using var broker = new SimulatedBroker(new SimulationOptions { Connection = new ConnectionOptions { MaxQueuedBytes = 10_000 } });
        var client = OpenStalled(broker, "/");

        client.Write([.. Enumerable.Range(0, 10_000).SelectMany(static id => SimulatedClient.Text($$"""{"id":{{id}},"ping":{} }"""))]);
        Assert.InRange(client.Transport.Untaken, 1, int.MaxValue);
        client.Transport.LimitRoom(int.MaxValue);
        broker.Dispatcher.RunUntilIdle();

        Assert.Equal(Enumerable.Range(0, 10_000).Select(static id => $$$"""{"id":{{{id}}},"pong":{}}""").ToArray(), client.Messages.ToArray());
    }

    [Fact]
    public void SC_14_When_too_much_waits_on_the_node_those_with_the_most_are_closed()
    {
        var queued = new QueuedTotal(10_000);
        using var broker = new SimulatedBroker(new SimulationOptions { Connection = _roomy, Queued = queued });
        var few = OpenStalled(broker, "/topics/few?mode=sub");
        var many = OpenStalled(broker, "/topics/many?mode=sub");
        var fast = broker.Open("/topics/many?mode=sub");
        var (toFew, toMany) = (broker.Open("/topics/few"), broker.Open("/topics/many"));

        toFew.Say(new string('x', 3000));
        toMany.Say(new string('x', 6000));
        Assert.InRange(queued.Bytes, 9000, 10_000);
        toFew.Say(new string('x', 1000));

        Assert.InRange(queued.Bytes, 4000, 5000);
        many.Transport.LimitRoom(int.MaxValue);
        few.Transport.LimitRoom(int.MaxValue);
        broker.Dispatcher.RunUntilIdle();
        many.Read();
        Assert.Equal((CloseCode.TryAgainLater, EndReason.Shed.Sentence()), many.Closed);
        Assert.Equal(2, few.Messages.Count);
        Assert.Null(few.Closed);
        Assert.Single(fast.Messages);
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(0, queued.Bytes);
    }

    [Fact]
    public void SC_14_Who_is_in_the_midst_of_a_large_message_when_too_much_waits_is_cut_since_that_would_stay_in_memory()
    {
        var queued = new QueuedTotal(30_000);
        using var broker = new SimulatedBroker(new SimulationOptions { Connection = _roomy, Queued = queued });
        var large = OpenStalled(broker, "/topics/large?mode=sub");
        var small = OpenStalled(broker, "/topics/small?mode=sub");
        var (toLarge, toSmall) = (broker.Open("/topics/large"), broker.Open("/topics/small"));

        toLarge.Say(new string('x', 25_000));
        large.Transport.LimitRoom(10_000);
        broker.Dispatcher.RunUntilIdle();
        Assert.InRange(queued.Bytes, 25_000, 26_000);
        toSmall.Say(new string('x', 7_000));

        Assert.True(large.Transport.IsClosed);
        Assert.False(small.Transport.IsClosed);
        Assert.InRange(queued.Bytes, 7_000, 8_000);
    }

    [Fact]
    public void Conflate_gives_a_stalled_client_the_newest_of_each_key_at_once_when_it_reads_again()
    {
        using var broker = Lossy(OverflowPolicy.Conflate);
        var slow = broker.Open("/");
        slow.Say("""{"id":1,"subscribe":{"topic":"t"}}""");
        slow.Read();
        slow.Transport.LimitRoom(0);
        var publisher = broker.Open("/");

        for (var price = 1; price <= 100; price++)
        {
            publisher.Say($$$$"""{"publish":{"topic":"t","data":{{{{price}}}},"headers":{"key":"k{{{{price % 2}}}}"}}}""");
        }

        slow.Transport.LimitRoom(int.MaxValue);
        broker.Dispatcher.RunUntilIdle();
        var told = slow.Messages.Skip(1).ToList();
        Assert.StartsWith("""{"gap":{"topic":"t","from":""", told[^3], StringComparison.Ordinal);
        Assert.EndsWith(""","to":98,"reason":"slow"}}""", told[^3], StringComparison.Ordinal);
        Assert.Contains("\"offset\":99,\"data\":99", told[^2], StringComparison.Ordinal);
        Assert.Contains("\"offset\":100,\"data\":100", told[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OverflowPolicy.DropOldest)]
    [InlineData(OverflowPolicy.DropNewest)]
    [InlineData(OverflowPolicy.Conflate)]
    public void A_raw_client_of_a_topic_that_may_lose_something_stays_and_misses_it(OverflowPolicy policy)
    {
        using var broker = Lossy(policy);
        var slow = OpenStalled(broker, "/topics/t?mode=sub");
        var publisher = broker.Open("/topics/t");

        for (var number = 0; number < 100; number++)
        {
            publisher.Say($"{number:d3}{new string('x', 500)}");
        }

        slow.Transport.LimitRoom(int.MaxValue);
        broker.Dispatcher.RunUntilIdle();
        var numbers = slow.Messages.Select(static message => int.Parse(message[..3], provider: null)).ToList();
        Assert.Equal(numbers.Order(), numbers);
        Assert.InRange(numbers.Count, 2, 30);
        Assert.Equal(policy is not OverflowPolicy.DropNewest, numbers[^1] == 99);
        Assert.Null(slow.Closed);
    }

    [Fact]
    public void A_subscription_that_ends_while_something_is_held_ends_behind_it()
    {
        using var broker = Lossy(OverflowPolicy.DropOldest);
        var slow = broker.Open("/");
        slow.Say("""{"subscribe":{"topic":"t"}}""");
        slow.Transport.LimitRoom(0);
        var publisher = broker.Open("/topics/t");
        for (var number = 0; number < 10; number++)
        {
            publisher.Say(new string('x', 300));
        }

        slow.Say("""{"id":1,"unsubscribe":{"topic":"t"}}""");
        publisher.Say("too late");

        slow.Transport.LimitRoom(int.MaxValue);
        broker.Dispatcher.RunUntilIdle();
        Assert.Equal(11, slow.Messages.Count);
        Assert.Equal("""{"id":1,"unsubscribed":{"topic":"t"}}""", slow.Messages[^1]);
    }

    private static SimulatedBroker Lossy(OverflowPolicy policy) => new(new SimulationOptions
    {
        Topic = new TopicOptions { Rules = new TopicRules(OverflowRule.Of("t", policy)) },
        Connection = new ConnectionOptions { MaxQueuedBytes = 4000 },
    });

    private static SimulatedClient OpenStalled(SimulatedBroker broker, string path)
    {
        var client = broker.Open(path);
        client.Read();
        client.Transport.LimitRoom(0);
        return client;
    }
}
