using System.Text;
using System.Text.Json;
using WsBroker.Client.Messages;

namespace WsBroker.Client.Tests.Messages;

public sealed class EventReaderTests
{
    private readonly EventReader _reader = new();

    [Theory]
    [InlineData("""{"message":{"topic":"a","offset":1,"data":{"x": [1, 2]},"at":5}}""", PayloadKind.Json, """{"x": [1, 2]}""")]
    [InlineData("""{"message":{"topic":"a","offset":1,"data":null}}""", PayloadKind.Json, "null")]
    [InlineData("""{"message":{"text":"caf\u00e9 \"x\"","topic":"a","offset":1}}""", PayloadKind.Text, "café \"x\"")]
    [InlineData("""{"message":{"topic":"a","offset":1,"text":""}}""", PayloadKind.Text, "")]
    [InlineData("""{"message":{"topic":"a","offset":1,"base64":"aGk="}}""", PayloadKind.Binary, "hi")]
    public void Reads_a_message_with_its_payload_as_it_stands(string json, PayloadKind kind, string payload)
    {
        var read = Assert.IsType<ServerEvent.Delivered>(Read(json));

        Assert.Equal(("a", 1), (read.Message.Topic, read.Message.Offset));
        Assert.Equal(kind, read.Message.Kind);
        Assert.Equal(payload, read.Message.GetText());
    }

    [Fact]
    public void Members_of_the_payload_are_not_taken_for_members_of_the_message()
    {
        var read = Assert.IsType<ServerEvent.Delivered>(
            Read("""{"message":{"topic":"a","offset":1,"data":{"topic":"b","offset":9,"error":{}},"later":[{"offset":8}]},"error2":{}}"""));

        Assert.Equal(("a", 1), (read.Message.Topic, read.Message.Offset));
    }

    [Fact]
    public void Reads_a_session_that_was_taken_up_again()
    {
        var none = Assert.IsType<ServerEvent.Connected>(Read("""{"id":1,"connected":{"session":"S","resumed":false,"topics":[]}}"""));
        var some = Assert.IsType<ServerEvent.Connected>(Read("""{"id":1,"connected":{"topics":["a","b/#"],"resumed":true,"session":"S"}}"""));

        Assert.Equal("S", none.Session);
        Assert.Null(none.Resumed);
        Assert.Equal(["a", "b/#"], some.Resumed!, StringComparer.Ordinal);
        Assert.Equal(
            new ServerEvent.Subscribed(Id: null, "b/#", Position: null, Recovered: null), Read("""{"subscribed":{"topic":"b/#"}}"""));
    }

    [Fact]
    public void Reads_a_page_of_a_history()
    {
        var page = Assert.IsType<ServerEvent.HistoryRead>(Read(
            """{"id":5,"history":{"messages":[{"topic":"a","offset":3,"data":{"topic":"x"},"client":"c","at":5},{"topic":"a","offset":4,"text":"y"}],"topic":"a","epoch":"E","offset":9}}"""));

        Assert.Equal((5, new TopicPosition("E", 9)), (page.Id, page.Page.Top));
        Assert.Equal([new TopicPosition("E", 3), new TopicPosition("E", 4)], page.Page.Messages.Select(one => one.Position!.Value));
        Assert.Equal(["{\"topic\":\"x\"}", "y"], page.Page.Messages.Select(one => one.GetText()), StringComparer.Ordinal);
    }

    [Fact]
    public void Reads_who_is_there_who_comes_and_who_goes()
    {
        var answer = Assert.IsType<ServerEvent.PresenceRead>(Read(
            """{"id":6,"presence":{"topic":"a","count":2,"clients":[{"client":"c","user":"u","name":"n","info":{ "x":1 }},{"client":"d","user":null}]}}"""));
        var joined = Assert.IsType<ServerEvent.Joined>(Read("""{"joined":{"topic":"a","client":"c","user":"u"}}"""));

        Assert.Equal(("a", 2), (answer.Presence.Topic, answer.Presence.Count));
        Assert.Equal(("c", "u", "n"), (answer.Presence.Clients[0].Client, answer.Presence.Clients[0].User, answer.Presence.Clients[0].Name));
        Assert.Equal("""{ "x":1 }""", Encoding.UTF8.GetString(answer.Presence.Clients[0].Info.Span));
        Assert.Equal("d", answer.Presence.Clients[1].Client);
        Assert.Equal(("a", "c", "u"), (joined.Topic, joined.Client.Client, joined.Client.User));
        Assert.Equal("c", Assert.IsType<ServerEvent.Left>(Read("""{"left":{"topic":"a","client":"c"}}""")).Client.Client);
        Assert.Equal(new ServerEvent.PresenceCounted("a", 5000), Read("""{"presence":{"topic":"a","count":5000}}"""));
    }

    [Fact]
    public void A_topic_that_comes_again_is_the_same_string()
    {
        var first = Assert.IsType<ServerEvent.Delivered>(Read("""{"message":{"topic":"a/b","offset":1,"text":""}}"""));
        var second = Assert.IsType<ServerEvent.Delivered>(Read("""{"message":{"topic":"a\/b","offset":2,"text":""}}"""));

        Assert.Same(first.Message.Topic, second.Message.Topic);
    }

    [Fact]
    public void Reads_the_answers_whatever_the_order_of_their_members()
    {
        Assert.Equal(
            new ServerEvent.Published(3, new TopicPosition("E", 59)),
            Read("""{"published":{"offset":59,"epoch":"E","topic":"a"},"id":3}"""));
        Assert.Equal(
            new ServerEvent.Subscribed(2, "a", new TopicPosition("E", 57), Recovered: true),
            Read("""{"id":2,"subscribed":{"topic":"a","epoch":"E","offset":57,"recovered":true}}"""));
        Assert.Equal(new ServerEvent.Subscribed(2, "a/#", Position: null, Recovered: null), Read("""{"id":2,"subscribed":{"topic":"a/#"}}"""));
        Assert.Equal(
            new ServerEvent.Connected(1, "c1"),
            Read("""{"id":1,"connected":{"client":"c1","user":null,"node":"n","version":"1","ping":25}}"""));
        Assert.Equal(
            new ServerEvent.Refused(8, 103, "no", CanRetry: false),
            Read("""{"id":8,"error":{"code":103,"message":"no","retry":false}}"""));
        Assert.Equal(
            new ServerEvent.Refused(Id: null, 100, "no", CanRetry: true),
            Read("""{"error":{"code":100,"message":"no","retry":true}}"""));
        Assert.Equal(
            new ServerEvent.Refused(8, 306, "later", CanRetry: true) { RetryAfter = TimeSpan.FromMilliseconds(1500) },
            Read("""{"id":8,"error":{"code":306,"message":"later","retry":true,"retryAfterMs":1500}}"""));
    }

    [Fact]
    public void Reads_what_the_server_tells_of_itself()
    {
        Assert.Equal(
            new ServerEvent.Gap("a", 60, 75, "slow"), Read("""{"gap":{"topic":"a","from":60,"to":75,"reason":"slow"}}"""));
        Assert.Equal(
            new ServerEvent.Unsubscribed("a", 500, "failed"),
            Read("""{"unsubscribed":{"topic":"a","code":500,"reason":"failed"}}"""));
        Assert.Equal(
            new ServerEvent.Draining(TimeSpan.FromMilliseconds(1800)), Read("""{"draining":{"reconnectAfterMs":1800}}"""));
    }

    [Theory]
    [InlineData("""{"pong":{}}""")]
    [InlineData("""{"id":4,"unsubscribed":{"topic":"a"}}""")]
    [InlineData("""{"id":"ours are numbers","history":{"messages":[]}}""")]
    [InlineData("{}")]
    public void Leaves_alone_what_a_client_has_no_use_for(string json) => Assert.Same(ServerEvent.Other.Instance, Read(json));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("""{"message":1}""")]
    [InlineData("""{"message":{"offset":1,"text":"no topic"}}""")]
    [InlineData("""{"message":{"topic":"no payload","offset":1}}""")]
    [InlineData("""{"message":{"topic":1,"offset":1,"text":""}}""")]
    [InlineData("""{"message":{"topic":"a","offset":"1","text":""}}""")]
    [InlineData("""{"message":{"topic":"a","offset":1.5,"text":""}}""")]
    [InlineData("""{"message":{"topic":"a","offset":1,"text":1}}""")]
    [InlineData("""{"message":{"topic":"a","offset":1,"text":"\ud800"}}""")]
    [InlineData("""{"message":{"topic":"\ud800","offset":1,"text":""}}""")]
    [InlineData("""{"message":{"topic":"a","offset":1,"base64":"%"}}""")]
    [InlineData("""{"published":{"epoch":"E","offset":1}}""")]
    [InlineData("""{"id":1,"published":{"offset":1}}""")]
    [InlineData("""{"id":1,"subscribed":{"recovered":1}}""")]
    public void Refuses_what_breaks_the_protocol(string json) => Assert.ThrowsAny<JsonException>(() => Read(json));

    private ServerEvent Read(string json) => _reader.Read(Encoding.UTF8.GetBytes(json));
}
