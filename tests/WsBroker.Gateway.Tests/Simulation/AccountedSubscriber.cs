using System.Text.Json;
using WsBroker.TestKit;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>A client of the JSON protocol, and what it should be told of: all that was published while it was subscribed.</summary>
internal sealed class AccountedSubscriber
{
    private readonly List<string> _filters = [];
    private readonly Dictionary<string, List<long>> _expected;
    private readonly Dictionary<string, int> _since;
    private readonly PublicationLog _log;
    private readonly SimulatedClient _client;
    private readonly string _id;
    private readonly string _name;
    private readonly bool _hasEcho;

    public AccountedSubscriber(SimulatedClient client, PublicationLog log, bool hasEcho, string name)
    {
        (_client, _log, _hasEcho, _name) = (client, log, hasEcho, name);
        _expected = log.Topics.ToDictionary(static topic => topic, static _ => new List<long>(), StringComparer.Ordinal);
        _since = log.Topics.ToDictionary(static topic => topic, static _ => 0, StringComparer.Ordinal);
        client.Say("""{"id":1,"connect":{}}""");
        using var connected = JsonDocument.Parse(client.Messages[0]);
        _id = connected.RootElement.GetProperty("connected").GetProperty("client").GetString()!;
    }

    /// <summary>Whether the server has closed it.</summary>
    public bool IsClosed => _client.Closed is not null || _client.Transport.IsClosed;

    /// <summary>How many gaps it was told.</summary>
    public int Gaps => _client.Messages.Count(static message => message.StartsWith("{\"gap\"", StringComparison.Ordinal));

    /// <summary>Goes on reading, but for so many bytes only.</summary>
    public void Read(int bytes) => _client.Transport.LimitRoom(bytes);

    public void Subscribe(string filter)
    {
        if (!_filters.Contains(filter, StringComparer.Ordinal))
        {
            Settle();
            _filters.Add(filter);
            Say($$$"""{"subscribe":{"topic":"{{{filter}}}","echo":{{{(_hasEcho ? "true" : "false")}}}}}""");
        }
    }

    public void Unsubscribe()
    {
        if (_filters.Count > 0)
        {
            Settle();
            Say($$$"""{"unsubscribe":{"topic":"{{{_filters[0]}}}"}}""");
            _filters.RemoveAt(0);
        }
    }

    /// <summary>Sends commands in one piece, so that a topic may hand on what they publish with one delivery.</summary>
    public void Say(params IEnumerable<string> commands)
    {
        _client.Write([.. commands.SelectMany(SimulatedClient.Text)]);
        if (!_client.Transport.IsAwaited)
        {
            // It is not read, since too much waits for it: what it says must be heard before the next step
            Read(int.MaxValue);
            _client.Write([]);
        }

        _client.Read();
    }

    /// <summary>Every offset was delivered or declared lost, once and in order; one that was closed got a beginning of that.</summary>
    public void AssertAccounted()
    {
        Settle();
        foreach (var (topic, expected) in _expected)
        {
            var told = Told(topic).ToList();
            Assert.True(
                (IsClosed ? expected.Take(told.Count) : expected).SequenceEqual(told),
                $"{_name}, {topic}: not told {string.Join(' ', expected.Except(told))}, too much {string.Join(' ', told.Except(expected))}");
        }
    }

    // What was published since the last change is for it if it was subscribed, and if it is not its own
    private void Settle()
    {
        foreach (var topic in _log.Topics)
        {
            var publishers = _log.PublishersOf(topic);
            var isSubscribed = _filters.Exists(filter => filter is "a/+" || filter.Equals(topic, StringComparison.Ordinal));
            for (; _since[topic] < publishers.Count; _since[topic]++)
            {
                if (isSubscribed && (_hasEcho || !publishers[_since[topic]].Equals(_id, StringComparison.Ordinal)))
                {
                    _expected[topic].Add(_since[topic] + 1);
                }
            }
        }
    }

    private IEnumerable<long> Told(string topic)
    {
        foreach (var text in _client.Messages)
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.TryGetProperty("message", out var message) && message.GetProperty("topic").ValueEquals(topic))
            {
                yield return message.GetProperty("offset").GetInt64();
            }
            else if (json.RootElement.TryGetProperty("gap", out var gap) && gap.GetProperty("topic").ValueEquals(topic))
            {
                for (var lost = gap.GetProperty("from").GetInt64(); lost <= gap.GetProperty("to").GetInt64(); lost++)
                {
                    yield return lost;
                }
            }
        }
    }
}
