using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Transports;

namespace WsBroker.Gateway.Tests.Transports;

/// <summary>What every <see cref="ITransport"/> promises its owner.</summary>
public abstract class TransportContract : IDisposable
{
    private readonly AwaitedProbe<SessionMessage> _owner = new();

    private protected abstract TransportPair Pair { get; }

    private ITransport Transport => Pair.Transport;

    [Fact]
    public void Nothing_to_receive_would_block()
    {
        Transport.Attach(_owner);

        Assert.Equal(TransferStatus.WouldBlock, Transport.Receive(new byte[10], out var received));
        Assert.Equal(0, received);
    }

    [Fact]
    public void Bytes_that_have_come_are_told_once_and_received()
    {
        Transport.Attach(_owner);
        Transport.NotifyReadable();
        Pair.Write([1, 2, 3]);
        Assert.Same(ConnectionMessage.Readable.Instance, _owner.Next());

        var buffer = new byte[10];
        var status = Transport.Receive(buffer, out var received);

        Assert.Equal((TransferStatus.Done, 3), (status, received));
        Assert.Equal([1, 2, 3], buffer[..3]);
        Assert.Equal(TransferStatus.WouldBlock, Transport.Receive(buffer, out _));
        Assert.True(_owner.IsEmpty);
    }

    [Fact]
    public void What_does_not_fit_into_the_buffer_is_there_for_the_next_call()
    {
        Transport.Attach(_owner);
        Pair.Write([1, 2, 3]);
        Transport.NotifyReadable();
        _owner.Next();

        var buffer = new byte[2];
        Transport.Receive(buffer, out var first);
        Transport.Receive(buffer.AsSpan(0, 1), out var second);

        Assert.Equal((2, 1), (first, second));
        Assert.Equal([3, 2], buffer);
    }

    [Fact]
    public void The_end_of_the_peer_is_told_after_its_last_bytes()
    {
        Transport.Attach(_owner);
        Pair.Write([1]);
        Pair.End();
        Transport.NotifyReadable();
        _owner.Next();
        var buffer = new byte[10];
        Assert.Equal(TransferStatus.Done, Transport.Receive(buffer, out _));

        Transport.NotifyReadable();
        _owner.Next();

        Assert.Equal(TransferStatus.Ended, Transport.Receive(buffer, out var received));
        Assert.Equal(0, received);
    }

    [Fact]
    public void Sending_goes_on_after_the_peer_has_ended_its_side()
    {
        Transport.Attach(_owner);
        Pair.End();

        Assert.Equal(TransferStatus.Done, Transport.Send([1, 2], out var sent));

        Assert.Equal(2, sent);
        Assert.Equal([1, 2], Pair.Read(2));
    }

    [Fact]
    public void Done_means_that_all_went_and_nothing_is_lost_or_doubled_when_it_did_not()
    {
        Transport.Attach(_owner);
        Pair.Stall();
        var bytes = new byte[4 * 1024 * 1024];
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] = (byte)(at * 31 >> 3);
        }

        var status = Transport.Send(bytes, out var sent);
        Assert.Equal(TransferStatus.WouldBlock, status);
        Assert.InRange(sent, 0, bytes.Length - 1);
        Transport.SendLater(bytes.AsMemory(sent));
        var read = Pair.Read(bytes.Length);

        Assert.Same(ConnectionMessage.Sent.Instance, _owner.Next());
        Assert.True(bytes.AsSpan().SequenceEqual(read));
        Assert.Equal(TransferStatus.Done, Transport.Send([1], out _));
    }

    [Fact]
    public void The_peer_reads_to_the_end_after_sending_was_ended_and_may_still_send()
    {
        Transport.Attach(_owner);
        Transport.Send([1], out _);

        Transport.EndSending();
        Pair.Write([2]);
        Transport.NotifyReadable();
        _owner.Next();

        Assert.Equal([1], Pair.ReadToEnd());
        Assert.Equal(TransferStatus.Done, Transport.Receive(new byte[1], out _));
    }

    [Fact]
    public void A_connection_that_breaks_ends_what_waits()
    {
        Transport.Attach(_owner);
        Pair.Stall();
        var bytes = new byte[4 * 1024 * 1024];
        Transport.Send(bytes, out var sent);
        Transport.SendLater(bytes.AsMemory(sent));

        Pair.Reset();

        Assert.Same(ConnectionMessage.Broken.Instance, _owner.Next());
        Transport.NotifyReadable();
        Assert.Same(ConnectionMessage.Readable.Instance, _owner.Next());
        Assert.Equal(TransferStatus.Ended, Transport.Receive(new byte[10], out _));
    }

    [Fact]
    public void May_be_closed_twice()
    {
        Transport.Attach(_owner);

        Transport.Close();
        Transport.Close();

        Assert.Empty(Pair.ReadToEnd());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Transport.Close();
        Pair.Dispose();
        GC.SuppressFinalize(this);
    }
}
