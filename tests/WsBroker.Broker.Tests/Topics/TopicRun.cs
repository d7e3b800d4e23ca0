using WsBroker.Actors;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Topics;

/// <summary>One topic, "t", in simulation, with one publisher.</summary>
internal sealed class TopicRun : IDisposable
{
    private static readonly TopicName _name = Sample.Topic("t");

    private readonly TopicOptions _options;
    private readonly DeadlineWheel<TopicMessage> _wheel;
#pragma warning disable CA2213 // Terminate ends it, as far as there is anything to end in a simulation
    private readonly LocalActorSystem _system;
#pragma warning restore CA2213
    private readonly PlainForm _form = new();
    private readonly ActorProbe<TopicsMessage> _topics = new();
    private ActorRef<TopicMessage> _topic;
    private int _epochs;

    public TopicRun(TopicOptions? options = null)
    {
        _options = options ?? new TopicOptions();
        _wheel = new DeadlineWheel<TopicMessage>(Dispatcher.Time, TimeSpan.FromSeconds(1));
        _system = new LocalActorSystem(new ActorSystemOptions { Time = Dispatcher.Time, Dispatcher = Dispatcher });
        _topic = Start();
        Dispatcher.RunUntilIdle();
    }

    public SimulationDispatcher Dispatcher { get; } = new(seed: 1);

    public ActorProbe<SessionMessage> Publisher { get; } = new();

    /// <summary>Whether the topic has said that it can be let go, and nothing has come since.</summary>
    public bool IsIdle => _topics.Told.Count > 0;

    /// <summary>Publishes, and runs until nobody has anything to do.</summary>
    public void Publish(string text, int request = 1, string? key = null, Participant? client = null)
    {
        _topics.TakeAll();
        _topic.Tell(new TopicMessage.Publish(_name, Sample.Content(text, key), client ?? Sample.Client, Publisher, Sample.Request(request)));
        Dispatcher.RunUntilIdle();
    }

    /// <summary>Subscribes, and tells what came of it.</summary>
    public ActorProbe<SessionMessage> Subscribe(
        StartAt? start = null, Participant? client = null, int request = 1, ActorProbe<SessionMessage>? session = null)
    {
        session ??= new ActorProbe<SessionMessage>();
        var subscriber = new Subscriber(TopicFilter.Of(_name), session, client ?? Sample.Client, _form, Echo: true);
        var wanted = request == 0 ? default : Sample.Request(request);
        _topic.Tell(new TopicMessage.Subscribe(_name, subscriber, start ?? StartAt.Now.Instance, wanted));
        Dispatcher.RunUntilIdle();
        return session;
    }

    /// <summary>A subscription to a filter comes upon the topic.</summary>
    public ActorProbe<SessionMessage> Join(ActorProbe<SessionMessage>? session = null, Participant? client = null)
    {
        session ??= new ActorProbe<SessionMessage>();
        _topic.Tell(new TopicMessage.Join(_name, new Subscriber(Sample.Filter("#"), session, client ?? Sample.Client, _form, Echo: true)));
        Dispatcher.RunUntilIdle();
        return session;
    }

    public SessionMessage[] ReadHistory(HistoryPart? range = null, Participant? client = null)
    {
        var reader = new ActorProbe<SessionMessage>();
        _topic.Tell(new TopicMessage.ReadHistory(
            _name, range ?? new HistoryPart.After(0, 100), client ?? Sample.Client, reader, Sample.Request(1)));
        Dispatcher.RunUntilIdle();
        return [.. reader.Told];
    }

    /// <summary>The offsets of the history.</summary>
    public long[] History() =>
        [.. ReadHistory().OfType<SessionEvent.HistoryRead>().Single().Publications.Select(static one => one.Offset)];

    public void Tell(TopicMessage message)
    {
        _topic.Tell(message);
        Dispatcher.RunUntilIdle();
    }

    /// <summary>Ends the topic, and begins it anew.</summary>
    public void Restart()
    {
        _system.Stop(_topic);
        Dispatcher.RunUntilIdle();
        _topic = Start();
        Dispatcher.RunUntilIdle();
    }

    public void Advance(TimeSpan by) => Dispatcher.Advance(by);

    public void Dispose()
    {
        _system.Terminate();
        Dispatcher.RunUntilIdle();
        _wheel.Dispose();
    }

    private ActorRef<TopicMessage> Start()
    {
        var epoch = $"e{++_epochs}";
        return _system.Spawn(new Props<TopicMessage>(
            () => new TopicActor(_name, epoch, _options.Rules.For(_name), _options, _wheel, new Backlog(), _topics)));
    }
}
