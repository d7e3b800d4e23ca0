using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Sessions;

/// <summary>A client over one connection, as a gateway would have it.</summary>
internal sealed class ResumableClient
{
    private readonly ActorProbe<SessionMessage> _owner = new();
    private readonly Action _settle;
    private readonly Session _session;
    private readonly List<SessionEvent> _heard = [];

    /// <param name="environment">What sessions of its node share.</param>
    /// <param name="settle">Lets everything happen that does not wait for time to pass.</param>
    /// <param name="number">Names it.</param>
    /// <param name="user">Whose it is.</param>
    public ResumableClient(SessionEnvironment environment, Action settle, ulong number, string? user = null)
    {
        _settle = settle;
        _session = new Session(new Participant(new ClientId(number), user), new PlainForm(), _owner, environment);
    }

    /// <summary>By which the session can be taken up again.</summary>
    public SessionId Ticket => Welcome.Session;

    /// <summary>The answer to connect.</summary>
    public SessionEvent.Connected Welcome => Assert.Single(Heard.OfType<SessionEvent.Connected>());

    /// <summary>Whether the connection was closed because the session goes on elsewhere.</summary>
    public bool IsTakenOver { get; private set; }

    /// <summary>All that the client was told so far.</summary>
    public IReadOnlyList<SessionEvent> Heard
    {
        get
        {
            Listen();
            return _heard;
        }
    }

    /// <summary>What was delivered, one "topic offset payload" each.</summary>
    public string[] Delivered => PlainForm.Read(Heard);

    /// <summary>The subscriptions that stand, as the client was told.</summary>
    public IEnumerable<SessionEvent.Subscribed> Standing => Heard.OfType<SessionEvent.Subscribed>();

    public ResumableClient Connect(SessionId? former = null, params (string Topic, TopicPosition Position)[] positions)
    {
        ConnectLater(former, positions);
        _settle();
        return this;
    }

    /// <summary>Connects, and lets nothing happen yet.</summary>
    public void ConnectLater(SessionId? former = null, params (string Topic, TopicPosition Position)[] positions)
    {
        var answer = _session.Execute(new Command.Connect(Sample.Request(1))
        {
            Former = former,
            Positions = positions.ToDictionary(static one => one.Topic, static one => one.Position, StringComparer.Ordinal),
        });
        Hear(answer);
    }

    public ResumableClient Subscribe(string filter, bool echo = true, bool watches = false)
    {
        SubscribeLater(filter, echo, watches);
        _settle();
        return this;
    }

    /// <summary>Subscribes, and lets nothing happen yet.</summary>
    public void SubscribeLater(string filter, bool echo = true, bool watches = false) => Hear(_session.Execute(
        new Command.Subscribe(Sample.Request(2), Sample.Filter(filter), StartAt.Now.Instance, echo) { WantsPresence = watches }));

    public void Publish(string topic, string text)
    {
        Hear(_session.Execute(new Command.Publish(default, Sample.Topic(topic), Sample.Content(text))));
        _settle();
    }

    /// <summary>The connection is lost, or the client closes it.</summary>
    public void Leave(bool isForGood = false)
    {
        LeaveLater(isForGood);
        _settle();
    }

    /// <summary>As <see cref="Leave"/>, and lets nothing happen yet.</summary>
    public void LeaveLater(bool isForGood = false)
    {
        Listen();
        _session.End(isForGood);
    }

    /// <summary>Hears what has come, as a connection does in its turn.</summary>
    public void Listen()
    {
        foreach (var news in _owner.TakeAll().Cast<SessionEvent>())
        {
            _session.Note(news);
            Hear(news);
            if (news is SessionEvent.TakenOver)
            {
                IsTakenOver = true;
                _session.End();
            }
        }
    }

    private void Hear(SessionEvent? news)
    {
        if (news is not null)
        {
            _heard.Add(news);
        }
    }
}
