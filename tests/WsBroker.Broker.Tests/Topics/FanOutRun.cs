using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Topics;

/// <summary>Fan-outs in pieces, between which subscribers come and go as the seed decides.</summary>
internal sealed class FanOutRun(ulong seed)
{
    private readonly SeededNumbers _numbers = new(seed);
    private readonly SubscriberList _subscribers = new();
    private readonly PlainForm _form = new();
    private readonly Queue<FanOut> _fanOuts = new();
    private readonly Dictionary<ActorProbe<SessionMessage>, long> _since = [];
    private long _offset;

    public void Run()
    {
        for (var step = 0; step < 200; step++)
        {
            Step();
        }

        while (_fanOuts.Count > 0)
        {
            Serve();
        }

        foreach (var (probe, since) in _since)
        {
            AssertRun(probe, since, upTo: _offset);
        }
    }

    private void Step()
    {
        switch (_numbers.Below(4))
        {
            case 0:
                Publish();
                break;
            case 1:
                var probe = new ActorProbe<SessionMessage>();
                _subscribers.Add(new Subscriber(Sample.Filter("t"), probe, Sample.Client, _form, Echo: true), _offset + 1);
                _since.Add(probe, _offset + 1);
                break;
            case 2 when _since.Count > 0:
                Leave(_numbers.Pick([.. _since.Keys]));
                break;
            default:
                Serve();
                break;
        }
    }

    private void Publish()
    {
        var fanOut = new FanOut(TopicSettings.Default);
        for (var more = 1 + _numbers.Below(3); more > 0; more--)
        {
            fanOut.Add(Sample.Publication(++_offset), new ActorProbe<SessionMessage>());
        }

        _fanOuts.Enqueue(fanOut);
    }

    private void Leave(ActorProbe<SessionMessage> probe)
    {
        _subscribers.Remove(probe);
        _since.Remove(probe, out var since);
        var last = AssertRun(probe, since, upTo: null);
        probe.TakeAll();
        Assert.InRange(last, since - 1, _offset);
    }

    private void Serve()
    {
        var budget = 1 + _numbers.Below(4);
        while (_fanOuts.TryPeek(out var fanOut) && fanOut.Serve(_subscribers, ref budget))
        {
            _fanOuts.Dequeue();
        }
    }

    private long AssertRun(ActorProbe<SessionMessage> probe, long since, long? upTo)
    {
        var offsets = PlainForm.Read(probe.Told)
            .Select(static line => long.Parse(line.Split(' ')[1], provider: null)).ToList();
        var count = upTo is { } top ? top - since + 1 : offsets.Count;
        Assert.True(
            offsets.SequenceEqual(Enumerable.Range(0, (int)count).Select(at => since + at)),
            $"seed {seed}: {string.Join(' ', offsets)} since {since} up to {upTo}");
        return since - 1 + offsets.Count;
    }
}
