using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text;
using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Peers;
using WsBroker.Gateway.Transports;

namespace WsBroker.Gateway.Tests.Transports;

public sealed class RequestTransportTests : TransportContract
{
    private const string Accepting = "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Protocol: p\r\n\r\n";
    private const string Refusing = "HTTP/1.1 403 Forbidden\r\nContent-Length: 3\r\n\r\nno\n";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly RequestTransport _transport = new("GET /a HTTP/1.1\r\n\r\n"u8.ToArray(), Peer.Unknown);
    private readonly Owner _owner = new();
    private readonly Pipe _input = new();
    private readonly Pipe _output = new();

    private protected override TransportPair Pair { get; } = new RequestPair();

    [Fact]
    public void The_request_comes_first_in_pieces_as_large_as_the_buffer()
    {
        _transport.Attach(_owner);
        var text = new StringBuilder();
        var buffer = new byte[4];

        _transport.NotifyReadable();
        while (_transport.Receive(buffer, out var received) is TransferStatus.Done)
        {
            text.Append(Encoding.ASCII.GetString(buffer, 0, received));
        }

        Assert.Equal("GET /a HTTP/1.1\r\n\r\n", text.ToString());
        Assert.Same(ConnectionMessage.Readable.Instance, _owner.Next());
    }

    [Fact]
    public async Task Frames_right_behind_the_answer_wait_until_the_client_was_told()
    {
        Read();

        var status = _transport.Send(Encoding.ASCII.GetBytes(Accepting + "frames"), out var sent);
        var outcome = Assert.IsType<RequestOutcome.Accepted>(await _transport.Outcome.WaitAsync(_patience));
        _transport.SendLater("frames"u8.ToArray());
        Assert.True(_transport.TryOpen(Pipes()));

        Assert.Equal((TransferStatus.WouldBlock, Accepting.Length), (status, sent));
        Assert.Equal(Accepting, Encoding.ASCII.GetString(outcome.Answer.Span));
        Assert.Same(ConnectionMessage.Sent.Instance, _owner.Next());
        Assert.Equal("frames", await ReadAsync(6));
    }

    [Fact]
    public async Task Who_waits_for_bytes_is_told_when_they_can_come()
    {
        Read();
        _transport.Send(Encoding.ASCII.GetBytes(Accepting), out _);
        _transport.NotifyReadable();
        await _input.Writer.WriteAsync("in"u8.ToArray());

        Assert.Equal(TransferStatus.WouldBlock, _transport.Receive(new byte[9], out _));
        Assert.True(_transport.TryOpen(Pipes()));

        Assert.Same(ConnectionMessage.Readable.Instance, _owner.Next());
        Assert.Equal(TransferStatus.Done, _transport.Receive(new byte[9], out var received));
        Assert.Equal(2, received);
    }

    [Fact]
    public async Task A_refusal_is_taken_whole_and_then_it_is_over()
    {
        Read();

        var status = _transport.Send(Encoding.ASCII.GetBytes(Refusing), out var sent);
        _transport.NotifyReadable();
        _transport.EndSending();

        var outcome = Assert.IsType<RequestOutcome.Refused>(await _transport.Outcome.WaitAsync(_patience));
        Assert.Equal((TransferStatus.Done, Refusing.Length), (status, sent));
        Assert.Equal(Refusing, Encoding.ASCII.GetString(outcome.Answer.Span));
        Assert.Same(ConnectionMessage.Readable.Instance, _owner.Next());
        Assert.Equal(TransferStatus.Ended, _transport.Receive(new byte[1], out _));
    }

    [Fact]
    public async Task A_request_that_is_given_back_is_the_servers()
    {
        Read();

        _transport.GiveBack();

        Assert.IsType<RequestOutcome.GivenBack>(await _transport.Outcome.WaitAsync(_patience));
    }

    [Fact]
    public async Task A_request_without_an_answer_is_abandoned()
    {
        Read();

        _transport.Close();

        Assert.IsType<RequestOutcome.Abandoned>(await _transport.Outcome.WaitAsync(_patience));
    }

    [Fact]
    public void Who_closes_before_the_client_was_told_wants_no_pipes()
    {
        Read();
        _transport.Send(Encoding.ASCII.GetBytes(Accepting), out _);
        _transport.SendLater("frames"u8.ToArray());

        _transport.Close();

        Assert.False(_transport.TryOpen(Pipes()));
        Assert.Same(ConnectionMessage.Broken.Instance, _owner.Next());
    }

    private void Read()
    {
        _transport.Attach(_owner);
        _transport.Receive(new byte[100], out _);
    }

    private PipeTransport Pipes() =>
        new(new Duplex(_input.Reader, _output.Writer), Peer.Unknown, () => _output.Writer.Complete());

    private async Task<string> ReadAsync(int count)
    {
        var read = await _output.Reader.ReadAtLeastAsync(count);
        return Encoding.ASCII.GetString(read.Buffer);
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class Owner : ActorRef<SessionMessage>
    {
        private readonly BlockingCollection<SessionMessage> _told = [];

        public override void Tell(SessionMessage message) => _told.Add(message);

        public SessionMessage Next() =>
            _told.TryTake(out var message, _patience) ? message : throw new TimeoutException("The owner was told nothing.");
    }
}
