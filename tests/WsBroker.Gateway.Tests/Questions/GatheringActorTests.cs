using WsBroker.Actors;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Publications;
using WsBroker.Gateway.Questions;
using WsBroker.TestKit;

namespace WsBroker.Gateway.Tests.Questions;

public sealed class GatheringActorTests
{
    private static readonly ConnectionDescription _connection = new(new Participant(new ClientId(7), "u1"), []);

    private readonly ActorProbe<IReadOnlyList<ConnectionDescription>> _answer = new();
    private readonly SimulationDispatcher _dispatcher = new(seed: 1);
    private readonly ActorRef<GatheringMessage> _gathering;

    public GatheringActorTests()
    {
        var system = new LocalActorSystem(new ActorSystemOptions { Time = _dispatcher.Time, Dispatcher = _dispatcher });
        _gathering = system.Spawn(new Props<GatheringMessage>(() => new GatheringActor(listeners: 2, _answer)));
    }

    [Fact]
    public void Answers_once_when_all_that_were_asked_have_in_whatever_order()
    {
        Tell(new GatheringMessage.Answered(_connection), new GatheringMessage.Asked(2), new GatheringMessage.Asked(1), GatheringMessage.Answered.Nothing);
        var before = _answer.Told;

        Tell(GatheringMessage.Answered.Nothing);
        _dispatcher.Advance(TimeSpan.FromSeconds(5));

        Assert.Empty(before);
        Assert.Equal([_connection], Assert.Single(_answer.Told));
    }

    [Fact]
    public void Answers_at_once_when_there_is_nobody_to_ask()
    {
        Tell(new GatheringMessage.Asked(0), new GatheringMessage.Asked(0));

        Assert.Empty(Assert.Single(_answer.Told));
    }

    [Fact]
    public void Answers_after_two_seconds_without_those_that_did_not()
    {
        Tell(new GatheringMessage.Asked(2), new GatheringMessage.Answered(_connection));

        _dispatcher.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal([_connection], Assert.Single(_answer.Told));
    }

    private void Tell(params ReadOnlySpan<GatheringMessage> messages)
    {
        foreach (var message in messages)
        {
            _gathering.Tell(message);
            _dispatcher.RunUntilIdle();
        }
    }
}
