using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Topics;

/// <summary>The topics of a node in simulation.</summary>
internal sealed class TopicsRun : IDisposable
{
    private readonly ActorProbe<IReadOnlyList<TopicDescription>> _listings = new();
#pragma warning disable CA2213 // Terminate ends it, as far as there is anything to end in a simulation
    private readonly LocalActorSystem _system;
#pragma warning restore CA2213

    public TopicsRun(ulong seed, TopicOptions? options = null, TimeSpan now = default)
    {
        Dispatcher = new SimulationDispatcher(seed);
        Dispatcher.Time.Advance(now);
        Identifiers = new FailingIdentifiers(seed);
        _system = new LocalActorSystem(new ActorSystemOptions
        {
            Time = Dispatcher.Time,
            Dispatcher = Dispatcher,
            DeadLetter = static (_, message) => TopicsActor.AnswerDeadLetter(message),
        });
        Topics = _system.Spawn(TopicsActor.Props(options ?? new TopicOptions(), Identifiers, Metrics));
    }

    public SimulationDispatcher Dispatcher { get; }

    public FailingIdentifiers Identifiers { get; }

    public BrokerMetrics Metrics { get; } = new();

    public ActorRef<TopicsMessage> Topics { get; }

    /// <summary>Starts an actor beside the topics.</summary>
    public ActorRef<TMessage> Spawn<TMessage>(Props<TMessage> props) => _system.Spawn(props);

    /// <summary>Tells the topics, and runs until nobody has anything to do.</summary>
    public void Tell(TopicsMessage message)
    {
        Topics.Tell(message);
        Dispatcher.RunUntilIdle();
    }

    /// <summary>Tells the topics, and runs nothing yet.</summary>
    public void TellLater(TopicsMessage message) => Topics.Tell(message);

    public void Advance(TimeSpan by) => Dispatcher.Advance(by);

    public void Unsubscribe(string topic, ActorRef<SessionMessage> session)
    {
        var name = Sample.Topic(topic);
        Tell(new TopicMessage.Unsubscribe(name, TopicFilter.Of(name), session, default));
    }

    public IReadOnlyList<TopicDescription> List(string filter = "#")
    {
        Tell(new TopicsMessage.ListTopics(Sample.Filter(filter), _listings));
        Advance(TimeSpan.FromSeconds(3));
        return Assert.Single(_listings.TakeAll());
    }

    public void Dispose()
    {
        _system.Terminate();
        Dispatcher.RunUntilIdle();
        Metrics.Dispose();
    }
}
