using System.Text.Json;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Listening;
using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>How clients leave a server that is to end.</summary>
public sealed class TakingLeave
{
    [Fact]
    public void DN_01_A_JSON_client_is_told_when_to_come_back_before_it_is_closed_with_1012()
    {
        using var broker = new SimulatedBroker();
        var client = broker.Open("/");

        broker.Drain();

        client.Read();
        var told = JsonElement.Parse(Assert.Single(client.Messages)).GetProperty("draining").GetProperty("reconnectAfterMs");
        Assert.InRange(told.GetInt64(), 0, 250);
        Assert.Equal((CloseCode.ServiceRestart, EndReason.ServerStopping.Sentence()), client.Closed);
    }

    [Fact]
    public void DN_01_A_raw_client_is_told_by_1012_alone()
    {
        using var broker = new SimulatedBroker();
        var client = broker.Open("/topics/t");

        broker.Drain();

        client.Read();
        Assert.Empty(client.Messages);
        Assert.Equal(CloseCode.ServiceRestart, client.Closed!.Value.Code);
    }

    [Fact]
    public void DN_01_Clients_leave_in_batches_and_those_whose_turn_has_not_come_are_served()
    {
        using var broker = new SimulatedBroker();
        var clients = Enumerable.Range(0, 100).Select(_ => broker.Open("/")).ToList();
        var gone = new List<int>();

        broker.Drain(clientsPerSecond: 40);
        for (var second = 0; second < 4; second++)
        {
            gone.Add(clients.Count(static client => HasClosed(client)));
            foreach (var waiting in clients.Where(static client => client.Closed is null))
            {
                waiting.Say("""{"id":1,"ping":{}}""");
                Assert.Equal("""{"id":1,"pong":{}}""", waiting.Messages[^1]);
            }

            broker.Dispatcher.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(10, gone[0]);
        Assert.InRange(gone[1], 30, 50);
        Assert.InRange(gone[2], 70, 90);
        Assert.Equal(100, gone[3]);
    }

    [Fact]
    public void DN_01_What_is_on_its_way_is_acknowledged_and_what_is_not_acknowledged_was_not_done()
    {
        var (done, undone) = (0, 0);
        for (ulong seed = 0; seed < 200; seed++)
        {
            using var broker = new SimulatedBroker(new SimulationOptions { Seed = seed });
            var client = broker.Open("/");
            var witness = broker.Open("/topics/t?mode=sub");
            for (var number = 0; number < 5; number++)
            {
                client.Transport.Write(SimulatedClient.Text($$$"""{"id":{{{number}}},"publish":{"topic":"t","text":"{{{number}}}"}}"""));
                for (ulong turn = 0; turn < (seed % 7); turn++)
                {
                    broker.Dispatcher.RunOne();
                }
            }

            // The witness is closed as well, so what it hears is not what counts, but what the topic remembers
            broker.Drain();
            client.Read();
            var acknowledged = client.Messages.Count(static message => message.Contains("published", StringComparison.Ordinal));
            var stored = broker.List().Sum(static topic => topic.Position.Offset);
            Assert.Equal(stored, acknowledged);
            Assert.Equal(CloseCode.ServiceRestart, client.Closed!.Value.Code);
            done += acknowledged;
            undone += 5 - acknowledged;
            witness.Read();
        }

        Assert.InRange(done, 1, 999);
        Assert.InRange(undone, 1, 999);
    }

    [Fact]
    public void DN_04_Who_does_not_read_does_not_keep_the_others_nor_the_server()
    {
        using var broker = new SimulatedBroker();
        var slow = broker.Open("/topics/t?mode=sub");
        slow.Transport.LimitRoom(0);
        var others = Enumerable.Range(0, 20).Select(_ => broker.Open("/")).ToList();
        broker.PublishAsServer("t", new string('x', 100_000));

        broker.Drain();
        others.ForEach(static other => Leave(other));
        broker.Dispatcher.Advance(new ConnectionOptions().CloseTimeout + TimeSpan.FromSeconds(1));

        Assert.All(others, static other => Assert.True(other.Transport.IsClosed));
        Assert.True(slow.Transport.IsClosed);
        Assert.False(broker.HasListener);
    }

    [Fact]
    public void DN_06_Who_ignores_the_notice_is_cut_after_the_close_timeout()
    {
        using var broker = new SimulatedBroker();
        var client = broker.Open("/");
        broker.Drain();

        client.Say("""{"id":1,"publish":{"topic":"t","text":"too late"}}""");
        broker.Dispatcher.Advance(new ConnectionOptions().CloseTimeout - TimeSpan.FromSeconds(0.5));
        Assert.False(client.Transport.IsClosed);
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(1));

        Assert.True(client.Transport.IsClosed);
        Assert.Empty(broker.List());
    }

    [Fact]
    public void DN_03_In_a_hurry_all_leave_at_once_and_come_back_at_the_pace()
    {
        using var broker = new SimulatedBroker();
        var clients = Enumerable.Range(0, 100).Select(_ => broker.Open("/")).ToList();
        broker.Drain(clientsPerSecond: 10);

        broker.Listener.Tell(new ListenerMessage.Hurry());
        broker.Dispatcher.RunUntilIdle();

        Assert.All(clients, static client => Assert.True(HasClosed(client)));
        var back = clients.Select(static client => JsonElement.Parse(client.Messages[0]).GetProperty("draining").GetProperty("reconnectAfterMs").GetInt64());
        Assert.InRange(back.Max(), 9000, 10_500);
    }

    private static bool HasClosed(SimulatedClient client)
    {
        client.Read();
        return client.Closed is not null;
    }

    private static void Leave(SimulatedClient client)
    {
        client.Write(SimulatedClient.Close(CloseCode.ServiceRestart));
        client.End();
    }
}
