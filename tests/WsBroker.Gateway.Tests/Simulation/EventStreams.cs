using System.Text;
using System.Text.Json;
using WsBroker.Broker.Topics;
using WsBroker.Gateway.Connections;
using WsBroker.TestKit;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>Server-Sent Events: the same broker, for clients that only listen.</summary>
public sealed class EventStreams : IDisposable
{
    private readonly SimulatedBroker _broker = new(new SimulationOptions
    {
        Topic = new TopicOptions { Rules = new TopicRules(OverflowRule.Of("room/#", OverflowPolicy.Disconnect) with { JoinLeave = true }) },
    });

    public void Dispose() => _broker.Dispose();

    [Fact]
    public void A_stream_begins_with_when_to_come_again_and_where_the_topic_stands()
    {
        _broker.PublishAsServer("t", "before");

        var reader = EventReader.Open(_broker, "topic=t");

        Assert.StartsWith("HTTP/1.1 200 OK\r\nDate: ", reader.Head, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nX-Accel-Buffering: no\r\n", reader.Head, StringComparison.Ordinal);
        var retry = int.Parse(reader.Body.Split('\n')[0]["retry: ".Length..], provider: null);
        Assert.InRange(retry, 1000, 3000);
        var begun = Assert.Single(reader.Events);
        var subscribed = reader.Data("subscribed");
        Assert.Equal($"{subscribed.GetProperty("epoch").GetString()}:1", begun.LastEventId);
        Assert.Equal(("t", 1), (subscribed.GetProperty("topic").GetString(), subscribed.GetProperty("offset").GetInt32()));
        Assert.False(subscribed.TryGetProperty("id", out _));
    }

    [Fact]
    public void What_the_JSON_protocol_tells_of_a_publication_is_the_data_of_a_message_and_its_place_the_id()
    {
        var reader = EventReader.Open(_broker, "topic=a%2Fb");
        var json = _broker.Open("/");
        json.Say("""{"subscribe":{"topic":"a/b"}}""");

        json.Say("""{"publish":{"topic":"a/b","data":{"price":1},"headers":{"h":"é"}}}""");
        json.Say("""{"publish":{"topic":"a/b","base64":"AAEC"}}""");

        var messages = reader.Events.Skip(1).ToList();
        Assert.Equal(json.Messages, messages.Select(static one => $$"""{"message":{{one.Data}}}"""), StringComparer.Ordinal);
        Assert.All(messages, static one => Assert.Equal("message", one.Name));
        var epoch = reader.Data("subscribed").GetProperty("epoch").GetString();
        Assert.Equal([$"{epoch}:1", $"{epoch}:2"], messages.Select(static one => one.LastEventId), StringComparer.Ordinal);
    }

    [Fact]
    public void JSON_that_was_published_in_several_lines_arrives_in_several_lines()
    {
        var reader = EventReader.Open(_broker, "topic=t");
        var publisher = _broker.Open("/");

        publisher.Say("{\"publish\":{\"topic\":\"t\",\"data\":{\n\n \"a\":\r\n[1,\r2]\n}}}");

        var data = JsonElement.Parse(reader.Events[^1].Data).GetProperty("data");
        Assert.Equal("{\n\n \"a\":\n[1,\n2]\n}", data.GetRawText());
    }

    [Theory]
    [InlineData("topic=a&topic=b&topic=c")]
    [InlineData("topic=a&topic=b&topic=c&topic=x/%23")]
    [InlineData("topic=a")]
    public void Wherever_a_stream_is_cut_its_last_id_gives_each_topic_exactly_the_rest(string query)
    {
        var topics = query.Split('&').Select(static one => one["topic=".Length..]).Where(static topic => topic.Length == 1).ToList();
        var whole = EventReader.Open(_broker, query);
        var early = EventReader.Open(_broker, query);
        var order = Enumerable.Range(0, 20).Select(number => (Topic: topics[number * 7 % 5 % topics.Count], Text: $"{number}")).ToList();
        foreach (var (topic, text) in order)
        {
            _broker.PublishAsServer(topic, text);
            _broker.PublishAsServer("x/y", $"-{text}");
        }

        var own = order.ToLookup(static one => one.Topic, static one => one.Text, StringComparer.Ordinal);
        for (var cut = query.Split('&').Length; cut <= early.Events.Count; cut++)
        {
            var heard = early.Events.Take(cut).ToList();
            var again = EventReader.Open(_broker, query, $"Last-Event-ID: {heard[^1].LastEventId}");
            var all = heard.Concat(again.Events).Where(static one => one.Name is "message").ToLookup(
                static one => JsonElement.Parse(one.Data).GetProperty("topic").GetString()!,
                static one => JsonElement.Parse(one.Data).GetProperty("text").GetString()!,
                StringComparer.Ordinal);
            Assert.All(topics, topic => Assert.Equal(own[topic], all[topic], StringComparer.Ordinal));
        }

        Assert.Equal(whole.Events.Where(static one => one.Name is "message"), early.Events.Where(static one => one.Name is "message"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("nonsense:1")]
    [InlineData("00000000000000aa:1,00000000000000aa:2")]
    [InlineData("%")]
    [InlineData(":::,,,")]
    public void AP_16_An_id_that_cannot_be_recovered_from_is_told_and_nothing_is_made_up(string id)
    {
        _broker.PublishAsServer("t", "before");

        var byHeader = EventReader.Open(_broker, "topic=t", $"Last-Event-ID: {id}");
        var byQuery = EventReader.Open(_broker, $"topic=t&lastEventId={id}");
        _broker.PublishAsServer("t", "after");

        foreach (var reader in (EventReader[])[byHeader, byQuery])
        {
            Assert.False(reader.Data("subscribed").GetProperty("recovered").GetBoolean());
            Assert.Equal(["after"], reader.Texts, StringComparer.Ordinal);
        }
    }

    [Fact]
    public void AP_16_Places_of_other_topics_recover_nothing_of_either()
    {
        _broker.PublishAsServer("t", "before");
        _broker.PublishAsServer("other", "before");
        var (own, foreign) = (EventReader.Open(_broker, "topic=t").LastEventId, EventReader.Open(_broker, "topic=other").LastEventId);

        var one = EventReader.Open(_broker, "topic=t", $"Last-Event-ID: {foreign.Replace(":1", ":0", StringComparison.Ordinal)}");
        var swapped = EventReader.Open(_broker, $"topic=t&topic=other&lastEventId={foreign},{own}");
        _broker.PublishAsServer("t", "after");

        Assert.Equal([false], Recovered(one));
        Assert.Equal([false, false], Recovered(swapped));
        Assert.Equal(["after", "after"], one.Texts.Concat(swapped.Texts), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(7_000, "200", "200")]
    [InlineData(8_200, "200", "414")]
    [InlineData(10_000, "431", "414")]
    public void AP_16_A_very_long_id_recovers_nothing_or_is_refused_by_its_length(int length, string byHeader, string byQuery)
    {
        var id = $"{new string('e', length)}:1";

        var header = EventReader.Open(_broker, "topic=t", $"Last-Event-ID: {id}");
        var query = EventReader.Open(_broker, $"topic=t&lastEventId={id}");

        Assert.Equal((byHeader, byQuery), (header.Status, query.Status));
        Assert.All(((EventReader[])[header, query]).Where(static one => one.Status is "200"), static one => Assert.Equal([false], Recovered(one)));
    }

    [Fact]
    public void What_a_browser_sends_when_it_connects_again_goes_before_what_its_address_says()
    {
        var reader = EventReader.Open(_broker, "topic=t");
        var first = reader.LastEventId;
        _broker.PublishAsServer("t", "one");
        var second = reader.LastEventId;
        _broker.PublishAsServer("t", "two");

        var again = EventReader.Open(_broker, $"topic=t&lastEventId={first}", $"Last-Event-ID: {second}");

        Assert.Equal(["two"], again.Texts, StringComparer.Ordinal);
        Assert.True(again.Data("subscribed").GetProperty("recovered").GetBoolean());
    }

    [Fact]
    public void A_stream_begins_with_the_last_of_the_history_and_does_so_again_if_it_breaks_before_them()
    {
        foreach (var text in (string[])["1", "2", "3"])
        {
            _broker.PublishAsServer("t", text);
        }

        var reader = EventReader.Open(_broker, "topic=t&last=2");
        var again = EventReader.Open(_broker, "topic=t&last=2", $"Last-Event-ID: {reader.Events[0].LastEventId}");
        var later = EventReader.Open(_broker, "topic=t&last=2", $"Last-Event-ID: {reader.Events[1].LastEventId}");

        Assert.Equal(["2", "3"], reader.Texts, StringComparer.Ordinal);
        Assert.Equal(["2", "3"], again.Texts, StringComparer.Ordinal);
        Assert.Equal(["3"], later.Texts, StringComparer.Ordinal);
    }

    [Fact]
    public void A_filter_hears_all_that_it_matches_and_says_that_it_recovers_nothing()
    {
        var reader = EventReader.Open(_broker, "topic=a/%23");
        _broker.PublishAsServer("a/b", "one");

        var again = EventReader.Open(_broker, "topic=a/%23", $"Last-Event-ID: {reader.LastEventId}");
        _broker.PublishAsServer("a/c", "two");

        Assert.Equal(["one", "two"], reader.Texts, StringComparer.Ordinal);
        Assert.False(again.Data("subscribed").GetProperty("recovered").GetBoolean());
        Assert.Equal(["two"], again.Texts, StringComparer.Ordinal);
    }

    [Fact]
    public void Who_comes_and_goes_is_told_if_it_is_asked_for()
    {
        var asks = EventReader.Open(_broker, "topic=room/1&topic=other&presence=true");
        var asksNot = EventReader.Open(_broker, "topic=room/1");
        var client = _broker.Open("/topics/room/1");
        _broker.Dispatcher.Advance(TimeSpan.FromSeconds(5));
        client.End();
        _broker.Dispatcher.Advance(TimeSpan.FromSeconds(5));

        Assert.Contains(asks.Events, static one => one.Name is "joined" && one.Data.StartsWith("{\"topic\":\"room/1\"", StringComparison.Ordinal));
        Assert.Contains(asks.Events, static one => one.Name is "left");
        Assert.DoesNotContain(asksNot.Events, static one => one.Name is "joined" or "left");
    }

    [Fact]
    public void A_silent_stream_has_heartbeats_and_is_not_asked_to_answer_them()
    {
        var reader = EventReader.Open(_broker, "topic=t");
        var before = reader.Body;

        _broker.Dispatcher.Advance(TimeSpan.FromSeconds(130));

        Assert.Equal($"{before}{string.Concat(Enumerable.Repeat(":\n\n", 5))}", reader.Body);
        Assert.False(reader.Client.Transport.IsEnded);
    }

    [Fact]
    public void Who_is_gone_is_no_subscriber_any_more_and_what_it_still_says_is_not_heard()
    {
        var reader = EventReader.Open(_broker, "topic=t");
        reader.Client.Write([.. EventReader.Request("topic=other"), 0, 255]);
        var during = _broker.List();

        reader.Client.End();

        Assert.Equal(("t", 1), (Assert.Single(during).Topic.Text, during[0].Subscribers));
        Assert.True(reader.Client.Transport.IsClosed);
        Assert.Empty(_broker.List());
    }

    [Fact]
    public void When_the_server_stops_it_says_so_and_ends_the_stream_at_once()
    {
        var reader = EventReader.Open(_broker, "topic=t");

        _broker.Drain();

        var pause = reader.Data("draining").GetProperty("reconnectAfterMs").GetInt32();
        Assert.Contains($"\n\nretry: {pause}\n\n", reader.Body, StringComparison.Ordinal);
        Assert.Equal(1012, reader.Data("closed").GetProperty("code").GetInt32());
        Assert.EndsWith("\n\n", reader.Body, StringComparison.Ordinal);
        Assert.True(reader.Client.Transport.IsEnded);
        reader.Client.End();
        Assert.True(reader.Client.Transport.IsClosed);
    }

    [Fact]
    public void Who_reads_too_slowly_is_cut_as_any_subscriber_and_recovers()
    {
        using var broker = new SimulatedBroker(new SimulationOptions { Connection = new ConnectionOptions { MaxQueuedBytes = 2000 } });
        var slow = EventReader.Open(broker, "topic=t");
        slow.Client.Transport.LimitRoom(0);
        for (var number = 0; number < 30; number++)
        {
            broker.PublishAsServer("t", $"{number}");
        }

        slow.Client.Transport.LimitRoom(int.MaxValue);
        broker.Dispatcher.RunUntilIdle();
        var again = EventReader.Open(broker, "topic=t", $"Last-Event-ID: {slow.Events[^1].LastEventId}");

        Assert.Equal(1013, slow.Data("closed").GetProperty("code").GetInt32());
        Assert.Equal(Enumerable.Range(0, 30).Select(static number => $"{number}"), slow.Texts.Concat(again.Texts), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("topic=t")]
    [InlineData("topic=other&topic=t")]
    public void What_a_slow_stream_loses_of_a_topic_that_allows_it_is_told_in_its_place_and_never_again(string query)
    {
        var topic = new TopicOptions { Rules = new TopicRules(OverflowRule.Of("#", OverflowPolicy.DropOldest)) };
        using var broker = new SimulatedBroker(new SimulationOptions { Topic = topic, Connection = new ConnectionOptions { MaxQueuedBytes = 4000 } });
        var slow = EventReader.Open(broker, query);
        slow.Client.Transport.LimitRoom(0);
        for (var number = 1; number <= 100; number++)
        {
            broker.PublishAsServer("t", $"{number}");
        }

        slow.Client.Transport.LimitRoom(int.MaxValue);
        broker.Dispatcher.RunUntilIdle();

        var gap = slow.Data("gap");
        var lost = Enumerable.Range(gap.GetProperty("from").GetInt32(), gap.GetProperty("to").GetInt32() - gap.GetProperty("from").GetInt32() + 1);
        Assert.Equal(Enumerable.Range(1, 100), slow.Texts.Select(static text => int.Parse(text, provider: null)).Concat(lost).Order());
        var told = slow.Events.ToList().FindIndex(static one => one.Name is "gap");
        var again = EventReader.Open(broker, query, $"Last-Event-ID: {slow.Events[told].LastEventId}");
        Assert.Equal(slow.Events.Skip(told).Where(static one => one.Name is "message").Select(static one => one.Data), again.Events.Where(static one => one.Name is "message").Select(static one => one.Data), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("", "400")]
    [InlineData("topic=", "400")]
    [InlineData("topic=a/+b", "400")]
    [InlineData("topic=%ff", "400")]
    [InlineData("topic=t&topic=t", "400")]
    [InlineData("topic=t&last=x", "400")]
    [InlineData("topic=t&presence=1", "400")]
    [InlineData("topic=a&topic=b&topic=c&topic=d", "400")]
    [InlineData("topic=a/+&other=x", "200")]
    public void A_request_that_is_not_allowed_is_answered_400_and_says_why(string query, string status)
    {
        using var broker = new SimulatedBroker(new SimulationOptions { Session = new Broker.Sessions.SessionOptions { MaxSubscriptions = 3 } });

        var reader = EventReader.Open(broker, query);

        Assert.Equal(status, reader.Status);
    }

    [Fact]
    public void No_WebSocket_is_opened_where_events_are_and_what_is_no_GET_is_left_to_others()
    {
        _broker.Http.IsWilling = true;
        var socket = _broker.Open("/sse?topic=t");
        var raw = _broker.Connect();
        raw.Write("GET /topics/t HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        var options = _broker.Connect();
        options.Write("OPTIONS /sse?topic=t HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());

        Assert.StartsWith("HTTP/1.1 404 ", socket.Head, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 426 ", raw.Head, StringComparison.Ordinal);
        Assert.Single(_broker.Http.Taken);
    }

    [Theory]
    [InlineData("POST /sse?topic=t HTTP/1.1\r\nHost: a\r\n", false)]
    [InlineData("GET /sse?topic=t HTTP/1.0\r\nHost: a\r\n", true)]
    [InlineData("GET /sse?topic=t HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n", false)]
    [InlineData("GET /sse?topic=t HTTP/1.1\r\n", false)]
    [InlineData("GET /sse?topic=t HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n", false)]
    public void The_rules_of_HTTP_hold_as_for_WebSockets(string head, bool isTaken)
    {
        var client = _broker.Connect();

        client.Write(Encoding.ASCII.GetBytes($"{head}\r\n"));

        Assert.Equal(isTaken, client.Head.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal));
    }

    private static IEnumerable<bool> Recovered(EventReader reader) => reader.Events
        .Where(static one => one.Name is "subscribed")
        .Select(static one => JsonElement.Parse(one.Data).GetProperty("recovered").GetBoolean());
}
