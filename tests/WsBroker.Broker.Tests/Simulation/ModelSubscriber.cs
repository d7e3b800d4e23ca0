using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>A client of the model: what it should have heard, and what it has.</summary>
internal sealed class ModelSubscriber
{
    private readonly List<string> _expected = [];
    private ActorProbe<SessionMessage>? _session;

    /// <summary>The last that it knows of the topic.</summary>
    public TopicPosition Last { get; private set; } = new("none", 0);

    public bool IsThere => _session is not null;

    public ActorProbe<SessionMessage> Come()
    {
        _expected.Clear();
        return _session = new ActorProbe<SessionMessage>();
    }

    public void Begin(TopicPosition position, IReadOnlyList<string> missed)
    {
        Last = position;
        _expected.AddRange(missed);
    }

    /// <summary>Something was published; if it is there, it should hear it.</summary>
    public void Expect(string line)
    {
        if (IsThere)
        {
            _expected.Add(line);
            Last = Last with { Offset = Last.Offset + 1 };
        }
    }

    /// <summary>Goes, and remembers how far it came.</summary>
    public ActorProbe<SessionMessage>? Leave()
    {
        var session = _session;
        _session = null;
        return session;
    }

    /// <summary>Nothing is lost, unexpected, twice, or in another order.</summary>
    public void AssertHeardAll()
    {
        if (_session is not null)
        {
            Assert.Equal(_expected, PlainForm.Read(_session.Told).Select(static line => line[2..]), StringComparer.Ordinal);
        }
    }
}
