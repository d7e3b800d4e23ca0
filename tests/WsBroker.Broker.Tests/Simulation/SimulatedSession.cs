using WsBroker.Actors;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>A session, and what it has seen: for each topic a run of positions from one subscription to its end.</summary>
internal sealed class SimulatedSession
{
    private const int FirstSubscription = 1_000_000;

    private readonly ActorProbe<SessionMessage> _owner = new();
    private readonly List<SessionEvent> _heard = [];
    private readonly Dictionary<string, TopicPosition> _last = new(StringComparer.Ordinal);
    private readonly Dictionary<int, StartAt> _asked = [];
    private readonly List<(int Number, TopicPosition Position)> _seen = [];
    private readonly Session _session;
    private (int Commands, long Bytes) _spent;

    public SimulatedSession(ulong number, ActorRef<TopicsMessage> topics) => _session = new Session(
        new Participant(new ClientId(number), User: null), new PlainForm(), _owner, new SessionEnvironment { Topics = topics });

    /// <summary>How many of its publications were answered, either way.</summary>
    public int Answers => _heard.OfType<SessionEvent.Published>().Count()
        + _heard.OfType<SessionEvent.Refused>().Count(static refused => Sample.NumberOf(refused.Request) < FirstSubscription);

    public void Publish(TopicName topic, int number)
    {
        var content = Sample.Content($"{number}");
        _spent = (_spent.Commands + 1, _spent.Bytes + content.Size);
        _session.Execute(new Command.Publish(Sample.Request(number), topic, content));
    }

    public void Subscribe(TopicName topic, bool recovers)
    {
        StartAt start = recovers && _last.TryGetValue(topic.Text, out var last) ? new StartAt.After(last) : StartAt.Now.Instance;
        var number = FirstSubscription + _asked.Count;
        _asked.Add(number, start);
        var refusal = _session.Execute(new Command.Subscribe(Sample.Request(number), TopicFilter.Of(topic), start, Echo: true));
        _spent.Commands += refusal is null ? 1 : 0;
    }

    public void Unsubscribe(TopicName topic) => _session.Execute(new Command.Unsubscribe(default, TopicFilter.Of(topic)));

    public void End() => _session.End();

    /// <summary>Takes note of all that has come: deliveries follow what the subscription said, one by one.</summary>
    public void Listen(string where)
    {
        foreach (var news in _owner.TakeAll().Cast<SessionEvent>())
        {
            _session.Note(news);
            _heard.Add(news);
            switch (news)
            {
                case SessionEvent.Subscribed { Position: { } position } subscribed:
                    var start = _asked[Sample.NumberOf(subscribed.Request)];
                    Assert.Equal(start is StartAt.After, subscribed.Recovered is not null);
                    _last[subscribed.Filter.Text] =
                        subscribed.Recovered is true ? ((StartAt.After)start).Position : position;
                    break;
                case SessionEvent.Delivered delivery:
                    See(delivery, where);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Adds where its publications stand.</summary>
    public void AddPositions(Dictionary<int, TopicPosition> positions)
    {
        foreach (var ack in _heard.OfType<SessionEvent.Published>())
        {
            positions.Add(Sample.NumberOf(ack.Request), new TopicPosition($"{ack.Topic} {ack.Epoch}", ack.Offset));
        }
    }

    /// <summary>No topic was let go while something was on its way to it.</summary>
    public void AssertNothingCameTooLate() => Assert.DoesNotContain(
        _heard, static news => news is SessionEvent.Refused { Code: ErrorCode.TopicRestarted });

    /// <summary>All credit that was spent has come back.</summary>
    public void AssertCredit()
    {
        var credits = _heard.OfType<SessionEvent.CreditReturned>().ToList();
        Assert.Equal(_spent.Commands, credits.Sum(static credit => credit.Commands));
        Assert.Equal(_spent.Bytes, credits.Sum(static credit => credit.Bytes));
    }

    /// <summary>What was delivered stands where its publisher was told.</summary>
    public void AssertPositions(Dictionary<int, TopicPosition> positions) =>
        Assert.All(_seen, one => Assert.Equal(positions[one.Number], one.Position));

    private void See(SessionEvent.Delivered delivery, string where)
    {
        foreach (var line in PlainForm.Read(delivery))
        {
            var parts = line.Split(' ');
            var (topic, offset, number) = (parts[0], long.Parse(parts[1], provider: null), int.Parse(parts[2], provider: null));
            var last = _last[topic];
            Assert.True(offset == last.Offset + 1, $"{where}: {line} follows {last.Offset}");
            _last[topic] = last with { Offset = offset };
            _seen.Add((number, new TopicPosition($"{topic} {last.Epoch}", offset)));
        }
    }
}
