using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Listening;
using WsBroker.Gateway.Peers;
using WsBroker.Gateway.Transports;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Handshake;
using WsBroker.WebSockets.Messages;
using static WsBroker.Gateway.Connections.ConnectionMessage;
using static WsBroker.Gateway.Connections.ConnectionState;

namespace WsBroker.Gateway.Connections;

/// <summary>One client's connection, from its first byte to its last.</summary>
/// <remarks>
/// Its whole life is the table in <see cref="Receive"/>. What a turn adds to the outbound queue goes out with one send when
/// the turn ends. It is never restarted: what it had told the client cannot be taken up again.
/// </remarks>
internal sealed class ConnectionActor(
    ITransport transport, Peer peer, Seat seat, ConnectionEnvironment environment, ActorRef<ListenerMessage> listener)
    : Actor<SessionMessage>
{
    // Who is shed in the midst of more cannot be told so: it would be kept until the client has read it, and is what there is too much of
    private const int MostKeptOfShed = 8 * 1024;

    private readonly ITransport _transport = transport;
    private readonly Seat _seat = seat;
    private readonly ConnectionEnvironment _environment = environment;
    private readonly ActorRef<ListenerMessage> _listener = listener;
    private readonly OutboundQueue _outbound = new(transport, environment.Connection.MaxQueuedBytes, environment.Connection.MaxBeginningBytes);
    private ConnectionState _state = new Handshaking(new Arrival(peer, seat, environment));
    private Deadline _deadline;
    private bool _isAwaitingBytes;

    private ConnectionOptions Options => _environment.Connection;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _environment.Metrics.ConnectionStarted();
        _transport.Attach(Context.Self);
        SetDeadline(_seat.Refusal is UpgradeRefusal.None ? Options.HandshakeTimeout : Options.LingerTimeout);
        AwaitBytes();
    }

    /// <inheritdoc/>
    protected override void Receive(SessionMessage message)
    {
        _isAwaitingBytes &= message is not Readable;
        _state = (_state, message) switch
        {
            (var now, DeadlinePassed late) when !_deadline.IsThis(late) => now,

            (Handshaking now, Readable) => ReadHead(now),
            (Handshaking, DeadlinePassed) => Refuse(_seat.RefusalOr(UpgradeRefusal.HandshakeTimeout)),
            (Handshaking, Disconnect or TakeLeave) => Refuse(UpgradeRefusal.Draining),

            (Open now, SessionEvent.Delivered delivery) => Deliver(now, delivery),
            (Open now, Readable) => ReadMessages(now),
            (Open now, SessionEvent.DeadlineChanged) => CheckTime(now),
            (Open now, SessionEvent news) => GoOn(now, now.Conversation.Tell(news)),
            (Open now, DeadlinePassed) => CheckTime(now),
            (Open now, SendDue) => GoOn(now, now.Conversation.CheckLag(Context.Time)),
            (Open now, Disconnect order) => StartClosing(now, order.Reason),
            (Open now, TakeLeave order) => GoOn(now, now.Conversation.TakeLeave(order.ComeBackAfter)),
            (Open now, Ask question) => GoOn(now, now.Conversation.Answer(question)),
            (_, Ask question) => question.Pass(_state),

            (Closing now, Readable) => AwaitCloseFrame(now),
            (Closing now, DeadlinePassed) => End(now.Reason),

            (Finishing now, Readable) => Discard(now),
            (Finishing now, DeadlinePassed) => End(now.Reason),

            (Lingering now, Readable) => AwaitEnd(now),
            (Lingering now, DeadlinePassed) => End(now.Reason),

            (not Ended, Sent) => GoOnSending(),
            (not Ended, Broken) => End(EndReason.ClientVanished),

            // Crossed with the end of the state that it was meant for
            (var now, SendDue) => now,
            (Closing or Finishing or Lingering, SessionEvent or Disconnect or TakeLeave) or (Ended, _) => _state,
            (var now, _) => throw new InvalidOperationException($"{message.GetType().Name} while {now.GetType().Name}"),
        };
    }

    /// <inheritdoc/>
    protected override void TurnEnded()
    {
        if (_state is Ended)
        {
            // Nothing is ours any more
        }
        else if (!_outbound.Flush())
        {
            _state = End(EndReason.ClientVanished);
        }
        else
        {
            (_state as Open)?.Conversation.NoteLag(Context.Time);
            GoOn();
        }
    }

    /// <inheritdoc/>
    protected override void PostStop(Exception? failure)
    {
        _listener.Tell(ListenerMessage.ConnectionGone.Instance);
        if (_state is Ended)
        {
            return;
        }

        var reason = failure is null ? EndReason.Overloaded : EndReason.Failed;
        if (_state is Open open)
        {
            // What can go goes first: the answer to the handshake may be part of it
            _outbound.Flush();
            _outbound.DropUnsent();
            AddClose(open, reason.CloseCode(), reason.Sentence());
            EndSending();
        }
        else if (_state is Handshaking && failure is not null)
        {
            Refuse(UpgradeRefusal.Failed);
            EndSending();
        }

        End(reason);
    }

    private void GoOn()
    {
        if (_state is Finishing finishing && _outbound.IsEmpty)
        {
            _transport.EndSending();
            _state = new Lingering(finishing.Reason);
            AwaitBytes();
        }
        else if (!_isAwaitingBytes && _state is Open { Conversation: { IsHeldBack: false } conversation })
        {
            // Asked only here, when all that could go has gone: a client that waits for its answers is not read
            AwaitBytes(conversation.HasUnheard);
        }
    }

    private ConnectionState ReadHead(Handshaking now)
    {
        if (!_transport.TryReceive(out var arrived))
        {
            return End(EndReason.ClientVanished);
        }

        return now.Arrival.Hear(arrived, out var rest) switch
        {
            null => AwaitBytes(now),
            HandshakeOutcome.Accepted accepted => Accept(accepted, rest),
            HandshakeOutcome.Refused refused => Refuse(refused),
            _ => HandOver(now.Arrival.Peer, rest),
        };
    }

    private ConnectionState Accept(HandshakeOutcome.Accepted accepted, Span<byte> rest)
    {
        // Goes out when the turn ends: what a client does that knows it is connected must find it subscribed
        var agreement = accepted.Dialect.HasExtensions ? _environment.Compression?.Agree(accepted.Request.Extensions) : null;
        _outbound.AddAnswer(HandshakeAnswer.To(accepted, agreement, Context.Time.GetUtcNow()));

        // The state from here on, so that a failure below ends the subscriptions too
        var conversation = new Conversation(accepted, agreement, _environment, Context.Self, _outbound, _seat, Context.Time.GetUtcNow());
        _state = new Open(conversation);
        SetDeadline(conversation.UntilNextLook(Context.Time.GetUtcNow(), Options.CheckInterval));
        return GoOn((Open)_state, conversation.Begin() ?? conversation.Hear(rest, Context.Time.GetTimestamp()));
    }

    private ConnectionState HandOver(Peer peer, ReadOnlySpan<byte> received) =>
        _environment.Http.TryTake(_transport, peer, _seat, received)
            ? Finish(EndReason.HandedOver)
            : Refuse(UpgradeRefusal.UnknownPath);

    private Finishing Refuse(UpgradeRefusal refusal) => Refuse(new HandshakeOutcome.Refused(refusal));

    private Finishing Refuse(HandshakeOutcome.Refused refused)
    {
        _environment.Logger.HandshakeRefused(refused.Peer ?? _transport.Peer, refused.Refusal);
        _environment.Metrics.HandshakeRefused(refused.Refusal);
        _outbound.AddAnswer(HandshakeAnswer.To(refused, _environment.Dialects, Context.Time.GetUtcNow()));
        SetDeadline(Options.LingerTimeout);
        return new Finishing(EndReason.HandshakeRefused);
    }

    private ConnectionState ReadMessages(Open now)
    {
        var input = now.Conversation.TakeUnheard();
        return input.IsEmpty && !_transport.TryReceive(out input)
            ? End(EndReason.ClientVanished)
            : GoOn(now, now.Conversation.Hear(input, Context.Time.GetTimestamp()));
    }

    /// <summary>The broker's hottest path: it touches the queue, and a context if there is one, and nothing else of the connection.</summary>
    private ConnectionState Deliver(Open now, SessionEvent.Delivered delivery) =>
        delivery.Parts is not null || delivery.IsBeginning ? GoOn(now, now.Conversation.Offer(delivery))
        : _outbound.TryAdd(now.Rewriter?.Rewrite(delivery.Bytes.Span) ?? delivery.Bytes) ? now
        : StartClosing(now, EndReason.SlowConsumer);

    private ConnectionState GoOnSending()
    {
        (_state as Open)?.Conversation.NoteReading(Context.Time.GetTimestamp());
        if (!_outbound.Continue())
        {
            return End(EndReason.ClientVanished);
        }

        return _state is Open now ? GoOn(now, now.Conversation.TellHeld()) : _state;
    }

    private ConnectionState CheckTime(Open now)
    {
        var ending = now.Conversation.CheckTime(Context.Time, out var next);
        if (ending is null)
        {
            SetDeadline(next);
        }

        return GoOn(now, ending);
    }

    private ConnectionState GoOn(Open now, Ending? ending) => ending switch
    {
        Ending.ByUs byUs => StartClosing(now, byUs.Reason),
        Ending.ByClient byClient => AnswerClose(now, byClient),
        Ending.ByViolation byViolation => Fail(now, byViolation),
        _ => now,
    };

    private ConnectionState StartClosing(Open now, EndReason reason)
    {
        if (reason is EndReason.Shed && _outbound.KeptIfDropped > MostKeptOfShed)
        {
            return End(reason);
        }

        now.Conversation.Leave();
        if (reason.DropsWhatWaits())
        {
            _outbound.DropUnsent();
        }

        AddClose(now, reason.CloseCode(), reason.Sentence());
        SetDeadline(Options.CloseTimeout);
        return SeekCloseFrame(new Closing(reason, now.Conversation.Reader), now.Conversation.TakeUnheard());
    }

    /// <summary>The client closes: the same code goes back, and the server is the first to end TCP (RFC 6455 §5.5.1, §7.1.1).</summary>
    private Finishing AnswerClose(Open now, Ending.ByClient ending) =>
        EndConversation(now, EndReason.ClientClosed, ending.Code, text: "", isForGood: ending.IsWanted);

    /// <summary>The client broke a rule: it is told, and not listened to any more (RFC 6455 §7.1.7).</summary>
    private Finishing Fail(Open now, Ending.ByViolation ending)
    {
        var (code, reason) = ending.Violation;
        _environment.Logger.ProtocolViolated(reason, code);
        return EndConversation(now, EndReason.ProtocolViolation, code, reason.ToString());
    }

    private Finishing EndConversation(Open now, EndReason reason, CloseCode code, string text, bool isForGood = false)
    {
        now.Conversation.Leave(isForGood);
        AddClose(now, code, text);
        return Finish(reason, now.Conversation.Reader);
    }

    private ConnectionState AwaitCloseFrame(Closing now) =>
        _transport.TryReceive(out var input) ? SeekCloseFrame(now, input) : End(now.Reason);

    private ConnectionState SeekCloseFrame(Closing now, Span<byte> input) =>
        now.HasBeenAnswered(input) ? Finish(now.Reason, now.Reader) : AwaitBytes(now);

    /// <summary>A client that has ended its side may still read what is on its way, so its end is not ours here.</summary>
    private Finishing Discard(Finishing now) => _transport.TryReceive(out _) ? AwaitBytes(now) : now;

    private ConnectionState AwaitEnd(Lingering now) => _transport.TryReceive(out _) ? AwaitBytes(now) : End(now.Reason);

    private Finishing Finish(EndReason reason, IMessageReader reader)
    {
        reader.Dispose();
        SetDeadline(Options.CloseTimeout);
        AwaitBytes();
        return new Finishing(reason);
    }

    private Ended End(EndReason reason)
    {
        _state.Release();
        _transport.Close();
        return Finish(reason);
    }

    private Ended Finish(EndReason reason)
    {
        _environment.Logger.ConnectionEnded(reason);
        _environment.Metrics.ConnectionEnded(reason);
        if (reason is not EndReason.HandedOver)
        {
            _seat.Dispose();
        }

        Context.StopSelf();
        return Ended.Instance;
    }

    private void AddClose(Open now, CloseCode code, string text) =>
        _outbound.Add(now.Conversation.Reader.Dialect.CloseFrame(code, text));

    private void EndSending()
    {
        _outbound.Flush();
        _transport.EndSending();
    }

    private void SetDeadline(TimeSpan after) => _environment.Wheel.Arm(Context.Self, _deadline.Next(), after);

    private TState AwaitBytes<TState>(TState now)
        where TState : ConnectionState
    {
        AwaitBytes();
        return now;
    }

    private void AwaitBytes(bool areThere = false)
    {
        if (_isAwaitingBytes)
        {
            return;
        }

        _isAwaitingBytes = true;
        if (areThere)
        {
            Context.Self.Tell(Readable.Instance);
        }
        else
        {
            _transport.NotifyReadable();
        }
    }
}
