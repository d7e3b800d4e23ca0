using WsBroker.Broker.Topics;
using WsBroker.Gateway.Connections;
using WsBroker.TestKit;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>One run, in which what every subscriber was told is held against what was published while it was subscribed.</summary>
internal sealed class DeclaredLossRun : IDisposable
{
    private static readonly (string Name, OverflowPolicy Policy)[] _topics =
    [
        ("a/oldest", OverflowPolicy.DropOldest), ("a/newest", OverflowPolicy.DropNewest),
        ("a/conflated", OverflowPolicy.Conflate), ("a/strict", OverflowPolicy.Disconnect),
    ];

    private readonly List<AccountedSubscriber> _subscribers = [];
    private readonly SeededNumbers _numbers;
    private readonly SimulatedBroker _broker;
    private readonly ulong _seed;

    public DeclaredLossRun(ulong seed)
    {
        _seed = seed;
        _numbers = new SeededNumbers(seed);
        var rules = _topics.Select(static topic => OverflowRule.Of(topic.Name, topic.Policy));
        _broker = new SimulatedBroker(new SimulationOptions
        {
            Seed = seed,
            Topic = new TopicOptions { Rules = new TopicRules([.. rules]), FanOutChunk = 1 + (int)(seed % 5) },
            Connection = new ConnectionOptions { MaxQueuedBytes = 4000 },
        });
    }

    /// <summary>Runs, and checks.</summary>
    /// <returns>How many gaps were told, and how many subscribers were closed.</returns>
    public (int Gaps, int Closed) Run()
    {
        var log = new PublicationLog(_broker, _topics.Select(static topic => topic.Name));
        for (var number = 0; number < 6; number++)
        {
            _subscribers.Add(new AccountedSubscriber(_broker.Open("/"), log, number % 2 == 0, $"seed {_seed}, subscriber {number}"));
        }

        for (var step = 0; step < 500; step++)
        {
            Step(_numbers.Pick(_subscribers.FindAll(static subscriber => !subscriber.IsClosed)));
        }

        _subscribers.ForEach(static subscriber => subscriber.Read(int.MaxValue));
        _broker.Dispatcher.RunUntilIdle();
        _subscribers.ForEach(static subscriber => subscriber.AssertAccounted());
        return (_subscribers.Sum(static subscriber => subscriber.Gaps), _subscribers.Count(static subscriber => subscriber.IsClosed));
    }

    public void Dispose() => _broker.Dispose();

    private void Step(AccountedSubscriber subscriber)
    {
        switch (_numbers.Below(12))
        {
            case 0:
                subscriber.Subscribe(_numbers.OneIn(3) ? "a/+" : Topic());
                break;
            case 1 when _numbers.OneIn(3):
                subscriber.Unsubscribe();
                break;
            case 2 or 3:
                subscriber.Read(_numbers.Pick([0, 1, 100, 3000, int.MaxValue]));
                _broker.Dispatcher.RunUntilIdle();
                break;
            case 4:
                _broker.Dispatcher.Advance(TimeSpan.FromMilliseconds(_numbers.Below(500)));
                break;
            default:
                subscriber.Say(Enumerable.Range(0, _numbers.Below(8)).Select(_ => Publish()));
                break;
        }
    }

    private string Publish()
    {
        var text = new string('x', _numbers.Below(400));
        return $$$$"""{"publish":{"topic":"{{{{Topic()}}}}","text":"{{{{text}}}}","headers":{"key":"{{{{_numbers.Below(3)}}}}"}}}""";
    }

    // The strict one seldom, so that few are closed
    private string Topic() => _topics[_numbers.OneIn(40) ? 3 : _numbers.Below(3)].Name;
}
