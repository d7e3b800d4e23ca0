using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Connections;
using WsBroker.TestKit;
using WsBroker.WebSockets;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Framing;

namespace WsBroker.Gateway.Tests.Connections;

public sealed class OutboundQueueTests
{
    private readonly InMemoryTransport _transport = new();
    private readonly ActorProbe<SessionMessage> _owner = new();

    public OutboundQueueTests() => _transport.Attach(_owner);

    [Fact]
    public void FR_27_A_send_may_stop_at_every_byte_and_none_is_lost_or_doubled()
    {
        byte[][] pieces = [[1, 2, 3], [4], [5, 6, 7, 8, 9], [10, 11]];
        var all = pieces.SelectMany(static piece => piece).ToArray();
        for (var first = 0; first <= all.Length; first++)
        {
            for (var then = 1; then <= 4; then++)
            {
                Assert.Equal(all, SendInPieces(pieces, first, then));
            }
        }
    }

    [Fact]
    public void Small_pieces_go_with_one_send_and_large_ones_as_they_are()
    {
        var queue = new OutboundQueue(_transport, maxBytes: int.MaxValue, maxBeginningBytes: 3000);
        byte[][] pieces = [[1], [2], new byte[100_000], [3], new byte[60_000], new byte[10_000]];
        foreach (var piece in pieces)
        {
            queue.TryAdd(piece);
        }

        Assert.True(queue.Flush());

        Assert.True(queue.IsEmpty);
        Assert.Equal(pieces.SelectMany(static piece => piece), _transport.TakeSent());
        Assert.InRange(_transport.Sends, 2, 5);
    }

    [Fact]
    public void What_would_be_too_much_is_not_taken_and_counts_for_nothing()
    {
        var queue = new OutboundQueue(_transport, maxBytes: 1000, maxBeginningBytes: 3000);
        _transport.LimitRoom(0);

        Assert.True(queue.TryAdd(new byte[600]));
        Assert.False(queue.TryAdd(new byte[600]));
        Assert.True(queue.TryAdd(new byte[200]));
    }

    [Fact]
    public void One_piece_is_always_taken_while_nothing_waits()
    {
        var queue = new OutboundQueue(_transport, maxBytes: 1000, maxBeginningBytes: 3000);
        _transport.LimitRoom(0);

        Assert.True(queue.TryAdd(new byte[5000]));
        Assert.False(queue.TryAdd(new byte[1]));
    }

    [Fact]
    public void What_a_subscription_begins_with_leaves_room_for_what_comes_meanwhile()
    {
        var queue = new OutboundQueue(_transport, maxBytes: 1000, maxBeginningBytes: 3000);
        _transport.LimitRoom(0);

        Assert.True(queue.TryAddBeginning(new byte[2500]));
        Assert.True(queue.TryAdd(new byte[800]));
        Assert.False(queue.TryAdd(new byte[800]));

        // No more of it than is allowed goes without counting
        Assert.False(queue.TryAddBeginning(new byte[600]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2499)]
    [InlineData(2500)]
    [InlineData(2501)]
    public void What_a_subscription_began_with_stops_counting_as_it_goes(int room)
    {
        var queue = new OutboundQueue(_transport, maxBytes: 1000, maxBeginningBytes: 3000);
        _transport.LimitRoom(0);
        queue.TryAddBeginning(new byte[2500]);
        queue.TryAdd(new byte[800]);
        queue.Flush();

        while (!queue.IsEmpty)
        {
            Drain(queue, room);
        }

        _transport.LimitRoom(0);
        Assert.True(queue.TryAddBeginning(new byte[3000]));
        Assert.False(queue.IsCongested);
        Assert.True(queue.TryAdd(new byte[600]));
        Assert.True(queue.IsCongested);
    }

    [Fact]
    public void Tiny_pieces_are_bounded_too()
    {
        var queue = new OutboundQueue(_transport, maxBytes: 1000, maxBeginningBytes: 3000);
        _transport.LimitRoom(0);

        var taken = Enumerable.Range(0, 1000).Count(_ => queue.TryAdd(new byte[1]));

        Assert.InRange(taken, 5, 50);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Dropping_ends_what_was_begun_and_drops_the_rest(int begun)
    {
        var queue = new OutboundQueue(_transport, maxBytes: 1000, maxBeginningBytes: 3000);
        _transport.LimitRoom(begun);
        queue.TryAdd(new byte[] { 1, 2, 3, 4 });
        queue.TryAdd(new byte[] { 5, 6, 7, 8 });
        queue.Flush();

        queue.DropUnsent();
        queue.TryAdd(new byte[] { 9 });
        Drain(queue, room: int.MaxValue);

        byte[] expected = begun == 4 ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : [1, 2, 3, 4, 9];
        Assert.Equal(expected, _transport.TakeSent());
    }

    [Fact]
    public void Dropping_what_was_never_tried_leaves_nothing()
    {
        var queue = new OutboundQueue(_transport, maxBytes: 1000, maxBeginningBytes: 3000);
        queue.TryAdd(new byte[] { 1, 2, 3, 4 });

        queue.DropUnsent();

        Assert.True(queue.IsEmpty);
        Assert.True(queue.TryAdd(new byte[1000]));
        Assert.True(queue.Flush());
        Assert.Equal(1000, _transport.TakeSent().Length);
    }

    [Fact]
    public void A_broken_transport_is_told_by_the_send_that_finds_it()
    {
        var queue = new OutboundQueue(_transport, maxBytes: 1000, maxBeginningBytes: 3000);
        _transport.Reset();
        queue.TryAdd(new byte[] { 1 });

        Assert.False(queue.Flush());
    }

    [Fact]
    public void Is_congested_from_half_of_its_bytes_on_until_they_have_gone()
    {
        var queue = new OutboundQueue(_transport, maxBytes: 1000, maxBeginningBytes: 3000);
        _transport.LimitRoom(0);
        queue.TryAdd(new byte[400]);
        queue.Flush();
        Assert.False(queue.IsCongested);

        queue.TryAdd(new byte[400]);
        Assert.True(queue.IsCongested);

        Drain(queue, room: int.MaxValue);
        Assert.False(queue.IsCongested);
        Assert.True(queue.IsEmpty);
    }

    [Theory]
    [InlineData(400, 0, true)]
    [InlineData(400, 10, true)]
    [InlineData(400, 100, false)]
    [InlineData(0, 5000, true)]
    public void Has_room_at_leisure_up_to_half_of_its_bytes_or_while_nothing_waits(int waiting, int more, bool hasRoom)
    {
        var queue = new OutboundQueue(_transport, maxBytes: 1000, maxBeginningBytes: 3000);
        _transport.LimitRoom(0);
        if (waiting > 0)
        {
            queue.TryAdd(new byte[waiting - 64]);
        }

        Assert.Equal(hasRoom, queue.HasRoom(more));
    }

    [Fact]
    public void Has_room_for_more_when_what_was_added_goes_at_once()
    {
        var queue = new OutboundQueue(_transport, maxBytes: 1000, maxBeginningBytes: 3000);
        queue.TryAdd(new byte[900]);

        Assert.True(queue.HasRoom(900));
    }

    [Fact]
    public void Writes_frames_of_its_own_and_the_close_frame()
    {
        var queue = new OutboundQueue(_transport, maxBytes: 1000, maxBeginningBytes: 3000);

        queue.TryAdd(Rfc6455Dialect.Instance.Frame(Opcode.Ping, [1, 2]));
        queue.Add(Rfc6455Dialect.Instance.CloseFrame(CloseCode.GoingAway, "no"));
        queue.Flush();

        Assert.Equal([0x89, 2, 1, 2, 0x88, 4, 0x03, 0xE9, (byte)'n', (byte)'o'], _transport.TakeSent());
    }

    private static byte[] SendInPieces(byte[][] pieces, int first, int then)
    {
        var test = new OutboundQueueTests();
        var queue = new OutboundQueue(test._transport, maxBytes: 1000, maxBeginningBytes: 3000);
        test._transport.LimitRoom(first);
        foreach (var piece in pieces)
        {
            Assert.True(queue.TryAdd(piece));
        }

        Assert.True(queue.Flush());
        for (var round = 0; round < 30; round++)
        {
            test.Drain(queue, then);
        }

        Assert.True(queue.IsEmpty);
        return test._transport.TakeSent();
    }

    private void Drain(OutboundQueue queue, int room)
    {
        _transport.LimitRoom(room);
        foreach (var news in _owner.TakeAll())
        {
            Assert.Same(ConnectionMessage.Sent.Instance, news);
            Assert.True(queue.Continue());
        }
    }
}
