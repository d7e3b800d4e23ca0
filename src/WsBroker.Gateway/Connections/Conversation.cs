using System.Buffers;
using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Compression;
using WsBroker.Protocols;
using WsBroker.WebSockets.Framing;
using WsBroker.WebSockets.Messages;

namespace WsBroker.Gateway.Connections;

/// <summary>An open WebSocket as messages: the client's frames in, events and answers out.</summary>
/// <remarks>Belongs to one connection's actor. Every method gives null while the conversation goes on, or how it ends.</remarks>
internal sealed class Conversation
{
    private readonly ConnectionEnvironment _environment;
    private readonly OutboundQueue _queue;
    private readonly OutboundMessages _outbound;
    private readonly Session _session;
    private readonly ClientProtocol _protocol;
    private Liveness _liveness = new();
    private byte[]? _unheard;
    private int _mistakes;
    private bool _isLeaving;
    private bool _isAtDoor;

    /// <summary>Prepares what <see cref="Begin"/> begins.</summary>
    /// <param name="accepted">The client's request.</param>
    /// <param name="agreement">What was agreed on about compression, or null.</param>
    /// <param name="environment">What connections share.</param>
    /// <param name="owner">The connection.</param>
    /// <param name="queue">Takes what the client is told.</param>
    /// <param name="seat">The connection's.</param>
    /// <param name="now">The time.</param>
    public Conversation(
        HandshakeOutcome.Accepted accepted,
        Agreement? agreement,
        ConnectionEnvironment environment,
        ActorRef<SessionMessage> owner,
        OutboundQueue queue,
        IUserSeat seat,
        DateTimeOffset now)
    {
        var client = new Participant(new ClientId(environment.Identifiers.NextNumber()), User: null);
        _environment = environment;
        _queue = queue;
        var form = agreement?.Outbound?.FormOf(accepted.Forms) ?? accepted.Forms.Plain;
        _session = new Session(client, form, owner, environment.Sessions);
        _session.Begin(accepted.Identity, seat, now);
        _protocol = accepted.Opening.Start(_session);
        _outbound = new OutboundMessages(environment, owner, queue, accepted.Dialect, agreement?.Outbound, _protocol.Rewriter);
        Reader = accepted.Dialect.CreateReader(_session.IsAwaited ? environment.FirstMessage : environment.Message, agreement?.Inbound);
    }

    /// <summary>The client's frames, of which more may come after the conversation has ended.</summary>
    public IMessageReader Reader { get; }

    /// <summary>Changes what is delivered before it is sent; null if it is sent as it comes.</summary>
    public DeliveryRewriter? Rewriter => _outbound.Rewriter;

    /// <summary>Whether the client has so much on its way, to topics or back, that it must not be read now; or not any more, since it is to leave.</summary>
    public bool IsHeldBack => _isLeaving || _isAtDoor || _session.IsHeldBack || _queue.IsCongested;

    /// <summary>Whether bytes have been received that were not heard, because the client was held back amid them.</summary>
    public bool HasUnheard => _unheard is not null;

    /// <summary>Begins: the client may be subscribed to something already.</summary>
    public Ending? Begin()
    {
        var answer = ScratchBuffers.Answer;
        var ending = Conclude(_protocol.Open(answer), answer);

        // Who asks to come in by its address alone cannot know when it is let in, and its first message may be a large one
        _isAtDoor = _session is { IsAwaited: true, HasUndone: true };
        return ending;
    }

    /// <summary>Handles all that has come from the client, in order.</summary>
    /// <param name="input">Bytes as they arrived; unmasked in place.</param>
    /// <param name="now">The timestamp of their arrival.</param>
    public Ending? Hear(Span<byte> input, long now)
    {
        var hasEndedMessage = false;
        while (true)
        {
            if (!input.IsEmpty && (_isAtDoor || (_queue.IsCongested && !_queue.TryRelieve())))
            {
                // It causes more than it reads, so it has to wait for itself; or a back end has not let it in
                _unheard = input.ToArray();
                return null;
            }

            var incoming = Reader.Read(ref input);
            if (incoming.Kind is IncomingKind.NeedMoreData)
            {
                _liveness.Hear(now, Reader.IsMidMessage, hasEndedMessage);
                return null;
            }

            hasEndedMessage |= incoming.Kind is IncomingKind.Message;
            if (Handle(incoming) is { } ending)
            {
                return ending;
            }
        }
    }

    /// <summary>
    /// Some of what waited for the client has gone: it is alive, though its pong may come only when all has, and nothing can be heard
    /// of it while it is held back, not even the end of a message.
    /// </summary>
    public void NoteReading(long now)
    {
        if (IsHeldBack)
        {
            _liveness.Hear(now, Reader.IsMidMessage, endedMessage: true);
        }
        else
        {
            _liveness.SeeReading(now);
        }
    }

    /// <summary>Takes the bytes that were not heard, to be heard now.</summary>
    public Span<byte> TakeUnheard()
    {
        var unheard = _unheard;
        _unheard = null;
        return unheard;
    }

    /// <summary>Tells the client the broker's news.</summary>
    public Ending? Tell(SessionEvent news)
    {
        if (news is SessionEvent.TokenRevoked)
        {
            return new Ending.ByUs(EndReason.TokenRevoked);
        }

        if (news is SessionEvent.HookAnswered answered)
        {
            return Continue(answered);
        }

        _session.Note(news);
        return _outbound.IsHolding && news is SessionEvent.Unsubscribed or SessionEvent.SubscriptionEnded or SessionEvent.TopicEnded
            ? UnlessFull(_outbound.TryHold(news))
            : Write(news) ?? EndIfDone();
    }

    /// <summary>Tells the client to leave. What it has asked for is finished and answered first; nothing more is read.</summary>
    /// <param name="comeBackAfter">When it should connect again.</param>
    public Ending? TakeLeave(TimeSpan comeBackAfter)
    {
        _isLeaving = true;
        return Tell(new SessionEvent.Draining(comeBackAfter));
    }

    /// <summary>Delivers what a subscription begins with, and what the client may lose some of.</summary>
    public Ending? Offer(SessionEvent.Delivered delivery) => UnlessFull(_outbound.TryOffer(delivery));

    /// <summary>Delivers what is held, as far as there is room.</summary>
    public Ending? TellHeld() => _outbound.IsHolding ? _outbound.TellHeld(Write) : null;

    /// <summary>A turn ends: takes note if the client does not keep up.</summary>
    public void NoteLag(TimeProvider time) => _outbound.NoteLag(time);

    /// <summary>It is time to look whether a client that did not keep up reads at all.</summary>
    public Ending? CheckLag(TimeProvider time) => _outbound.IsOverdue(time) ? new Ending.ByUs(EndReason.WriteTimeout) : null;

    /// <summary>Answers a question of a back end, and does what it orders.</summary>
    public Ending? Answer(ConnectionMessage.Ask order) => SessionInquiry.Answer(order, _session, Tell);

    private Ending.ByUs? EndIfDone() => _isLeaving && !_session.HasUndone ? new Ending.ByUs(EndReason.ServerStopping) : null;

    private Ending.ByUs? Write(SessionEvent news)
    {
        var answer = ScratchBuffers.Answer;
        var mayBeCompressed = news is not SessionEvent.HistoryRead { MayBeCompressed: false };
        return Conclude(_protocol.Tell(news, answer), answer, mayBeCompressed);
    }

    /// <summary>A deadline has passed: pings a silent client, or gives up on it.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="next">When the next deadline is.</param>
    public Ending? CheckTime(TimeProvider time, out TimeSpan next)
    {
        next = default;
        if (CheckStanding(time.GetUtcNow()) is { } late)
        {
            return late;
        }

        var ending = CheckLiveness(time, out next);
        next = UntilNextLook(time.GetUtcNow(), next);
        return ending;
    }

    /// <summary>When the next deadline is, if it is not sooner than the one of the session.</summary>
    public TimeSpan UntilNextLook(DateTimeOffset now, TimeSpan usual)
    {
        var left = _session.Deadline - now;
        return left < usual ? left.Value : usual;
    }

    private Ending? CheckStanding(DateTimeOffset now) => _session.CheckStanding(now) switch
    {
        StandingVerdict.Expired => Tell(SessionEvent.TokenExpired.Instance),
        StandingVerdict.NeverProved => new Ending.ByUs(EndReason.AuthTimeout),
        StandingVerdict.NotRenewed => new Ending.ByUs(EndReason.TokenExpired),
        StandingVerdict.GoOn or _ => null,
    };

    private Ending.ByUs? CheckLiveness(TimeProvider time, out TimeSpan next)
    {
        _mistakes = 0;
        return _liveness.Judge(time, _environment.Connection, out next) switch
        {
            LivenessVerdict.PongTimeout => new Ending.ByUs(EndReason.PongTimeout),
            LivenessVerdict.MessageTimeout => new Ending.ByUs(EndReason.MessageTimeout),
            LivenessVerdict.Ping => Ping(),
            LivenessVerdict.Wait or _ => null,
        };
    }

    /// <summary>Takes the client out of all topics. Nothing is heard or told any more.</summary>
    /// <param name="isForGood">Whether the client wanted it, and does not come back to its session.</param>
    public void Leave(bool isForGood = false)
    {
        _session.End(isForGood);
        _outbound.End();
    }

    private Ending.ByUs? Ping()
    {
        if (!Reader.Dialect.HasPongs)
        {
            _liveness.AwaitNothing();
        }

        return UnlessFull(_outbound.TryAdd(Opcode.Ping, []));
    }

    private Ending? Handle(in Incoming incoming)
    {
        switch (incoming.Kind)
        {
            case IncomingKind.Message:
                Count(incoming);
                return Receive(incoming.MessageKind is MessageKind.Binary, incoming.Payload);
            case IncomingKind.Ping:
                return UnlessFull(_outbound.TryAdd(Opcode.Pong, incoming.Payload));
            case IncomingKind.Close:
                return new Ending.ByClient(incoming.CloseCode);
            case IncomingKind.Violation:
                return new Ending.ByViolation(incoming.Violation);
            default:
                return null;
        }
    }

    /// <summary>Goes on with what waited for a back end.</summary>
    private Ending.ByUs? Continue(SessionEvent.HookAnswered answered)
    {
        var wasAwaited = _session.IsAwaited;
        _isAtDoor = false;
        foreach (var news in _session.Continue(answered))
        {
            if (Write(news) is { } ending)
            {
                return ending;
            }
        }

        LiftLimits(wasAwaited);
        return EndIfDone();
    }

    // Messages may be large once the client has proved who it is
    private void LiftLimits(bool wasAwaited)
    {
        if (wasAwaited && !_session.IsAwaited)
        {
            Reader.SetLimits(_environment.Message);
        }
    }

    private Ending.ByUs? Receive(bool isBinary, ReadOnlySpan<byte> message)
    {
        var answer = ScratchBuffers.Answer;
        var wasAwaited = _session.IsAwaited;
        _session.Hear(message.Length);
        var verdict = _protocol.Receive(isBinary, message, answer);
        LiftLimits(wasAwaited);
        if (verdict is Verdict.SendBack)
        {
            _outbound.AddBack(isBinary ? Opcode.Binary : Opcode.Text, message);
        }

        return Conclude(verdict, answer);
    }

    private Ending.ByUs? Conclude(Verdict verdict, ArrayBufferWriter<byte> answer, bool mayBeCompressed = true) =>
        _outbound.TryAddAnswer(answer, mayBeCompressed) ? Judge(verdict) : UnlessFull(isTaken: false);

    private void Count(in Incoming message)
    {
        if (message.CompressedBytes is { } compressed)
        {
            _environment.Metrics.MessageInflated(compressed, message.Payload.Length);
        }
    }

    private Ending.ByUs? Judge(Verdict verdict)
    {
        var isTooMuch = verdict is Verdict.Mistaken && ++_mistakes > _environment.Connection.MaxMistakes;
        return (isTooMuch ? EndReason.TooManyErrors : verdict.ToEndReason()) is { } reason ? new Ending.ByUs(reason) : null;
    }

    private static Ending.ByUs? UnlessFull(bool isTaken) => isTaken ? null : new Ending.ByUs(EndReason.SlowConsumer);
}
