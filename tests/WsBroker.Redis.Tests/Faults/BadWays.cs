using WsBroker.Broker.Sessions;
using WsBroker.TestKit;
using WsBroker.TestKit.Faults;

namespace WsBroker.Redis.Tests.Faults;

/// <summary>Ways to Redis that are slow, or break in the middle of what is said.</summary>
public sealed class BadWays
{
    private const string Topic = "orders/7";

    [Fact]
    public async Task RD_08_A_connection_that_breaks_at_any_byte_of_a_command_or_its_answer_leaves_each_publication_there_once()
    {
        // So many at the same time, as each has to connect again
        const int Lanes = 8;
        await using var server = await RedisServer.StartAsync();
        await using var listener = await RedisNode.StartAsync(server);

        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => CutAsync(server, listener, lane, Lanes)));
    }

    [Fact]
    public async Task RD_10_A_way_of_one_megabit_a_second_refuses_nothing_and_puts_nothing_out_of_order()
    {
        // So many on their way at a time, so that there are many batches of a few each
        const int Window = 10;
        const int Count = 300;
        await using var server = await RedisServer.StartAsync();
        await using var proxy = new FaultProxy(server.Port);
        var options = new RedisOptions([FormattableString.Invariant($"127.0.0.1:{proxy.Port}")]);
        await using var one = await RedisNode.StartAsync(options);
        await using var two = await RedisNode.StartAsync(options);
        var (session, _) = await two.SubscribeAsync(Topic);
        var publisher = new AnswerProbe();
        proxy.Both(new Fault { BytesPerSecond = 1_000_000 / 8 });

        for (var number = 1; number <= Count + Window; number++)
        {
            if (number > Window)
            {
                Assert.Equal(number - Window, Assert.IsType<SessionEvent.Published>(await publisher.NextAsync()).Offset);
            }

            if (number <= Count)
            {
                one.PublishLater(Topic, $"{number} {new string('x', 200)}", publisher);
            }
        }

        Assert.Equal(
            Enumerable.Range(1, Count).Select(static number => $"{Topic} {number} {number} {new string('x', 200)}"), await session.LinesAsync(Count), StringComparer.Ordinal);
    }

    private static async Task CutAsync(RedisServer server, RedisNode listener, int lane, int lanes)
    {
        var count = Scale.Of(3);
        var topic = $"cut/{lane}";
        var scissors = new Scissors();
        await using var proxy = new FaultProxy(server.Port) { Tap = scissors.Tap };
        await using var node = await RedisNode.StartAsync(Sample.Options(proxy));
        var (session, _) = await listener.SubscribeAsync(topic);
        for (var step = 0; step < count; step++)
        {
            var text = $"cut-{lane}-{step}";
            scissors.Arm(text, (double)((step * lanes) + lane) / (count * lanes), isInAnswer: step % 2 == 1);
            await node.PublishAsync(topic, text, key: text);
            Assert.True(scissors.HasCut);
            await node.PublishUntilStoredAsync(topic, text);
        }

        Assert.Equal(Enumerable.Range(0, count).Select(step => $"{topic} {step + 1} cut-{lane}-{step}"), await session.LinesAsync(count), StringComparer.Ordinal);
    }
}
