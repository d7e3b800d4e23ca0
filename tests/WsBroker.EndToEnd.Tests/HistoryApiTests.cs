using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WsBroker.Broker.Sessions;
using WsBroker.EndToEnd.Tests.Clients;

namespace WsBroker.EndToEnd.Tests;

/// <summary>Histories over HTTP.</summary>
public sealed class HistoryApiTests(BrokerFixture broker) : IClassFixture<BrokerFixture>, IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = broker.Process.Http, Timeout = WebSocketPeer.Patience };

    [Fact]
    public async Task A_history_is_paged_forwards_and_backwards_and_is_always_oldest_first()
    {
        var topic = broker.NextTopic();
        for (var number = 1; number <= 5; number++)
        {
            await PublishAsync(new { topic, data = number });
        }

        Assert.Equal([1, 2, 3, 4, 5], await OffsetsAsync($"topic={topic}"));
        Assert.Equal([4, 5], await OffsetsAsync($"topic={topic}&last=2"));
        Assert.Equal([3, 4], await OffsetsAsync($"topic={topic}&after=2&last=2"));
        Assert.Equal([2, 3], await OffsetsAsync($"topic={topic}&before=4&last=2"));
        Assert.Empty(await OffsetsAsync($"topic={topic}&after=9007199254740991"));
    }

    [Fact]
    public async Task Numbers_beyond_2_to_the_53_and_all_kinds_of_payload_come_back_as_they_went_in()
    {
        var topic = broker.NextTopic();
        await PublishAsync($$$"""{"topic":"{{{topic}}}","data":{"n":9007199254740993,"m":1e400},"headers":{"a":"b"}}""");
        await PublishAsync($$"""{"topic":"{{topic}}","text":"\u00e4\ud83d\ude00"}""");
        await PublishAsync($$"""{"topic":"{{topic}}","base64":"AAEC"}""");

        var history = await ReadAsync($"topic={topic}");

        var messages = history.GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal("""{"n":9007199254740993,"m":1e400}""", messages[0].GetProperty("data").GetRawText());
        Assert.Equal("b", messages[0].GetProperty("headers").GetProperty("a").GetString());
        Assert.Equal("\u00e4\ud83d\ude00", messages[1].GetProperty("text").GetString());
        Assert.Equal("AAEC", messages[2].GetProperty("base64").GetString());
        Assert.Equal(3, history.GetProperty("offset").GetInt64());
    }

    [Fact]
    public async Task AP_08_A_topic_that_is_not_there_has_an_empty_history_and_does_not_come_to_be()
    {
        var topic = broker.NextTopic();

        Assert.Empty(await OffsetsAsync($"topic={topic}"));

        var listed = await _http.GetFromJsonAsync<JsonElement>(new Uri($"api/topics?match={topic}", UriKind.Relative));
        Assert.Empty(listed.GetProperty("topics").EnumerateArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("topic=")]
    [InlineData("topic=a&topic=b")]
    [InlineData("topic=a/%2B")]
    [InlineData("topic=a&last=0")]
    [InlineData("topic=a&last=-1")]
    [InlineData("topic=a&last=1001")]
    [InlineData("topic=a&last=1000000000")]
    [InlineData("topic=a&last=9223372036854775807")]
    [InlineData("topic=a&last=99999999999999999999")]
    [InlineData("topic=a&last=1&last=2")]
    [InlineData("topic=a&after=-1")]
    [InlineData("topic=a&after=9007199254740992")]
    [InlineData("topic=a&after=9223372036854775807")]
    [InlineData("topic=a&before=-9223372036854775808")]
    [InlineData("topic=a&after=1&before=2")]
    [InlineData("topic=a&after=0x1")]
    public async Task AD_10_A_page_that_cannot_be_is_answered_400_with_problem_details(string query)
    {
        using var answer = await _http.GetAsync(new Uri($"api/history?{query}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_history_that_is_deleted_is_gone_its_topic_begins_anew_and_subscribers_are_told()
    {
        var topic = broker.NextTopic();
        using var byName = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        using var byFilter = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        await byName.AskAsync(new { id = 1, subscribe = new { topic } });
        await byFilter.AskAsync(new { id = 1, subscribe = new { topic = "end-to-end/+" } });
        await PublishAsync(new { topic, data = 1 });
        var before = await ReadAsync($"topic={topic}");

        using var answer = await _http.DeleteAsync(new Uri($"api/history?topic={topic}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Empty(await OffsetsAsync($"topic={topic}"));
        await PublishAsync(new { topic, data = 2 });
        var after = await ReadAsync($"topic={topic}");
        Assert.NotEqual(before.GetProperty("epoch").GetString(), after.GetProperty("epoch").GetString(), StringComparer.Ordinal);
        Assert.Equal(1, after.GetProperty("offset").GetInt64());
        await byName.ReceiveJsonAsync();
        Assert.Equal(
            (int)ErrorCode.TopicRestarted, (await byName.ReceiveJsonAsync()).GetProperty("unsubscribed").GetProperty("code").GetInt32());
        var gap = await NextAsync(byFilter, topic, "gap");
        Assert.Equal(("restarted", 2, 1), (gap.GetProperty("reason").GetString(), gap.GetProperty("from").GetInt32(), gap.GetProperty("to").GetInt32()));
        Assert.Equal(1, (await NextAsync(byFilter, topic, "message")).GetProperty("offset").GetInt32());
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The next of a kind about this topic; those of other tests go by.</summary>
    private static async Task<JsonElement> NextAsync(WebSocketPeer peer, string topic, string kind)
    {
        while (true)
        {
            var received = await peer.ReceiveJsonAsync();
            if (received.TryGetProperty(kind, out var one) && topic.Equals(one.GetProperty("topic").GetString(), StringComparison.Ordinal))
            {
                return one;
            }
        }
    }

    private async Task<List<long>> OffsetsAsync(string query) =>
        [.. (await ReadAsync(query)).GetProperty("messages").EnumerateArray().Select(static message => message.GetProperty("offset").GetInt64())];

    private Task<JsonElement> ReadAsync(string query) =>
        _http.GetFromJsonAsync<JsonElement>(new Uri($"api/history?{query}", UriKind.Relative));

    private Task PublishAsync(object publication) => PublishAsync(JsonSerializer.Serialize(publication));

    private async Task PublishAsync(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri("api/publish", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
