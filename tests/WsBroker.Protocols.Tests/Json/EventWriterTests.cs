using System.Buffers;
using System.Text;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Protocols.Json;

namespace WsBroker.Protocols.Tests.Json;

public sealed class EventWriterTests
{
    private static readonly RequestId _seven = new("7"u8.ToArray());
    private static readonly TopicName _topic = Name("t/é\"");
    private static readonly TopicFilter _filter = TopicFilter.Of(_topic);
    private static readonly JsonProtocolOptions _options = new() { Node = "n", Version = "v" };

    [Fact]
    public void Writes_an_answer_with_the_id_of_its_request()
    {
        Assert.Equal("""{"id":7,"pong":{}}""", Write(new SessionEvent.Pong(_seven)));
        Assert.Equal("""{"pong":{}}""", Write(new SessionEvent.Pong(default)));
        Assert.Equal(
            """{"id":"a\"","pong":{}}""", Write(new SessionEvent.Pong(new RequestId("\"a\\\"\""u8.ToArray()))));
    }

    [Fact]
    public void DN_01_Writes_when_to_come_back_to_a_node_that_is_to_end() => Assert.Equal(
        """{"draining":{"reconnectAfterMs":1800}}""", Write(new SessionEvent.Draining(TimeSpan.FromSeconds(1.8))));

    [Fact]
    public void Writes_where_a_publication_stands() => Assert.Equal(
        """{"id":7,"published":{"topic":"t/é\"","epoch":"e","offset":9007199254740991}}""",
        Write(new SessionEvent.Published(_seven, _topic, "e", 9007199254740991)));

    [Fact]
    public void Writes_that_a_publication_was_there_already() => Assert.Equal(
        """{"id":7,"published":{"topic":"t/é\"","epoch":"e","offset":1,"duplicate":true}}""",
        Write(new SessionEvent.Published(_seven, _topic, "e", 1) { IsDuplicate = true }));

    [Fact]
    public void Writes_where_a_subscription_begins()
    {
        Assert.Equal(
            """{"id":7,"subscribed":{"topic":"t/é\"","epoch":"e","offset":3,"recovered":false}}""",
            Write(new SessionEvent.Subscribed(_seven, _filter, new TopicPosition("e", 3), Recovered: false)));
        Assert.Equal(
            """{"subscribed":{"topic":"t/é\""}}""",
            Write(new SessionEvent.Subscribed(default, _filter, Position: null, Recovered: null)));
    }

    [Fact]
    public void Writes_what_a_slow_subscriber_does_not_get() => Assert.Equal(
        """{"gap":{"topic":"t/é\"","from":60,"to":9007199254740991,"reason":"slow"}}""",
        Write(new SessionEvent.Gap(_topic, 60, 9007199254740991)));

    [Fact]
    public void Writes_that_a_subscription_has_ended_and_why_if_the_client_did_not_ask()
    {
        Assert.Equal(
            """{"id":7,"unsubscribed":{"topic":"t/é\""}}""", Write(new SessionEvent.Unsubscribed(_seven, _filter)));
        Assert.Equal(
            """{"unsubscribed":{"topic":"t/é\"","code":500,"reason":"the broker failed at this topic; subscribe again with recovery"}}""",
            Write(new SessionEvent.SubscriptionEnded(_filter, ErrorCode.TopicFailed)));
    }

    [Fact]
    public void Writes_a_history()
    {
        var publication = new Publication(_topic, "E", 2, 5, new Content(PayloadKind.Json, "[ 1 ]"u8.ToArray()), default);

        Assert.Equal(
            """{"id":7,"history":{"topic":"t/é\"","epoch":"e","offset":9,"messages":[{"topic":"t/é\"","offset":2,"data":[ 1 ],"at":5}]}}""",
            Write(new SessionEvent.HistoryRead(_seven, _topic, new TopicPosition("e", 9), [publication])));
        Assert.Equal(
            """{"history":{"topic":"t/é\"","epoch":"e","offset":9,"messages":[]}}""",
            Write(new SessionEvent.HistoryRead(default, _topic, new TopicPosition("e", 9), [])));
    }

    [Fact]
    public void Writes_who_is_there() => Assert.Equal(
        """{"id":7,"presence":{"topic":"t/é\"","count":9,"clients":[{"client":"00000000000000ff","user":"u","name":"n","info":{ "x":1 }},{"client":"0000000000000001"}]}}""",
        Write(new SessionEvent.PresenceRead(_seven, _topic, 9,
        [
            new Participant(new ClientId(255), "u") { Name = "n", Info = """{ "x":1 }"""u8.ToArray() },
            new Participant(new ClientId(1), User: null),
        ])));

    [Fact]
    public void Writes_who_the_client_is() => Assert.Equal(
        """{"id":7,"connected":{"client":"00000000000000ff","user":null,"node":"n","version":"v","ping":25}}""",
        Write(new SessionEvent.Connected(_seven, new Participant(new ClientId(255), User: null))));

    [Fact]
    public void Writes_by_which_secret_a_session_can_be_taken_up_again_and_what_was()
    {
        var welcome = new SessionEvent.Connected(_seven, new Participant(new ClientId(255), "u")) { Session = new SessionId(1, 2) };
        const string begin = """{"id":7,"connected":{"client":"00000000000000ff","user":"u","node":"n","version":"v","ping":25""";
        const string session = ",\"session\":\"00000000000000010000000000000002\"";

        Assert.Equal(begin + session + "}}", Write(welcome));
        Assert.Equal(begin + session + ""","resumed":false,"topics":[]}}""", Write(welcome with { Resumed = false }));
        var subscription = new Command.Subscribe(default, _filter, StartAt.Now.Instance, Echo: true);
        Assert.Equal(
            begin + session + ""","resumed":true,"topics":["t/é\""]}}""",
            Write(welcome with { Resumed = true, Subscriptions = [subscription] }));
    }

    [Fact]
    public void Writes_until_when_a_new_token_counts() => Assert.Equal(
        """{"id":7,"refreshed":{"expires":1700000000}}""",
        Write(new SessionEvent.Refreshed(_seven, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000))));

    [Theory]
    [InlineData(ErrorCode.MalformedMessage, false)]
    [InlineData(ErrorCode.UnknownCommand, false)]
    [InlineData(ErrorCode.MissingMember, false)]
    [InlineData(ErrorCode.InvalidMember, false)]
    [InlineData(ErrorCode.InvalidTopic, false)]
    [InlineData(ErrorCode.DuplicateMember, false)]
    [InlineData(ErrorCode.AlreadySubscribed, false)]
    [InlineData(ErrorCode.NotSubscribed, false)]
    [InlineData(ErrorCode.TooManySubscriptions, false)]
    [InlineData(ErrorCode.AlreadyConnected, false)]
    [InlineData(ErrorCode.SystemTopic, false)]
    [InlineData(ErrorCode.NoPresence, false)]
    [InlineData(ErrorCode.NotConnected, false)]
    [InlineData(ErrorCode.InvalidToken, false)]
    [InlineData(ErrorCode.TokenExpired, false)]
    [InlineData(ErrorCode.OtherUser, false)]
    [InlineData(ErrorCode.TokensUnavailable, true)]
    [InlineData(ErrorCode.TooManyConnections, true)]
    [InlineData(ErrorCode.RateExceeded, true)]
    [InlineData(ErrorCode.HookUnavailable, true)]
    [InlineData(ErrorCode.DeniedByHook, false)]
    [InlineData(ErrorCode.Busy, true)]
    [InlineData(ErrorCode.TopicRestarted, true)]
    [InlineData(ErrorCode.TopicFailed, true)]
    public void Writes_a_refusal_with_its_number_and_whether_to_try_again(ErrorCode code, bool isRetryable)
    {
        var retry = isRetryable ? "true" : "false";

        Assert.Equal(
            $$$"""{"id":7,"error":{"code":{{{(int)code}}},"message":"so","retry":{{{retry}}}}}""",
            Write(new SessionEvent.Refused(_seven, code, "so")));
        Assert.StartsWith(
            $$$"""{"error":{"code":{{{(int)code}}},"message":"{{{code.Describe()}}}""",
            Write(new SessionEvent.Refused(default, code)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_that_knows_when_to_try_again_tells_it_in_whole_milliseconds() => Assert.EndsWith(
        ""","retry":true,"retryAfterMs":13}}""",
        Write(new SessionEvent.Refused(_seven, ErrorCode.RateExceeded) { RetryAfter = TimeSpan.FromMilliseconds(12.1) }),
        StringComparison.Ordinal);

    private static TopicName Name(string text) => TopicName.TryParse(text, out var name, out _) ? name : null!;

    private static string Write(SessionEvent news)
    {
        var output = new ArrayBufferWriter<byte>();
        EventWriter.Write(output, news, _options);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
