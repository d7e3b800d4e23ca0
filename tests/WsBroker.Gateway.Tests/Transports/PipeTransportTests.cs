using System.IO.Pipelines;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Peers;
using WsBroker.Gateway.Transports;
using WsBroker.TestKit;

namespace WsBroker.Gateway.Tests.Transports;

public sealed class PipeTransportTests : TransportContract
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly Pipe _input = new();
    private readonly Pipe _output = new();
    private int _aborts;
    private int _endings;

    private protected override TransportPair Pair { get; } = new PipePair();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(16 * 1024, 1)]
    [InlineData((16 * 1024) + 1, 2)]
    public void What_fits_into_one_record_of_TLS_is_flushed_once(int length, int flushes)
    {
        var output = new CountingWriter(_output.Writer);
        var transport = new PipeTransport(new Duplex(_input.Reader, output), Peer.Unknown, () => _aborts++);

        var status = transport.Send(new byte[length], out var sent);

        Assert.Equal((TransferStatus.Done, length, flushes), (status, sent, output.Flushes));
    }

    [Fact]
    public async Task The_end_of_a_stream_is_told_too()
    {
        var owner = new AwaitedOwner();
        var input = PipeReader.Create(Stream.Null, new StreamPipeReaderOptions(useZeroByteReads: true));
        var transport = new PipeTransport(new Duplex(input, _output.Writer), Peer.Unknown, () => _aborts++);
        transport.Attach(owner);

        transport.NotifyReadable();
        await owner.Told.WaitAsync(_patience);

        Assert.Equal(TransferStatus.Ended, transport.Receive(new byte[1], out _));
    }

    [Fact]
    public async Task What_was_told_the_end_is_released_without_being_aborted()
    {
        var transport = Create(() => Task.FromResult(_endings++));
        transport.Attach(new ActorProbe<Broker.Sessions.SessionMessage>());
        transport.NotifyReadable();

        transport.EndSending();
        transport.Close();
        var received = await transport.Released.WaitAsync(_patience);

        Assert.Null(received);
        Assert.Equal((1, 0), (_endings, _aborts));
    }

    [Fact]
    public async Task What_was_not_told_the_end_is_aborted_once()
    {
        var transport = Create(() => Task.CompletedTask);

        transport.Close();
        transport.Close();
        await transport.Released.WaitAsync(_patience);

        Assert.Equal(1, _aborts);
    }

    [Fact]
    public async Task A_peer_that_does_not_take_the_last_bytes_is_aborted()
    {
        var transport = Create(() => new TaskCompletionSource().Task);

        transport.EndSending();
        transport.Close();
        await transport.Released.WaitAsync(_patience);

        Assert.Equal(1, _aborts);
    }

    [Fact]
    public async Task What_is_given_back_is_neither_ended_nor_aborted()
    {
        var transport = Create(() => Task.FromResult(_endings++));
        await _input.Writer.WriteAsync(new byte[] { 1, 2, 3 });
        var buffer = new byte[2];
        transport.Receive(buffer, out _);

        using var seat = new Admissions(new AdmissionLimits(), TimeProvider.System).Enter(address: null)!;
        transport.GiveBack(Peer.Unknown, seat, buffer);
        var back = await transport.Released.WaitAsync(_patience);

        Assert.Equal([1, 2], back!.Received.ToArray());
        Assert.Equal((Peer.Unknown, seat), (back.Peer, back.Seat));
        Assert.True(_input.Reader.TryRead(out var rest));
        Assert.Equal((1, 0, 0), ((int)rest.Buffer.Length, _endings, _aborts));
    }

    [Fact]
    public void Where_sending_cannot_be_ended_alone_both_directions_end()
    {
        var owner = new ActorProbe<Broker.Sessions.SessionMessage>();
        var transport = Create(endSending: null);
        transport.Attach(owner);

        transport.EndSending();
        transport.NotifyReadable();

        Assert.Equal(TransferStatus.Ended, transport.Receive(new byte[1], out _));
    }

    private PipeTransport Create(Func<Task>? endSending) =>
        new(new Duplex(_input.Reader, _output.Writer), Peer.Unknown, () => _aborts++, endSending);

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class AwaitedOwner : Actors.ActorRef<Broker.Sessions.SessionMessage>
    {
        private readonly TaskCompletionSource _told = new();

        public Task Told => _told.Task;

        public override void Tell(Broker.Sessions.SessionMessage message) => _told.TrySetResult();
    }

    private sealed class CountingWriter(PipeWriter inner) : PipeWriter
    {
        public int Flushes { get; private set; }

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            Flushes++;
            return inner.FlushAsync(cancellationToken);
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);
    }
}
