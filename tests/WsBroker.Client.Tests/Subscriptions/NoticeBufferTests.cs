using WsBroker.Client.Connections;
using WsBroker.Client.Subscriptions;
using WsBroker.Client.Tests.Peers;

namespace WsBroker.Client.Tests.Subscriptions;

public sealed class NoticeBufferTests
{
    private readonly ReadGate _gate = new();
    private readonly NoticeBuffer _buffer;

    public NoticeBufferTests() => _buffer = new NoticeBuffer(
        new WsBrokerClientOptions { MaxBufferedBytes = 4 * 1256, MaxExcessBytes = 4 * 1256 }, _gate);

    [Fact]
    public void Closes_the_gate_at_its_bound_and_opens_it_at_half()
    {
        Add(3);
        Assert.True(_gate.IsOpen);
        Add(1);
        Assert.False(_gate.IsOpen);
        Take();
        Assert.False(_gate.IsOpen);
        Take();
        Assert.True(_gate.IsOpen);
    }

    [Fact]
    public void Has_room_for_the_excess_and_then_no_more()
    {
        Add(9);

        Assert.False(_buffer.TryAdd(Message()));
    }

    [Fact]
    public async Task Its_end_opens_the_gate_and_comes_behind_what_is_in()
    {
        Add(4);

        _buffer.End(new WsBrokerException(202, canRetry: false, "no"));

        Assert.True(_gate.IsOpen);
        for (var taken = 0; taken < 4; taken++)
        {
            Take();
        }

        var failure = await Assert.ThrowsAsync<WsBrokerException>(() => _buffer.Notices.WaitToReadAsync().Soon());
        Assert.Equal(202, failure.Code);
    }

    [Fact]
    public void What_comes_behind_its_end_does_not_close_the_gate()
    {
        _buffer.End(failure: null);

        Add(5);

        Assert.True(_gate.IsOpen);
    }

    private static Notice.Arrived Message() => new(
        new WsBrokerMessage { Topic = "a", Offset = 1, Kind = PayloadKind.Binary, Payload = new byte[1000] });

    private void Add(int count)
    {
        for (var added = 0; added < count; added++)
        {
            Assert.True(_buffer.TryAdd(Message()));
        }
    }

    private void Take()
    {
        Assert.True(_buffer.Notices.TryRead(out var notice));
        _buffer.Taken(notice);
    }
}
