using WsBroker.Broker.Tests.Topics;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>One run of sessions and topics; what every session was told is checked against where the topics say it stands.</summary>
internal sealed class SessionsRun(ulong seed, TopicOptions options) : IDisposable
{
    private static readonly TopicName[] _topics = [Sample.Topic("a/1"), Sample.Topic("a/2")];

    private readonly SeededNumbers _numbers = new(seed);
    private readonly TopicsRun _broker = new(seed, options);
    private readonly Dictionary<int, TopicPosition> _positions = [];
    private readonly List<SimulatedSession> _sessions = [];
    private int _published;

    public void Run()
    {
        for (var number = 0; number < 6; number++)
        {
            _sessions.Add(new SimulatedSession((ulong)number, _broker.Topics));
        }

        for (var step = 0; step < 400; step++)
        {
            Step();
        }

        _broker.Advance(TimeSpan.Zero);
        Check();
        AssertNothingIsLeft();
    }

    public void Dispose() => _broker.Dispose();

    private void Step()
    {
        var session = _numbers.Pick(_sessions);
        var topic = _numbers.Pick(_topics);
        switch (_numbers.Below(8))
        {
            case 0 or 1 or 2:
                session.Publish(topic, ++_published);
                break;
            case 3:
                session.Subscribe(topic, recovers: _numbers.OneIn(2));
                break;
            case 4:
                session.Unsubscribe(topic);
                break;
            case 5:
                session.Listen($"seed {seed}");
                break;
            case 6 when _numbers.OneIn(4):
                _broker.Advance(TimeSpan.FromSeconds(_numbers.Below(4)));
                break;
            default:
                _broker.Dispatcher.RunUntilIdle(maxTurns: _numbers.Below(6));
                break;
        }
    }

    private void Check()
    {
        foreach (var session in _sessions)
        {
            session.Listen($"seed {seed}");
            session.AddPositions(_positions);
        }

        foreach (var session in _sessions)
        {
            session.AssertPositions(_positions);
            session.AssertCredit();
            session.AssertNothingCameTooLate();
        }

        Assert.Equal(_published, _sessions.Sum(static session => session.Answers));
        Assert.Equal(_positions.Count, _positions.Values.Distinct().Count());
    }

    private void AssertNothingIsLeft()
    {
        foreach (var session in _sessions)
        {
            session.End();
        }

        _broker.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(_broker.List());
    }
}
