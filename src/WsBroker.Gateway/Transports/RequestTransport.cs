using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Peers;

namespace WsBroker.Gateway.Transports;

/// <summary>
/// A WebSocket, or a stream of events, that is asked for by a request which an HTTP server has read: a stream of HTTP/2 (RFC 8441), or a connection
/// that has served other requests before.
/// </summary>
/// <remarks>
/// To its owner it is a connection like any other: the request comes first, in HTTP/1.1, and is answered in HTTP/1.1. The
/// server translates both ways, so that the same rules hold, and the same answers are given, on every way in. Once the
/// request is accepted and the server has said so to the client, bytes go through what <see cref="TryOpen"/> was given.
/// </remarks>
/// <param name="head">The request's head, in HTTP/1.1.</param>
/// <param name="peer">Who is at the other end of the connection.</param>
public sealed class RequestTransport(ReadOnlyMemory<byte> head, Peer peer) : ITransport
{
    private readonly TaskCompletionSource<RequestOutcome> _outcome =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    // True: _pipes is there; false: it never will be
    private readonly TaskCompletionSource<bool> _opening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ReadOnlyMemory<byte> _head = head;
    private ActorRef<SessionMessage>? _owner;
    private volatile PipeTransport? _pipes;
    private bool _isAnswered;

    /// <inheritdoc/>
    public Peer Peer => peer;

    /// <summary>What becomes of the request, once the owner has decided.</summary>
    public Task<RequestOutcome> Outcome => _outcome.Task;

    /// <inheritdoc/>
    public void Attach(ActorRef<SessionMessage> owner) => _owner = owner;

    /// <summary>The client was told that its request is accepted: begins to move bytes. Thread-safe.</summary>
    /// <returns>False if the owner has closed meanwhile; then the pipes are still the caller's.</returns>
    public bool TryOpen(PipeTransport pipes)
    {
        ArgumentNullException.ThrowIfNull(pipes);
        pipes.Attach(_owner!);
        _pipes = pipes;
        return _opening.TrySetResult(true);
    }

    /// <inheritdoc/>
    public TransferStatus Receive(Span<byte> buffer, out int received)
    {
        if (!_head.IsEmpty)
        {
            received = Math.Min(_head.Length, buffer.Length);
            _head.Span[..received].CopyTo(buffer);
            _head = _head[received..];
            return TransferStatus.Done;
        }

        if (_opening.Task.IsCompleted && _pipes is { } pipes)
        {
            return pipes.Receive(buffer, out received);
        }

        received = 0;
        return _opening.Task.IsCompleted ? TransferStatus.Ended : TransferStatus.WouldBlock;
    }

    /// <inheritdoc/>
    public void NotifyReadable()
    {
        if (!_head.IsEmpty)
        {
            _owner!.Tell(ConnectionMessage.Readable.Instance);
        }
        else if (_opening.Task.IsCompleted && _pipes is { } pipes)
        {
            pipes.NotifyReadable();
        }
        else
        {
            _ = NotifyWhenOpenAsync();
        }
    }

    /// <inheritdoc/>
    public TransferStatus Send(ReadOnlySpan<byte> bytes, out int sent)
    {
        if (!_isAnswered)
        {
            sent = Answer(bytes);
            return sent == bytes.Length ? TransferStatus.Done : TransferStatus.WouldBlock;
        }

        if (_opening.Task.IsCompleted && _pipes is { } pipes)
        {
            return pipes.Send(bytes, out sent);
        }

        sent = 0;
        return _opening.Task.IsCompleted ? TransferStatus.Ended : TransferStatus.WouldBlock;
    }

    /// <inheritdoc/>
    public void SendLater(ReadOnlyMemory<byte> bytes) => _ = SendWhenOpenAsync(bytes);

    /// <inheritdoc/>
    public void EndSending()
    {
        if (!_opening.TrySetResult(false))
        {
            _pipes?.EndSending();
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
        _outcome.TrySetResult(RequestOutcome.Abandoned.Instance);
        if (!_opening.TrySetResult(false))
        {
            _pipes?.Close();
        }
    }

    /// <summary>The request asks for no WebSocket: the server may answer it. Nothing is asked of this transport any more.</summary>
    public void GiveBack() => _outcome.TrySetResult(RequestOutcome.GivenBack.Instance);

    /// <summary>Takes the answer, which comes before anything else and at once: its head if frames may follow, else all.</summary>
    private int Answer(ReadOnlySpan<byte> bytes)
    {
        _isAnswered = true;
        if (!bytes.StartsWith("HTTP/1.1 101 "u8) && !bytes.StartsWith("HTTP/1.1 200 "u8))
        {
            _outcome.TrySetResult(new RequestOutcome.Refused(bytes.ToArray()));
            return bytes.Length;
        }

        var length = bytes.IndexOf("\r\n\r\n"u8) + 4;
        _outcome.TrySetResult(new RequestOutcome.Accepted(bytes[..length].ToArray()));
        return length;
    }

    /// <summary>The owner asks again in a turn of its own, and then of the pipes.</summary>
    private async Task NotifyWhenOpenAsync()
    {
        await _opening.Task;
        _owner!.Tell(ConnectionMessage.Readable.Instance);
    }

    private async Task SendWhenOpenAsync(ReadOnlyMemory<byte> bytes)
    {
        if (await _opening.Task)
        {
            _pipes!.SendLater(bytes);
        }
        else
        {
            _owner!.Tell(ConnectionMessage.Broken.Instance);
        }
    }
}
