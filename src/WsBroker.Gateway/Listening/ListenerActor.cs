using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Peers;
using WsBroker.Gateway.Questions;
using WsBroker.Gateway.Transports;
using static WsBroker.Gateway.Listening.ListenerMessage;

namespace WsBroker.Gateway.Listening;

/// <summary>One listening socket: accepts connections and gives each an actor of its own.</summary>
/// <remarks>
/// <code>
/// ListenerActor          fails only by our own mistake, and then its connections end with it
/// └─ ConnectionActor × n never restarted: what it had told its client cannot be taken up again
/// </code>
/// When nothing can be accepted, for want of file descriptors say (some are kept for the process itself), it pauses and tries again, at
/// longer and longer intervals.
/// </remarks>
public sealed class ListenerActor(IAcceptor acceptor, ConnectionEnvironment environment) : Actor<ListenerMessage>
{
    /// <summary>
    /// After so many new connections, what their handshakes left is collected. Left alone, the collector waits until far more
    /// has gathered, and then garbage lies scattered among what stays: 2.8 KiB of memory a connection instead of 2.4.
    /// </summary>
    // Some 1 MB of young objects, which take about a millisecond to look through
    private const int ConnectionsPerCollection = 256;

    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(10);

    private readonly ConnectionEnvironment _environment =
        acceptor.IsBare ? environment : environment with { HasProxyProtocol = false };

    private Props<SessionMessage>? _connection;
    private ITransport? _next;
    private Peer? _peer;
    private Seat? _seat;
    private TimeSpan _pause = _firstPause;
    private int _connections;
    private int _accepted;
    private Evacuation? _evacuation;

    /// <summary>
    /// Closes a connection that came in for a listener that has ended, or answers a question for a connection or listener that has, if
    /// the message is one.
    /// </summary>
    public static void AnswerDeadLetter(object? message)
    {
        switch (message)
        {
            case Accepted news:
                news.Transport.Close();
                break;
            case Ask { Question: var question }:
                question.ReplyTo.Tell(new GatheringMessage.Asked(0));
                break;
            case ConnectionMessage.Ask question:
                question.Pass(now: (object?)null);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _connection = Describe(Context.Self, Context.System);
        acceptor.Attach(Context.Self);
        acceptor.AcceptNext();
        _environment.Logger.Listening(acceptor.EndPoint);
    }

    /// <inheritdoc/>
    protected override void Receive(ListenerMessage message)
    {
        switch (message)
        {
            case Accepted news when _evacuation is not null:
                news.Transport.Close();
                break;
            case Accepted news:
                Start(news.Transport, news.Seat);
                _pause = _firstPause;
                acceptor.AcceptNext();
                break;
            case AcceptFailed news when _evacuation is null:
                Pause(news);
                break;
            case PauseOver when _evacuation is null:
                acceptor.AcceptNext();
                break;
            case Ask order:
                PassOn(order.Question);
                break;
            case Drain order:
                StartDraining(order.Departures);
                break;
            case BatchDue when _evacuation is not null:
                Evacuate(_evacuation);
                break;
            case Hurry:
                EvacuateAll();
                break;
            case ConnectionGone:
                _connections--;
                StopIfDrained();
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PostStop(Exception? failure) => acceptor.Close();

    private void Start(ITransport transport, Seat? seat)
    {
        _peer = transport.Peer;
        _seat = seat ?? _environment.Admissions.Enter(_environment.Proxies.Trusts(_peer) ? null : _peer.Address);
        if (_seat is null)
        {
            transport.Close();
            return;
        }

        _connections++;
        _next = transport;
        Context.Spawn(_connection!);
        (_next, _peer, _seat) = (null, null, null);
        if (++_accepted % ConnectionsPerCollection == 0)
        {
            GC.Collect(generation: 0, GCCollectionMode.Forced);
        }
    }

    /// <summary>How a connection is made: described once for all, since each is constructed inside the call that spawns it.</summary>
    private Props<SessionMessage> Describe(ActorRef<ListenerMessage> self, ActorSystem system) =>
        new(() => new ConnectionActor(_next!, _peer!, _seat!, _environment, self))
        {
            Mailbox = new MailboxOptions<SessionMessage>(
                _environment.Connection.MaxWaitingMessages, (connection, _) => system.Stop(connection)),
        };

    private void Pause(AcceptFailed news)
    {
        _environment.Logger.AcceptFailed(news.Error, _pause);
        Context.Schedule(_pause, new PauseOver());
        _pause = _pause * 2 < _longestPause ? _pause * 2 : _longestPause;
    }

    private void PassOn(ConnectionMessage.Ask question)
    {
        var connections = Context.Children;
        question.ReplyTo.Tell(new GatheringMessage.Asked(connections.Count));
        foreach (var connection in connections)
        {
            ((ActorRef<SessionMessage>)connection).Tell(question);
        }
    }

    private void StartDraining(Departures departures)
    {
        acceptor.Close();
        _evacuation = new Evacuation(Context.Children.Cast<ActorRef<SessionMessage>>(), departures);
        Evacuate(_evacuation);
        StopIfDrained();
    }

    private void Evacuate(Evacuation evacuation)
    {
        if (evacuation.TellSome() is { } pause)
        {
            Context.Schedule(pause, new BatchDue());
        }
    }

    /// <summary>Those who have not been told are, and those who have and are not done yet are not waited for.</summary>
    private void EvacuateAll()
    {
        _evacuation?.TellAll();
        var order = new ConnectionMessage.Disconnect(EndReason.ServerStopping);
        foreach (var child in Context.Children)
        {
            ((ActorRef<SessionMessage>)child).Tell(order);
        }
    }

    private void StopIfDrained()
    {
        if (_evacuation is not null && _connections == 0)
        {
            Context.StopSelf();
        }
    }
}
