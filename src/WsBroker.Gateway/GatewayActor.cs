using WsBroker.Actors;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Listening;
using WsBroker.Gateway.Questions;

namespace WsBroker.Gateway;

/// <summary>All doors of the broker: one listener for each address.</summary>
/// <remarks>A listener that ends without being asked to is our mistake; the owner is told, and ends the process.</remarks>
/// <param name="acceptors">Where connections come in.</param>
/// <param name="environment">What connections share.</param>
/// <param name="owner">Told when a listener is gone that should not be.</param>
public sealed class GatewayActor(
    IReadOnlyList<IAcceptor> acceptors, ConnectionEnvironment environment, ActorRef<GatewayEnd> owner)
    : Actor<GatewayMessage>
{
    /// <summary>How much of the time until the last ones are closed may be used to tell them.</summary>
    private const double PartForTelling = 0.8;

    private static readonly TimeSpan _lookInterval = TimeSpan.FromMilliseconds(250);

    private readonly List<ActorRef<ListenerMessage>> _listeners = [];
    private GatewayMessage.Drain? _draining;
    private bool _isEmptying;
    private int _running;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        foreach (var acceptor in acceptors)
        {
            var listener = Context.Spawn(new Props<ListenerMessage>(() => new ListenerActor(acceptor, environment)));
            Context.Watch(listener, new GatewayMessage.ListenerEnded());
            _listeners.Add(listener);
        }

        _running = _listeners.Count;
        LookLater();
    }

    /// <inheritdoc/>
    protected override void Receive(GatewayMessage message)
    {
        switch (message)
        {
            case GatewayMessage.Drain order:
                Drain(order);
                break;
            case GatewayMessage.PauseOver:
                Empty();
                break;
            case GatewayMessage.Hurry:
                Empty();
                _listeners.ForEach(static listener => listener.Tell(new ListenerMessage.Hurry()));
                break;
            case GatewayMessage.Ask order:
                Ask(order);
                break;
            case GatewayMessage.Knock knock:
                knock.ReplyTo.Tell(knock);
                break;
            case GatewayMessage.Look look:
                var late = Context.Time.GetElapsedTime(look.Due);
                environment.Admissions.NoteLateness(late > TimeSpan.Zero ? late : TimeSpan.Zero);
                LookLater();
                break;
            case GatewayMessage.ListenerEnded:
                _running--;
                EndIfDrained();
                break;
            default:
                throw new InvalidOperationException(message.GetType().Name);
        }
    }

    private void Ask(GatewayMessage.Ask order)
    {
        var gathering = Context.Spawn(new Props<GatheringMessage>(() => new GatheringActor(_listeners.Count, order.ReplyTo)));
        _listeners.ForEach(listener => listener.Tell(new ListenerMessage.Ask(new ConnectionMessage.Ask(order.Question, gathering))));
    }

    private void LookLater()
    {
        var ticks = (long)(_lookInterval.TotalSeconds * Context.Time.TimestampFrequency);
        Context.Schedule(_lookInterval, new GatewayMessage.Look(Context.Time.GetTimestamp() + ticks));
    }

    private void Drain(GatewayMessage.Drain order)
    {
        _draining = order;
        environment.Admissions.Close();
        if (order.Options.Pause > TimeSpan.Zero)
        {
            Context.Schedule(order.Options.Pause, new GatewayMessage.PauseOver());
        }
        else
        {
            Empty();
        }
    }

    /// <summary>Has the clients leave, once.</summary>
    private void Empty()
    {
        if (_isEmptying || _draining is null)
        {
            return;
        }

        _isEmptying = true;
        var options = _draining.Options;
        var latest = Latest(options.Timeout);
        var clients = environment.Admissions.CountOf(SeatKind.WebSocket);
        var departures = new Departures(options.ClientsPerSecond, clients, latest * PartForTelling, Context.Time, environment.Identifiers);
        environment.Logger.Draining(clients, latest);
        _listeners.ForEach(listener => listener.Tell(new ListenerMessage.Drain(departures)));
        Context.Schedule(latest, new GatewayMessage.Hurry());
        EndIfDrained();
    }

    /// <summary>When the last ones are closed: so that they have time to answer.</summary>
    private TimeSpan Latest(TimeSpan timeout)
    {
        var withAnswer = timeout - environment.Connection.CloseTimeout;
        return withAnswer > timeout / 2 ? withAnswer : timeout / 2;
    }

    private void EndIfDrained()
    {
        if (_draining is null && _running < _listeners.Count)
        {
            owner.Tell(GatewayEnd.Failed);
        }

        if (_isEmptying && _running == 0)
        {
            _draining!.ReplyTo.Tell(GatewayEnd.Drained);
            Context.StopSelf();
        }
    }
}
