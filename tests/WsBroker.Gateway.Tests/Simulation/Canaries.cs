using System.Text.Json;
using WsBroker.Broker.Access;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>Users of two tenants with the same names, and some of no tenant, each with topics of its own: every message says where it belongs.</summary>
public sealed class Canaries : IDisposable
{
    private const int Users = 8;
    private const int TopicsOfEach = 4;
    private const int Steps = 3000;

    private static readonly string[] _tenants = ["", "a/", "b/"];

    private readonly SeededNumbers _random = new(11);
    private readonly SimulatedBroker _broker = new(new SimulationOptions
    {
        Access = new AccessOptions { IsRequired = true },
        Topic = new TopicOptions
        {
            Rules = new TopicRules(
            [
                .. _tenants.Select(static tenant => new TopicRule(Filter($"{tenant}p/+/#")) { UserLevel = tenant.Length == 0 ? 1 : 2, Subscribe = AccessLevel.Authenticated }),
                new TopicRule(Filter("#")) { Subscribe = AccessLevel.Server },
            ])
            {
                Otherwise = new TopicSettings { MaxHistoryCount = Steps },
            },
        },
    });

    public void Dispose() => _broker.Dispose();

    [Fact]
    public void AZ_07_Nobody_hears_what_is_anothers_and_who_comes_back_hears_all_that_is_its_own_once()
    {
        var people = (from tenant in _tenants from number in Enumerable.Range(0, Users) select new Person(_broker, tenant, $"{(tenant.Length == 0 ? "n" : "u")}{number}")).ToList();
        var published = new List<(string Topic, string Text)>();
        for (var step = 0; step < Steps; step++)
        {
            var person = people[_random.Below(people.Count)];
            switch (_random.Below(10))
            {
                case 0:
                    person.ComeBack(_broker);
                    break;
                default:
                    var topic = person.Topics[_random.Below(person.Topics.Count)];
                    published.Add((topic, $"{topic} {step}"));
                    _broker.PublishAsServer(topic, published[^1].Text);
                    break;
            }
        }

        foreach (var person in people)
        {
            person.Finish();
            var own = published.Where(one => person.Topics.Contains(one.Topic, StringComparer.Ordinal)).ToList();
            Assert.Equal(own.OrderBy(static one => one.Topic, StringComparer.Ordinal), person.ByStream.OrderBy(static one => one.Topic, StringComparer.Ordinal));
            Assert.Empty(person.ByFilters.Except(own));
            Assert.NotEmpty(person.ByFilters);
        }
    }

    private static TopicFilter Filter(string text) =>
        TopicFilter.TryParse(text, out var filter, out _) ? filter : throw new ArgumentException(text, nameof(text));

    private static (string Topic, string Text) Read(JsonElement message) => (message.GetProperty("topic").GetString()!, message.GetProperty("text").GetString()!);

    /// <summary>A user with a stream of events for what is its own, and a WebSocket that asks for everything.</summary>
    private sealed class Person
    {
        private readonly string _token;
        private readonly string _query;
        private EventReader _stream;
        private SimulatedClient _socket;

        public Person(SimulatedBroker broker, string tenant, string user)
        {
            _token = broker.Tokens.Add($"{tenant}{user}", user, tenant: tenant).Replace("/", "%2F", StringComparison.Ordinal);
            broker.Tokens.Add(_token, user, tenant: tenant);
            Topics = [$"$user/{tenant}{user}", .. Enumerable.Range(0, TopicsOfEach).Select(number => $"{tenant}p/{user}/{number}")];
            _query = string.Join('&', Topics.Select(static topic => $"topic={topic}"));
            (_stream, _socket) = (Listen(broker), Connect(broker));
        }

        public IReadOnlyList<string> Topics { get; }

        public List<(string Topic, string Text)> ByStream { get; } = [];

        public List<(string Topic, string Text)> ByFilters { get; } = [];

        public void ComeBack(SimulatedBroker broker)
        {
            Finish();
            var last = _stream.LastEventId;
            _stream.Client.End();
            _stream = Listen(broker, $"Last-Event-ID: {last}");
            _socket.Transport.Reset();
            broker.Dispatcher.RunUntilIdle();
            _socket = Connect(broker);
        }

        public void Finish()
        {
            ByStream.AddRange(_stream.Events.Where(static one => one.Name is "message").Select(static one => Read(JsonElement.Parse(one.Data))));
            ByFilters.AddRange(_socket.Messages
                .Select(static message => JsonElement.Parse(message))
                .Where(static message => message.TryGetProperty("message", out _))
                .Select(static message => Read(message.GetProperty("message"))));
        }

        private EventReader Listen(SimulatedBroker broker, params string[] headers)
        {
            var stream = EventReader.Open(broker, _query, [$"Authorization: Bearer {_token}", .. headers]);
            Assert.Equal("200", stream.Status);
            return stream;
        }

        private SimulatedClient Connect(SimulatedBroker broker)
        {
            var client = broker.Open("/", $"Authorization: Bearer {_token}");
            foreach (var filter in (string[])["#", "+/p/#", "p/#", "a/#", "b/+/+/#", "$user/+"])
            {
                client.Say($$$"""{"subscribe":{"topic":"{{{filter}}}"}}""");
            }

            return client;
        }
    }
}
