using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Connections;
using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Framing;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>Clients that read too slowly, ask for too much or publish too fast.</summary>
public sealed class Overload
{
    private static readonly SimulationOptions _small = new()
    {
        Connection = new ConnectionOptions { MaxQueuedBytes = 2000 },
    };

    [Fact]
    public void FR_27_A_slow_consumer_is_closed_on_a_frame_boundary_wherever_it_stopped_reading()
    {
        using var broker = new SimulatedBroker(_small);
        var witness = broker.Open("/topics/t?mode=sub");
        var publisher = broker.Open("/topics/t");
        for (var room = 0; room < 320; room++)
        {
            var slow = broker.Open("/topics/t?mode=sub");
            slow.Read();
            slow.Transport.LimitRoom(room);
            for (var number = 0; number < 20; number++)
            {
                publisher.Say(new string('x', 150));
            }

            slow.Transport.LimitRoom(int.MaxValue);
            broker.Dispatcher.RunUntilIdle();

            slow.Read();
            Assert.Equal((CloseCode.TryAgainLater, EndReason.SlowConsumer.Sentence()), slow.Closed);
            Assert.InRange(slow.Messages.Count, 0, 3);
            Assert.All(slow.Messages, static message => Assert.Equal(150, message.Length));
            slow.Write(SimulatedClient.Close(CloseCode.TryAgainLater));
            slow.End();
        }

        Assert.Equal(320 * 20, witness.Messages.Count);
        Assert.Null(witness.Closed);
    }

    [Fact]
    public void A_slow_consumer_that_never_reads_is_let_go_after_the_close_timeout()
    {
        using var broker = new SimulatedBroker(_small);
        var publisher = broker.Open("/topics/t");
        var slow = broker.Open("/topics/t?mode=sub");
        slow.Transport.LimitRoom(0);

        for (var number = 0; number < 20; number++)
        {
            publisher.Say(new string('x', 150));
        }

        Assert.False(slow.Transport.IsClosed);
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(5.5));
        Assert.True(slow.Transport.IsClosed);
    }

    [Fact]
    public void A_client_that_does_not_read_its_answers_is_not_read_either()
    {
        using var broker = new SimulatedBroker(_small);
        var client = broker.Open("/");
        client.Read();
        client.Transport.LimitRoom(0);

        for (var number = 0; number < 1000; number++)
        {
            client.Write(SimulatedClient.Frame(Opcode.Ping, new byte[100]));
        }

        Assert.InRange(client.Transport.Untaken, 900 * 100, 1000 * 110);
        client.Transport.LimitRoom(int.MaxValue);
        broker.Dispatcher.RunUntilIdle();
        client.Read();
        Assert.Equal(1000, client.Pongs);
        Assert.Null(client.Closed);
    }

    [Fact]
    public void A_client_that_reads_fast_is_read_on_after_a_large_answer()
    {
        using var broker = new SimulatedBroker(_small);
        var client = broker.Open("/");

        client.Write([.. Enumerable.Range(0, 10).SelectMany(static _ => SimulatedClient.Frame(Opcode.Ping, new byte[100]))]);
        client.Say("""{"id":1,"ping":{}}""");

        Assert.Equal(["""{"id":1,"pong":{}}"""], client.Messages.ToArray());
        Assert.Equal(10, client.Pongs);
        Assert.True(client.Transport.IsAwaited);
    }

    [Fact]
    public void SC_09_A_publisher_is_not_read_until_its_credit_comes_back()
    {
        var options = new SimulationOptions { Session = new SessionOptions { MaxUndoneCommands = 10 } };
        using var broker = new SimulatedBroker(options);
        var listener = broker.Open("/topics/t?mode=sub");
        var publisher = broker.Open("/topics/t");
        var mostAtOnce = 0;

        for (var number = 0; number < 500; number++)
        {
            publisher.Transport.Write(SimulatedClient.Text($"{number}"));
        }

        for (var untaken = publisher.Transport.Untaken; broker.Dispatcher.RunOne(); untaken = publisher.Transport.Untaken)
        {
            mostAtOnce = Math.Max(mostAtOnce, untaken - publisher.Transport.Untaken);
        }

        Assert.Equal(Enumerable.Range(0, 500).Select(static number => $"{number}").ToArray(), listener.Messages.ToArray());
        Assert.Equal(0, publisher.Transport.Untaken);
        Assert.InRange(mostAtOnce, 1, 10 * 10);
    }

    [Fact]
    public void CL_13_Clients_that_come_and_go_leave_nothing_behind()
    {
        using var broker = new SimulatedBroker();
        for (var number = 0; number < 10_000; number++)
        {
            var client = broker.Open($"/topics/t{number % 100}");
            if (number % 2 == 0)
            {
                client.Write(SimulatedClient.Close(CloseCode.NormalClosure));
            }

            client.End();
            Assert.True(client.Transport.IsClosed);
        }

        broker.Dispatcher.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, broker.Wheel.Armed);
        Assert.Empty(broker.List());
        broker.Drain();
        Assert.True(broker.Acceptor.IsClosed);
    }
}
