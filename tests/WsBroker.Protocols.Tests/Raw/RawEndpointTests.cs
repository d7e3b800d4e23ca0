using System.Buffers;
using WsBroker.Actors;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Protocols.Raw;
using WsBroker.TestKit;

namespace WsBroker.Protocols.Tests.Raw;

public sealed class RawEndpointTests
{
    private readonly RawEndpoint _endpoint = new();

    [Theory]
    [InlineData("/topics/a", "a")]
    [InlineData("/topics/a/b", "a/b")]
    [InlineData("/topics/a%2Fb", "a/b")]
    [InlineData("/topics/a%2fb", "a/b")]
    [InlineData("/topics/%61", "a")]
    [InlineData("/topics//", "/")]
    [InlineData("/topics/a/../b", "a/../b")]
    [InlineData("/topics/a+b", null)]
    [InlineData("/topics/%23", null)]
    [InlineData("/topics/%C3%A9%F0%9F%98%80", "é\U0001F600")]
    [InlineData("/topics/room%201", "room 1")]
    [InlineData("/topics/%2561", "%61")]
    [InlineData("/topics/", null)]
    [InlineData("/topics/%00", null)]
    [InlineData("/topics/a%0d%0aX", null)]
    [InlineData("/topics/%", null)]
    [InlineData("/topics/%4", null)]
    [InlineData("/topics/%zz", null)]
    [InlineData("/topics/%C3", null)]
    [InlineData("/topics/%C0%AF", null)]
    [InlineData("/topics/%ED%A0%80", null)]
    [InlineData("/topics/%FF", null)]
    public void The_path_names_one_topic_or_is_refused(string path, string? expected)
    {
        var opening = _endpoint.Open(path, "mode=sub");

        if (expected is null)
        {
            Assert.NotEmpty(Assert.IsType<Opening.InvalidTopic>(opening).Detail);
        }
        else
        {
            Assert.Equal(expected, Assert.Single(Begin(opening).OfType<TopicMessage.Subscribe>()).Topic.Text);
        }
    }

    [Fact]
    public void AZ_06_Whatever_was_asked_for_before_the_topic_is_that_of_the_path()
    {
        // Far more than are remembered, each in the place of others, and then once more
        foreach (var number in Enumerable.Range(0, 2000).Concat(Enumerable.Range(0, 2000)))
        {
            Assert.Equal($"room/{number}", Assert.Single(Begin(_endpoint.Open($"/topics/room%2F{number}", "")).OfType<TopicMessage.Subscribe>()).Topic.Text);
        }
    }

    [Theory]
    [InlineData("", false, 0)]
    [InlineData("mode=both", false, 0)]
    [InlineData("echo=true", true, 0)]
    [InlineData("echo=false&last=10", false, 10)]
    [InlineData("last=1000000", false, 1_000_000)]
    [InlineData("mode=sub", true, 0)]
    [InlineData("token=abc&x&=&&echo=true", true, 0)]
    public void The_query_says_how_to_subscribe(string query, bool echo, int last)
    {
        var told = Begin(_endpoint.Open("/topics/a", query));

        var order = Assert.IsType<TopicMessage.Subscribe>(Assert.Single(told));
        Assert.Equal(echo, order.Subscriber.Echo);
        Assert.Equal(last == 0 ? StartAt.Now.Instance : new StartAt.Last(last), order.Start);
    }

    [Theory]
    [InlineData("mode")]
    [InlineData("mode=")]
    [InlineData("mode=Both")]
    [InlineData("mode=pubsub")]
    [InlineData("echo=1")]
    [InlineData("last=-1")]
    [InlineData("last=+1")]
    [InlineData("last=1000001")]
    [InlineData("last=99999999999")]
    [InlineData("last=")]
    [InlineData("echo=true&echo=x")]
    public void A_value_that_is_not_allowed_is_refused(string query) =>
        Assert.NotEmpty(Assert.IsType<Opening.InvalidQuery>(_endpoint.Open("/topics/a", query)).Detail);

    [Fact]
    public void Who_only_publishes_subscribes_to_nothing() => Assert.Empty(Begin(_endpoint.Open("/topics/a", "mode=pub")));

    [Theory]
    [InlineData("/topics/a", true)]
    [InlineData("/topics", false)]
    [InlineData("/Topics/a", false)]
    [InlineData("/", false)]
    public void Owns_what_lies_below_topics(string path, bool expected) => Assert.Equal(expected, _endpoint.Owns(path));

    [Fact]
    public void Speaks_no_subprotocol() => Assert.Null(_endpoint.ChooseSubprotocol(["wsbroker.v1.json"]));

    private static IReadOnlyList<TopicsMessage> Begin(Opening opening)
    {
        var topics = new ActorProbe<TopicsMessage>();
        var owner = new ActorProbe<SessionMessage>();
        var accepted = Assert.IsType<Opening.Accepted>(opening, exactMatch: false);

        accepted.Start(Session(owner, topics)).Open(new ArrayBufferWriter<byte>());

        return topics.Told;
    }

    private static Session Session(ActorRef<SessionMessage> owner, ActorRef<TopicsMessage> topics) =>
        new(new Participant(new ClientId(1), User: null), form: null!, owner, new SessionEnvironment { Topics = topics });
}
