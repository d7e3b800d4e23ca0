using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Tests.Topics;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Sessions;

/// <summary>Clients that come back, in simulation: topics, and where sessions are kept.</summary>
internal sealed class SessionsRun : IDisposable
{
    private readonly TopicsRun _topics;
    private readonly List<ResumableClient> _clients = [];

    public SessionsRun(ulong seed = 1, KeptSessionOptions? options = null, TopicOptions? topic = null)
    {
        options ??= new KeptSessionOptions();
        _topics = new TopicsRun(seed, topic);
        Kept = _topics.Spawn(KeptSessionsActor.Props(options));
        Environment = new SessionEnvironment { Topics = _topics.Topics, Keeping = new SessionKeeping(Kept, _topics.Identifiers) { Age = options.Age } };
    }

    /// <summary>What sessions share.</summary>
    public SessionEnvironment Environment { get; }

    /// <summary>Where they are kept.</summary>
    public ActorRef<KeptSessionsMessage> Kept { get; }

    public SimulationDispatcher Dispatcher => _topics.Dispatcher;

    public IReadOnlyList<TopicDescription> Topics => _topics.List();

    /// <summary>A client that has not said anything yet.</summary>
    public ResumableClient Client(string? user = null)
    {
        var client = new ResumableClient(Environment, Settle, (ulong)_clients.Count + 1, user);
        _clients.Add(client);
        return client;
    }

    /// <summary>Lets everything happen that does not wait for time to pass.</summary>
    public void Settle()
    {
        do
        {
            _clients.ForEach(static client => client.Listen());
        }
        while (Dispatcher.RunUntilIdle() > 0);
    }

    public void Advance(TimeSpan by)
    {
        Dispatcher.Advance(by);
        Settle();
    }

    public void Dispose() => _topics.Dispose();
}
