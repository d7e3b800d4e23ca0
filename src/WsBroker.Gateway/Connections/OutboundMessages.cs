using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Compression;
using WsBroker.Protocols;
using WsBroker.WebSockets;
using WsBroker.WebSockets.Framing;

namespace WsBroker.Gateway.Connections;

/// <summary>Messages on their way to one client: framed, compressed if that was agreed on, and held while it does not keep up.</summary>
/// <remarks>Belongs to one connection's actor.</remarks>
/// <param name="environment">What connections share.</param>
/// <param name="owner">The connection.</param>
/// <param name="queue">Takes the frames.</param>
/// <param name="dialect">How they are written.</param>
/// <param name="compression">What was agreed on, or null.</param>
/// <param name="rewriter">What else changes what is delivered, or null; a dialect that it is for knows no compression.</param>
internal sealed class OutboundMessages(
    ConnectionEnvironment environment,
    ActorRef<SessionMessage> owner,
    OutboundQueue queue,
    Dialect dialect,
    OutboundCompression? compression,
    DeliveryRewriter? rewriter)
{
    private Lag? _lag;

    /// <summary>Changes what is delivered before it is sent; null if it is sent as it comes.</summary>
    public DeliveryRewriter? Rewriter => compression?.Rewriter ?? rewriter;

    /// <summary>Whether something is held back until there is room.</summary>
    [MemberNotNullWhen(true, nameof(_lag))]
    public bool IsHolding => _lag is { Held.IsEmpty: false };

    /// <summary>Adds a control frame.</summary>
    /// <returns>False if there is no room.</returns>
    public bool TryAdd(Opcode opcode, ReadOnlySpan<byte> payload) => queue.TryAdd(dialect.Frame(opcode, payload));

    /// <summary>Adds an answer, if there is any.</summary>
    /// <returns>False if there is no room.</returns>
    public bool TryAddAnswer(ArrayBufferWriter<byte> answer, bool mayBeCompressed = true) =>
        answer.WrittenCount == 0 || queue.TryAdd(Frame(Opcode.Text, answer.WrittenSpan, mayBeCompressed));

    /// <summary>Adds the client's own message.</summary>
    public void AddBack(Opcode opcode, ReadOnlySpan<byte> message) => queue.Add(Frame(opcode, message));

    /// <summary>
    /// Delivers what a subscription begins with, and what the client may lose some of: at once if it goes soon, else when there is room, or
    /// not at all.
    /// </summary>
    /// <returns>False if not even what is lost can be told.</returns>
    public bool TryOffer(SessionEvent.Delivered delivery)
    {
        if (delivery.Parts is null)
        {
            return queue.TryAddBeginning(Rewrite(delivery));
        }

        if (!IsHolding && queue.HasRoom(delivery.Bytes.Length))
        {
            queue.Add(Rewrite(delivery));
            return true;
        }

        return TakeLag().Held.TryAdd(delivery.Parts!);
    }

    /// <summary>Holds news that must not be told before what is held.</summary>
    /// <returns>False if there is no room.</returns>
    public bool TryHold(SessionEvent news) => TakeLag().Held.TryAdd(news);

    /// <summary>Delivers what is held, as far as there is room.</summary>
    /// <param name="write">Writes what is no delivery; says how the conversation ends, or null.</param>
    public Ending? TellHeld(Func<SessionEvent, Ending?> write)
    {
        while (IsHolding && queue.HasRoom(_lag.Held.NextLength))
        {
            var next = _lag.Held.Take();
            if (next is SessionEvent.Delivered delivery)
            {
                queue.Add(Rewrite(delivery));
            }
            else if (write(next) is { } ending)
            {
                return ending;
            }
        }

        return null;
    }

    /// <summary>A turn ends: takes note if the client does not keep up.</summary>
    public void NoteLag(TimeProvider time)
    {
        if (_lag is not null || queue.IsWaiting)
        {
            TakeLag().Note(time);
        }
    }

    /// <summary>It is time to look whether a client that did not keep up reads at all.</summary>
    /// <returns>Whether it is overdue.</returns>
    public bool IsOverdue(TimeProvider time)
    {
        if (queue.IsWaiting)
        {
            return TakeLag().IsOverdue(time);
        }

        EndLag();
        return false;
    }

    /// <summary>Nothing is told any more.</summary>
    public void End()
    {
        EndLag();
        compression?.Dispose();
    }

    private Lag TakeLag() => _lag ??= new Lag(environment, owner, queue);

    private void EndLag()
    {
        _lag?.End();
        _lag = null;
    }

    private ReadOnlyMemory<byte> Rewrite(SessionEvent.Delivered delivery) => Rewriter?.Rewrite(delivery.Bytes.Span) ?? delivery.Bytes;

    private ReadOnlyMemory<byte> Frame(Opcode opcode, ReadOnlySpan<byte> message, bool mayBeCompressed = true)
    {
        if (compression is null || !mayBeCompressed)
        {
            return dialect.Frame(opcode, message);
        }

        var frame = new ArrayBufferWriter<byte>(FrameReader.MaxHeaderLength + message.Length);
        compression.Write(frame, opcode, message);
        return frame.WrittenMemory;
    }
}
