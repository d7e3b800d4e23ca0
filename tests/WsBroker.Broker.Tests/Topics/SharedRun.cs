using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Tests.Simulation;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Topics;

/// <summary>Several nodes that share a log, in one simulation, with one topic, "t".</summary>
internal sealed class SharedRun : IDisposable
{
    private static readonly TopicName _name = Sample.Topic("t");

    private readonly List<LocalActorSystem> _systems = [];
    private readonly List<ActorRef<TopicsMessage>> _nodes = [];
    private readonly BrokerMetrics _metrics = new();
    private readonly PlainForm _form = new();

    public SharedRun(int nodes = 2, ulong seed = 1, TopicSettings? settings = null)
    {
        Dispatcher = new SimulationDispatcher(seed);
        for (var node = 0; node < nodes; node++)
        {
            var system = new LocalActorSystem(new ActorSystemOptions
            {
                Time = Dispatcher.Time,
                Dispatcher = Dispatcher,
                DeadLetter = static (_, message) => TopicsActor.AnswerDeadLetter(message),
            });
            var log = new SimulatedLogNode(Log, system);
            var options = Sample.Options((settings ?? new TopicSettings()) with { Durability = Durability.Redis }) with { Shared = log };
            _systems.Add(system);
            Logs.Add(log);
            _nodes.Add(system.Spawn(TopicsActor.Props(options, new SeededIdentifiers(seed + (ulong)node), _metrics)));
        }

        Dispatcher.RunUntilIdle();
    }

    public SimulationDispatcher Dispatcher { get; }

    public SimulatedLog Log { get; } = new();

    public List<SimulatedLogNode> Logs { get; } = [];

    public SimulatedTopic Topic => Log.Of(_name);

    public ActorProbe<SessionMessage> Publisher { get; } = new();

    public void Publish(int node, string text, int request = 1, string? key = null, ActorRef<SessionMessage>? from = null)
    {
        PublishLater(node, text, request, key, from);
        Dispatcher.RunUntilIdle();
    }

    public void PublishLater(int node, string text, int request = 1, string? key = null, ActorRef<SessionMessage>? from = null) =>
        _nodes[node].Tell(new TopicMessage.Publish(_name, Sample.Content(text, key), Sample.Client, from ?? Publisher, Sample.Request(request)));

    public ActorProbe<SessionMessage> Subscribe(int node, StartAt? start = null, bool echo = true)
    {
        var session = new ActorProbe<SessionMessage>();
        SubscribeLater(node, session, start, echo);
        Dispatcher.RunUntilIdle();
        return session;
    }

    public void SubscribeLater(int node, ActorRef<SessionMessage> session, StartAt? start = null, bool echo = true) =>
        _nodes[node].Tell(new TopicMessage.Subscribe(
            _name, new Subscriber(TopicFilter.Of(_name), session, Sample.Client, _form, echo), start ?? StartAt.Now.Instance, Sample.Request(1)));

    public void Unsubscribe(int node, ActorRef<SessionMessage> session, TimeSpan awaitedFor = default)
    {
        _nodes[node].Tell(new TopicMessage.Unsubscribe(_name, TopicFilter.Of(_name), session, default) { AwaitedFor = awaitedFor });
        Dispatcher.RunUntilIdle();
    }

    public ActorProbe<SessionMessage> SubscribeFilter(int node, string filter = "#")
    {
        var session = new ActorProbe<SessionMessage>();
        SubscribeFilter(node, filter, session, default);
        return session;
    }

    public void SubscribeFilter(int node, string filter, ActorRef<SessionMessage> session, RequestId request) =>
        Tell(node, new TopicsMessage.SubscribeFilter(new Subscriber(Sample.Filter(filter), session, Sample.Client, _form, Echo: true), request));

    public void TellLater(int node, TopicsMessage message) => _nodes[node].Tell(message);

    public void Tell(int node, TopicsMessage message)
    {
        TellLater(node, message);
        Dispatcher.RunUntilIdle();
    }

    public long[] History(int node)
    {
        var reader = new ActorProbe<SessionMessage>();
        Tell(node, new TopicMessage.ReadHistory(_name, new HistoryPart.After(0, 1000), Sample.Client, reader, Sample.Request(1)));
        return [.. reader.Of<SessionEvent.HistoryRead>().Single().Publications.Select(static one => one.Offset)];
    }

    public void Forget()
    {
        Tell(0, new TopicsMessage.ForgetTopic(_name, new ActorProbe<bool?>()));
    }

    public void Dispose()
    {
        _systems.ForEach(static system => system.Terminate());
        Dispatcher.RunUntilIdle();
        _metrics.Dispose();
    }
}
