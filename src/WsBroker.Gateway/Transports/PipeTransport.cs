using System.IO.Pipelines;
using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Peers;

namespace WsBroker.Gateway.Transports;

/// <summary>A pair of pipes, or a stream wrapped in them: what a TLS or HTTP/2 server has in place of a socket.</summary>
/// <param name="pipe">Both directions. Nobody else uses them any more.</param>
/// <param name="peer">Who is at the other end.</param>
/// <param name="abort">Ends what lies under the pipes at once; called once.</param>
public sealed class PipeTransport(IDuplexPipe pipe, Peer peer, Action abort) : ITransport
{
    /// <summary>What is put into the pipe before it is asked whether there is room for more.</summary>
    private const int ChunkLength = 16 * 1024;

    private ActorRef<SessionMessage>? _owner;
    private Task _room = Task.CompletedTask;
    private volatile bool _isTaken = true;
    private volatile bool _isBroken;
    private bool _isClosed;

    /// <inheritdoc/>
    public Peer Peer => peer;

    /// <inheritdoc/>
    public void Attach(ActorRef<SessionMessage> owner) => _owner = owner;

    /// <inheritdoc/>
    public TransferStatus Receive(Span<byte> buffer, out int received)
    {
        received = 0;
        if (_isBroken || _isClosed)
        {
            return TransferStatus.Ended;
        }

        if (!pipe.Input.TryRead(out var read))
        {
            return TransferStatus.WouldBlock;
        }

        var taken = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, buffer.Length));
        foreach (var part in taken)
        {
            part.Span.CopyTo(buffer[received..]);
            received += part.Length;
        }

        pipe.Input.AdvanceTo(taken.End);
        return received > 0 ? TransferStatus.Done : OfNothing(read.IsCompleted);
    }

    /// <inheritdoc/>
    public void NotifyReadable() => _ = AwaitBytesAsync();

    /// <inheritdoc/>
    public TransferStatus Send(ReadOnlySpan<byte> bytes, out int sent)
    {
        sent = 0;
        while (sent < bytes.Length)
        {
            if (!_room.IsCompleted)
            {
                return TransferStatus.WouldBlock;
            }

            if (!_isTaken || _isClosed)
            {
                return TransferStatus.Ended;
            }

            var chunk = bytes.Slice(sent, Math.Min(ChunkLength, bytes.Length - sent));
            chunk.CopyTo(pipe.Output.GetSpan(chunk.Length));
            pipe.Output.Advance(chunk.Length);
            sent += chunk.Length;
            _room = FlushAsync();
        }

        return TransferStatus.Done;
    }

    /// <inheritdoc/>
    public void SendLater(ReadOnlyMemory<byte> bytes) => _ = SendAllAsync(bytes);

    /// <inheritdoc/>
    public void EndSending() => _ = EndSendingAsync();

    /// <inheritdoc/>
    public void Close()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            abort();
        }
    }

    private static TransferStatus OfNothing(bool isCompleted) =>
        isCompleted ? TransferStatus.Ended : TransferStatus.WouldBlock;

    private async Task AwaitBytesAsync()
    {
        try
        {
            var read = await pipe.Input.ReadAsync();
            pipe.Input.AdvanceTo(read.Buffer.Start);
        }
        catch (Exception broken) when (IsEnd(broken))
        {
            _isBroken = true;
        }

        _owner!.Tell(ConnectionMessage.Readable.Instance);
    }

    /// <summary>Ends when there is room for more, or nobody to take it.</summary>
    private async Task FlushAsync()
    {
        try
        {
            var flushed = await pipe.Output.FlushAsync();
            _isTaken = !flushed.IsCompleted;
        }
        catch (Exception broken) when (IsEnd(broken))
        {
            _isTaken = false;
        }
    }

    private async Task SendAllAsync(ReadOnlyMemory<byte> bytes)
    {
        await _room;
        while (_isTaken && !_isClosed && bytes.Length > 0)
        {
            Send(bytes.Span, out var sent);
            bytes = bytes[sent..];
            await _room;
        }

        _owner!.Tell(bytes.IsEmpty && _isTaken ? ConnectionMessage.Sent.Instance : ConnectionMessage.Broken.Instance);
    }

    private async Task EndSendingAsync()
    {
        await _room;
        await pipe.Output.CompleteAsync();
    }

    /// <summary>How pipes and the streams under them tell that a connection is over, or that we closed it while they waited.</summary>
    private static bool IsEnd(Exception broken) =>
        broken is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;
}
