using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Connections;
using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;

namespace WsBroker.Gateway.Tests;

public sealed class GatewayActorTests
{
    [Fact]
    public void Looks_again_and_again_how_late_it_is()
    {
        using var broker = new SimulatedBroker();
        var gateway = broker.SpawnGateway();
        var time = broker.Dispatcher.Time;

        gateway.Tell(new GatewayMessage.Look(Due: time.GetTimestamp() - (5 * time.TimestampFrequency)));
        gateway.Tell(new GatewayMessage.Look(Due: time.GetTimestamp() - (3 * time.TimestampFrequency)));
        broker.Dispatcher.RunUntilIdle();
        var late = broker.Admissions.Lateness;
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(3), late);
        Assert.Equal(TimeSpan.Zero, broker.Admissions.Lateness);
    }

    [Fact]
    public void DN_01_While_it_pauses_who_is_there_stays_new_clients_are_refused_with_503_and_HTTP_goes_on()
    {
        var node = new DrainingNode(new DrainOptions { Pause = TimeSpan.FromSeconds(5) });
        using var broker = node.Broker;
        broker.Http.IsWilling = true;
        var there = node.Open();
        node.Drain();

        var late = node.Open();
        node.Write("GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        there.Say("""{"id":1,"ping":{}}""");

        Assert.StartsWith("HTTP/1.1 503 ", late.Head, StringComparison.Ordinal);
        Assert.Contains("Retry-After: 1\r\n", late.Head, StringComparison.Ordinal);
        Assert.Single(broker.Http.Taken);
        Assert.Equal(["""{"id":1,"pong":{}}"""], there.Messages.ToArray());
        Assert.False(node.Door.IsClosed);
        broker.Dispatcher.Advance(TimeSpan.FromSeconds(5));
        there.Read();
        Assert.NotNull(there.Closed);
        Assert.True(node.Door.IsClosed);
    }

    [Fact]
    public void DN_03_In_a_hurry_it_does_not_pause()
    {
        var node = new DrainingNode(new DrainOptions { Pause = TimeSpan.FromMinutes(5) });
        using var broker = node.Broker;
        var there = node.Open();
        node.Drain();

        node.Gateway.Tell(new GatewayMessage.Hurry());
        broker.Dispatcher.RunUntilIdle();

        there.Read();
        Assert.NotNull(there.Closed);
    }

    [Fact]
    public void DN_01_It_tells_when_all_clients_have_gone_and_not_before()
    {
        var node = new DrainingNode(new DrainOptions());
        using var broker = node.Broker;
        var there = node.Open();
        node.Drain();
        var before = node.Answers.TakeAll();

        there.Write(SimulatedClient.Close(CloseCode.ServiceRestart));
        there.End();

        Assert.Empty(before);
        Assert.Equal([GatewayEnd.Drained], node.Answers.TakeAll());
    }

    [Fact]
    public void DN_04_The_last_are_told_so_early_that_they_are_gone_in_time()
    {
        var timeout = TimeSpan.FromSeconds(20);
        var node = new DrainingNode(new DrainOptions { ClientsPerSecond = 1, Timeout = timeout });
        using var broker = node.Broker;
        var clients = Enumerable.Range(0, 100).Select(_ => node.Open()).ToList();

        node.Drain();
        broker.Dispatcher.Advance(timeout - new ConnectionOptions().CloseTimeout);
        clients.ForEach(static client => client.Read());
        var told = clients.Count(static client => client.Closed is not null);
        broker.Dispatcher.Advance(new ConnectionOptions().CloseTimeout + TimeSpan.FromSeconds(0.5));

        Assert.Equal(100, told);
        Assert.Equal([GatewayEnd.Drained], node.Answers.TakeAll());
    }
}
