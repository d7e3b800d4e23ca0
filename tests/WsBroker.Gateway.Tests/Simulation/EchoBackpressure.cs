using WsBroker.Gateway.Connections;
using WsBroker.Protocols.Echo;
using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Framing;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>Clients of the echo endpoint that send faster than they read: held back, and never cut.</summary>
public sealed class EchoBackpressure : IDisposable
{
    private const int MaxQueuedBytes = 64 * 1024;

    private readonly SimulatedBroker _broker = new(new SimulationOptions
    {
        Connection = new ConnectionOptions { MaxQueuedBytes = MaxQueuedBytes },
        Endpoints = [new EchoEndpoint()],
    });

    public void Dispose() => _broker.Dispose();

    [Theory]
    [InlineData(0, 30_000)]
    [InlineData(1, 30_000)]
    [InlineData(500, 1000)]
    [InlineData(MaxQueuedBytes, 10)]
    [InlineData(1_000_000, 3)]
    public void Who_does_not_read_is_held_back_and_gets_everything_in_order_later(int length, int count)
    {
        var client = _broker.Open("/echo");
        client.Read();
        client.Transport.LimitRoom(0);
        var sent = Enumerable.Range(0, count).Select(number => new string((char)('a' + (number % 26)), length)).ToArray();

        client.Write([.. sent.SelectMany(SimulatedClient.Text)]);

        Assert.Null(client.Closed);
        Assert.InRange(client.Transport.Untaken, 1, int.MaxValue);
        client.Transport.LimitRoom(int.MaxValue);
        _broker.Dispatcher.RunUntilIdle();
        Assert.Equal(sent, client.Messages);
        Assert.Null(client.Closed);
    }

    [Fact]
    public void Room_that_comes_a_few_bytes_at_a_time_loses_and_doubles_nothing()
    {
        var client = _broker.Open("/echo");
        client.Read();
        client.Transport.LimitRoom(0);
        var sent = Enumerable.Range(0, 5000).Select(static number => $"message {number}").ToArray();

        client.Write([.. sent.SelectMany(SimulatedClient.Text)]);
        while (client.Transport.Untaken > 0)
        {
            client.Transport.LimitRoom(977);
            _broker.Dispatcher.RunUntilIdle();
        }

        client.Transport.LimitRoom(int.MaxValue);
        _broker.Dispatcher.RunUntilIdle();
        Assert.Equal(sent, client.Messages);
    }

    [Fact]
    public void ND_09_Who_reads_slowly_is_not_taken_for_gone_while_it_cannot_be_heard()
    {
        var client = _broker.Open("/echo");
        client.Read();
        client.Transport.LimitRoom(0);
        var sent = new[] { new string('a', 1_000_000), new string('b', 10) };
        client.Write([.. sent.SelectMany(SimulatedClient.Text), .. SimulatedClient.Frame(Opcode.Text, "begun"u8, fin: false)]);

        for (var round = 0; round < 10; round++)
        {
            client.Transport.LimitRoom(80_000);
            _broker.Dispatcher.Advance(TimeSpan.FromSeconds(9));
        }

        client.Transport.LimitRoom(int.MaxValue);
        client.Write(SimulatedClient.Frame(Opcode.Continuation, ", ended"u8));
        Assert.Equal([.. sent, "begun, ended"], client.Messages.ToArray());
        Assert.Null(client.Closed);
    }

    [Fact]
    public void Who_reads_nothing_at_all_is_closed_after_the_write_timeout()
    {
        var client = _broker.Open("/echo");
        client.Transport.LimitRoom(0);
        client.Write(SimulatedClient.Text(new string('a', 1_000_000)));

        _broker.Dispatcher.Advance(TimeSpan.FromSeconds(14));
        Assert.False(client.Transport.IsClosed);
        _broker.Dispatcher.Advance(TimeSpan.FromSeconds(2));
        Assert.True(client.Transport.IsClosed);
    }

    [Fact]
    public void A_close_frame_behind_what_was_not_heard_is_found_when_the_server_closes()
    {
        var client = _broker.Open("/echo");
        client.Read();
        client.Transport.LimitRoom(0);
        client.Write([
            .. SimulatedClient.Text(new string('x', MaxQueuedBytes * 5 / 8)),
            .. SimulatedClient.Text("not heard"),
            .. SimulatedClient.Close(CloseCode.NormalClosure),
        ]);

        _broker.Drain();
        client.Transport.LimitRoom(int.MaxValue);
        _broker.Dispatcher.RunUntilIdle();

        client.Read();
        Assert.Equal(CloseCode.ServiceRestart, client.Closed?.Code);
        Assert.True(client.Transport.IsEnded);
    }

    [Fact]
    public void Text_comes_back_as_text_and_bytes_as_bytes_to_their_sender_only()
    {
        var other = _broker.Open("/echo");
        var client = _broker.Open("/echo");

        client.Write([.. SimulatedClient.Text("a"), .. SimulatedClient.Frame(Opcode.Binary, [0, 255]), .. SimulatedClient.Text("")]);

        Assert.EndsWith("810161820200FF8100", Convert.ToHexString(client.Transport.TakeSent()), StringComparison.Ordinal);
        Assert.Empty(other.Messages);
    }
}
