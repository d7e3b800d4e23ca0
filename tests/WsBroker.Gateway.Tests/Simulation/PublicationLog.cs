using System.Text.Json;
using WsBroker.TestKit;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>What was published in which topic, in order, as one who always keeps up was told it.</summary>
internal sealed class PublicationLog
{
    private readonly Dictionary<string, List<string>> _publishers = new(StringComparer.Ordinal);
    private readonly SimulatedClient _witness;
    private int _read;

    public PublicationLog(SimulatedBroker broker, IEnumerable<string> topics)
    {
        _witness = broker.Open("/");
        foreach (var topic in topics)
        {
            _publishers.Add(topic, []);
            _witness.Say($$$"""{"subscribe":{"topic":"{{{topic}}}"}}""");
        }
    }

    /// <summary>The topics.</summary>
    public IEnumerable<string> Topics => _publishers.Keys;

    /// <summary>Who published, by the offset from 1 on.</summary>
    public IReadOnlyList<string> PublishersOf(string topic)
    {
        for (; _read < _witness.Messages.Count; _read++)
        {
            using var json = JsonDocument.Parse(_witness.Messages[_read]);
            var message = json.RootElement.GetProperty("message");
            var publishers = _publishers[message.GetProperty("topic").GetString()!];
            publishers.Add(message.GetProperty("client").GetString()!);
            Assert.Equal(publishers.Count, message.GetProperty("offset").GetInt64());
        }

        return _publishers[topic];
    }
}
