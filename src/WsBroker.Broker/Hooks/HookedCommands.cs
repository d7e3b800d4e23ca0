using WsBroker.Actors;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Hooks;

/// <summary>The commands of a session of which back ends are asked first: one question at a time, so that all are done in their order.</summary>
/// <remarks>
/// Belongs to the session. While an answer is awaited all that comes waits behind it, ping too; that is bounded, since the client is not
/// read when it is too much. A client that a back end has to let in is asked for before the first command that needs it, with
/// <c>connect</c> or without.
/// </remarks>
/// <param name="hooks">What is asked.</param>
/// <param name="owner">Whose session it is.</param>
/// <param name="session">Does what is allowed.</param>
internal sealed class HookedCommands(SessionHooks hooks, ActorRef<SessionMessage> owner, Session session)
{
    private readonly Queue<Command> _waiting = new();
    private Command? _asked;
    private long _waitingBytes;
    private bool _awaitsInbox;
    private bool _isTold;
    private TimeSpan? _excuse;

    /// <summary>Whether the client may come in, as far as back ends have a say in it.</summary>
    public bool IsAdmitted { get; private set; } = !hooks.AsksConnect;

    /// <summary>Whether nothing waits for an answer.</summary>
    public bool IsIdle => _asked is null && _waiting.Count == 0;

    /// <summary>Whether so much waits that no more should come.</summary>
    public bool IsTooMuch(SessionOptions options) => _waiting.Count >= options.MaxUndoneCommands || _waitingBytes >= options.MaxUndoneBytes;

    /// <summary>The client's inbox is to be opened: not before it may come in.</summary>
    /// <returns>Whether that has to wait.</returns>
    public bool PostponesInbox() => _awaitsInbox = !IsAdmitted;

    /// <summary>How much longer the client may take to be let in if it was not its fault that it has not been: it is being asked about, or nobody could be asked.</summary>
    /// <returns>What it was told to wait, which counts once; null if there is no excuse.</returns>
    public TimeSpan? TakeExcuse()
    {
        var excuse = _asked is null ? _excuse : TimeSpan.Zero;
        _excuse = null;
        return excuse;
    }

    /// <summary>Does a command, or asks whether it may be done.</summary>
    /// <returns>The answer, if it is known at once.</returns>
    public SessionEvent? Execute(Command command)
    {
        if (_asked is null)
        {
            return Begin(command);
        }

        _waiting.Enqueue(command);
        _waitingBytes += BytesOf(command);
        return null;
    }

    /// <summary>The answer to the last question: does what is allowed, and goes on with what waits up to the next question.</summary>
    /// <returns>What the client is answered, in order; each is done when it is asked for.</returns>
    public IEnumerable<SessionEvent> Continue(HookAnswer answer)
    {
        var command = _asked;
        _asked = null;
        if (command is null)
        {
            yield break;
        }

        if (Finish(command, answer) is { } first)
        {
            yield return Name(command, first);
        }

        while (_asked is null && _waiting.TryDequeue(out var next))
        {
            _waitingBytes -= BytesOf(next);

            // Who was not let in is not asked for again for each of many commands that were on their way
            var news = !IsAdmitted && NeedsAdmission(next) ? Refuse(next, answer) : Begin(next);
            if (news is not null)
            {
                yield return Name(next, news);
            }
        }
    }

    /// <summary>The session has ended: nothing that waits is done any more.</summary>
    public void End()
    {
        _waiting.Clear();
        _waitingBytes = 0;
        _asked = null;
        if (_isTold)
        {
            _isTold = false;
            hooks.Hooks.Tell(new HooksMessage.Disconnected(session.Client));
        }
    }

    private SessionEvent? Begin(Command command)
    {
        if (session.Check(command) is { } refused)
        {
            return refused;
        }

        if (QuestionOf(command) is not { } question)
        {
            return Do(command);
        }

        _asked = command;
        hooks.Hooks.Tell(new HooksMessage.Ask(question, owner));
        return null;
    }

    private SessionEvent? Finish(Command command, HookAnswer answer)
    {
        _excuse = (answer as HookAnswer.Unavailable)?.RetryAfter;
        if (answer is not HookAnswer.Allowed allowed)
        {
            return Refuse(command, answer);
        }

        if (!IsAdmitted)
        {
            return Admit(command, allowed);
        }

        // The client's token may have expired meanwhile
        return session.RefuseByStanding(command) ?? Do(command is Command.Publish order && allowed.Content is { } content
            ? order with { Content = content with { Key = order.Content.Key } }
            : command);
    }

    private SessionEvent? Admit(Command command, HookAnswer.Allowed allowed)
    {
        if (session.LetIn(allowed) is { } code)
        {
            return new SessionEvent.Refused(command.Request, code);
        }

        IsAdmitted = true;
        if (command is Command.Connect order)
        {
            return session.RefuseByStanding(command) ?? Do(order with { Info = allowed.Info ?? order.Info });
        }

        if (_awaitsInbox)
        {
            session.OpenInbox();
        }

        return Begin(command);
    }

    private SessionEvent? Do(Command command)
    {
        var news = session.Do(command);
        if (hooks.TellsConnections && !_isTold && session.HasBegun)
        {
            _isTold = true;
            hooks.Hooks.Tell(new HooksMessage.Connected(session.Client));
        }

        return news;
    }

    private HookQuestion? QuestionOf(Command command) => command switch
    {
        Command.Connect order when !IsAdmitted => new HookQuestion.Connect(session.Client with { Name = order.Name, Info = order.Info }),
        _ when !IsAdmitted && NeedsAdmission(command) => new HookQuestion.Connect(session.Client),
        Command.Subscribe order when hooks.AsksSubscribe => new HookQuestion.Subscribe(session.Client, order.Filter),
        Command.Publish order when hooks.AsksPublish => new HookQuestion.Publish(session.Client, order.Topic, order.Content),
        _ => null,
    };

    private static bool NeedsAdmission(Command command) =>
        command is Command.Enter or Command.Subscribe or Command.Publish or Command.ReadHistory or Command.ReadPresence;

    private static SessionEvent.Refused Refuse(Command command, HookAnswer answer) => answer is HookAnswer.Denied denied
        ? new SessionEvent.Refused(command.Request, ErrorCode.DeniedByHook, denied.Reason) { HookCode = denied.Code }
        : new SessionEvent.Refused(command.Request, ErrorCode.HookUnavailable) { RetryAfter = (answer as HookAnswer.Unavailable)?.RetryAfter ?? default };

    // Without an id of its own, this is how a client knows what has been refused later
    private static SessionEvent Name(Command command, SessionEvent news) =>
        command is Command.Subscribe order && news is SessionEvent.Refused refused ? refused with { Filter = order.Filter } : news;

    private static int BytesOf(Command command) => command is Command.Publish order ? order.Content.Size : 0;
}
