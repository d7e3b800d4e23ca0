using System.IO.Pipelines;
using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Peers;

namespace WsBroker.Gateway.Transports;

/// <summary>A pair of pipes, or a stream wrapped in them: what a TLS or HTTP/2 server has in place of a socket.</summary>
/// <remarks>
/// What has been sent lies in the pipe, and not yet in a socket: so whoever made the pipes keeps them until
/// <see cref="Released"/>, and then sees to it that the rest is sent.
/// </remarks>
/// <param name="pipe">Both directions. Nobody else uses them before <see cref="Released"/>.</param>
/// <param name="peer">Who is at the other end.</param>
/// <param name="abort">Ends what lies under the pipes at once; called once, and only if the peer was not told the end.</param>
/// <param name="endSending">
/// Tells the peer that nothing more will come, once all is in the pipe; null if that can't be told without ending both
/// directions, which is then done.
/// </param>
public sealed class PipeTransport(
    IDuplexPipe pipe, Peer peer, Action abort, Func<Task>? endSending = null) : ITransport
{
    /// <summary>
    /// What is put into the pipe before it is asked whether there is room for more; over TLS it is one record, the largest.
    /// </summary>
    private const int ChunkLength = 16 * 1024;

    /// <summary>How long the last bytes may take into the pipe after the owner has closed.</summary>
    // Nobody is left to ask, and what lies under the pipes would wait for a peer that does not read
    private static readonly TimeSpan _lastBytesTimeout = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource<GivenBack?> _released =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ActorRef<SessionMessage>? _owner;
    private Task _room = Task.CompletedTask;
    private Task _reading = Task.CompletedTask;
    private Task? _ending;
    private volatile bool _isTaken = true;
    private volatile bool _isBroken;
    private volatile bool _isInputEnded;
    private bool _isClosed;

    /// <inheritdoc/>
    public Peer Peer => peer;

    /// <summary>
    /// Ends when the pipes are no longer used: with null when the connection is over, or with what <see cref="GiveBack"/>
    /// was given.
    /// </summary>
    public Task<GivenBack?> Released => _released.Task;

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
            // A reader over a stream tells the end only to those who wait
            return OfNothing(_isInputEnded);
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
    public void NotifyReadable() => _reading = AwaitBytesAsync();

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
    public void EndSending() => _ending = EndSendingAsync();

    /// <inheritdoc/>
    public void Close()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _ = ReleaseAsync();
        }
    }

    /// <summary>The connection is for another: ends the use of the pipes without ending them. Nothing is asked any more.</summary>
    /// <param name="peer">Who is at the other end.</param>
    /// <param name="seat">The connection's; it goes with the connection.</param>
    /// <param name="received">All that has been received; copied.</param>
    public void GiveBack(Peer peer, Seat seat, ReadOnlySpan<byte> received)
    {
        _isClosed = true;
        _released.TrySetResult(new GivenBack(peer, seat, received.ToArray()));
    }

    private static TransferStatus OfNothing(bool isCompleted) =>
        isCompleted ? TransferStatus.Ended : TransferStatus.WouldBlock;

    private async Task AwaitBytesAsync()
    {
        try
        {
            var read = await pipe.Input.ReadAsync();
            _isInputEnded = read.IsCompleted && read.Buffer.IsEmpty;
            pipe.Input.AdvanceTo(read.Buffer.Start);
        }
        catch (Exception broken) when (IsEnd(broken))
        {
            _isBroken = true;
        }

        _owner!.Tell(ConnectionMessage.Readable.Instance);
    }

    private async Task ReleaseAsync()
    {
        if (_ending is null || await Task.WhenAny(_ending, Task.Delay(_lastBytesTimeout)) != _ending)
        {
            abort();
        }

        pipe.Input.CancelPendingRead();
        await _reading;
        _released.TrySetResult(null);
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
        try
        {
            await (endSending ?? EndBothAsync)();
        }
        catch (Exception broken) when (IsEnd(broken))
        {
            _isTaken = false;
        }
    }

    private Task EndBothAsync()
    {
        _isBroken = true;
        pipe.Input.CancelPendingRead();
        return Task.CompletedTask;
    }

    /// <summary>How pipes and the streams under them tell that a connection is over, or that we closed it while they waited.</summary>
    private static bool IsEnd(Exception broken) =>
        broken is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;
}
