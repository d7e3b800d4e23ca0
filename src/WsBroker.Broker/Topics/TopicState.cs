using WsBroker.Actors;
using WsBroker.Broker.Engines;
using WsBroker.Broker.Hooks;
using WsBroker.Broker.Presence;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Topics;

/// <summary>What one topic has: where its order stands, what it remembers, who listens, and what goes out to them.</summary>
/// <remarks>Belongs to one topic's actor, which decides on who may do what, and to its <see cref="TopicOrder"/>, which decides on what comes next.</remarks>
/// <param name="name">The topic.</param>
/// <param name="newEpoch">Its epoch, unless an engine knows another.</param>
/// <param name="settings">The topic's.</param>
/// <param name="options">The node's.</param>
/// <param name="wheel">For what is to happen later.</param>
internal sealed class TopicState(
    TopicName name, string newEpoch, TopicSettings settings, TopicOptions options, DeadlineWheel<TopicMessage> wheel)
{
    private ActorContext<TopicMessage>? _context;
    private long _agesAt = long.MaxValue;
    private long _awaitedUntil;
    private long _asksAt;

    /// <summary>The topic.</summary>
    public TopicName Name => name;

    /// <summary>What holds for it.</summary>
    public TopicSettings Settings => settings;

    /// <summary>How the topics of the node work.</summary>
    public TopicOptions Options => options;

    /// <summary>The topic's actor, from its start on.</summary>
    public ActorContext<TopicMessage> Context => _context!;

    /// <summary>What it remembers.</summary>
    public TopicLog Log { get; } = new(settings, options);

    /// <summary>Who listens.</summary>
    public SubscriberList Subscribers { get; } = new(Occupancy.Of(name, options.Hooks));

    /// <summary>What goes out.</summary>
    public FanOutQueue FanOut { get; } = new(name, settings, options);

    /// <summary>Who is there; null if nobody is to be told.</summary>
    public TopicPresence? Presence { get; private set; }

    /// <summary>Where its order stands: all up to there is remembered, and goes out.</summary>
    public TopicPosition Top => Seen.Position;

    /// <summary>The same, and when the last publication was taken.</summary>
    public SeenTop Seen { get; private set; } = new(new TopicPosition(newEpoch, 0), 0);

    /// <summary>Why it has to end; null if it has not.</summary>
    public ErrorCode? EndsWith { get; private set; }

    /// <summary>Milliseconds of a clock that only goes forward.</summary>
    public long Now => Context.Time.GetTimestamp() / (Context.Time.TimestampFrequency / 1000);

    /// <summary>Milliseconds since 1970, as publications have them.</summary>
    public long UtcNow => Context.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The actor has started.</summary>
    public void Begin(ActorContext<TopicMessage> context)
    {
        _context = context;
        Presence = TopicPresence.Of(this);
    }

    /// <summary>The topic has to end: whoever listens is told why.</summary>
    public void End(ErrorCode code)
    {
        EndsWith = code;
        Context.StopSelf();
    }

    /// <summary>The topic stands there, although nothing of that is remembered here.</summary>
    public void StandAt(SeenTop seen) => Seen = seen;

    /// <summary>Takes what an engine has kept, up to where it stands.</summary>
    /// <param name="stored">What it has kept.</param>
    /// <param name="utcNow">The engine's time, in milliseconds since 1970.</param>
    public void Load(StoredTopic stored, long utcNow)
    {
        Seen = new SeenTop(stored.Position, stored.At);
        Log.Load(stored, Now, utcNow);
        Age();
    }

    /// <summary>Takes the next publication: it is remembered and goes out.</summary>
    /// <param name="publication">The topic's next.</param>
    /// <param name="from">Whose it is: who gets the credit back.</param>
    public void Accept(Publication publication, ActorRef<SessionMessage> from)
    {
        Seen = new SeenTop(Top with { Offset = publication.Offset }, publication.At);
        Log.Add(publication, Now);
        Age();
        FanOut.Add(publication, from);
    }

    /// <summary>The same, and its publisher is told.</summary>
    public void Accept(Publication publication, TopicMessage.Publish order)
    {
        // Told first: with who is here now
        Acknowledge(order, new TopicPosition(Top.Epoch, publication.Offset), isDuplicate: false);
        Accept(publication, order.From);
    }

    /// <summary>Tells a publisher where its publication stands, if it wants to know.</summary>
    public void Acknowledge(TopicMessage.Publish order, TopicPosition position, bool isDuplicate)
    {
        if (!order.Request.IsNone)
        {
            order.From.Tell(new SessionEvent.Published(order.Request, name, position.Epoch, position.Offset)
            {
                IsDuplicate = isDuplicate,
                Reached = Subscribers.Count,
            });
        }
    }

    /// <summary>Tells a publisher where its publication stands already, and gives the credit back.</summary>
    public void AcknowledgeDuplicate(TopicMessage.Publish order, TopicPosition position)
    {
        Acknowledge(order, position, isDuplicate: true);
        order.From.Tell(new SessionEvent.CreditReturned(1, order.Content.Size));
    }

    /// <summary>
    /// The order goes on somewhere else than where it stood: who subscribed by name is told that the subscription has ended, who did by
    /// a filter that something is missing, and goes on from there.
    /// </summary>
    /// <param name="at">Where.</param>
    public void GoOnFrom(TopicPosition at)
    {
        FanOut.ServeAll(Subscribers);
        var isSameEpoch = string.Equals(at.Epoch, Top.Epoch, StringComparison.Ordinal);
        Subscribers.BeginAnew(name, ErrorCode.TopicRestarted, isSameEpoch ? at.Offset : Top.Offset, at.Offset + 1);
        Presence?.BeginAnew();
        Log.Clear();
        Seen = new SeenTop(at, 0);
    }

    /// <summary>Forgets what has reached its age.</summary>
    /// <returns>Whether it was time for that.</returns>
    public bool RemoveAged(TopicMessage.Aged news)
    {
        if (news.At != _agesAt)
        {
            return false;
        }

        _agesAt = long.MaxValue;
        Log.RemoveAged(Now);
        Age();
        return true;
    }

    /// <summary>A session that was here may come back within this time, to go on where the topic's order stands.</summary>
    /// <remarks>What nodes share has its order elsewhere: nobody has to wait for that.</remarks>
    public void Await(TimeSpan time) =>
        _awaitedUntil = settings.Durability is Durability.Redis ? 0 : Math.Max(_awaitedUntil, Now + (long)time.TotalMilliseconds);

    /// <summary>Whether a session may come back; if so, the topic has a turn when that is over.</summary>
    public bool IsAwaited()
    {
        var now = Now;
        var left = _awaitedUntil - now;
        if (left > 0 && now >= _asksAt)
        {
            _asksAt = _awaitedUntil;
            TellLater(new TopicMessage.GoOn(name), TimeSpan.FromMilliseconds(left));
        }

        return left > 0;
    }

    /// <summary>Has the topic told something later, at most a second late.</summary>
    public void TellLater(TopicMessage message, TimeSpan delay) => wheel.Arm(Context.Self, message, delay);

    private void Age()
    {
        var now = Now;
        var next = Log.NextAgeing(now);
        if (next < _agesAt)
        {
            TellLater(new TopicMessage.Aged(name, next), TimeSpan.FromMilliseconds(next - now));
            _agesAt = next;
        }
    }
}
