using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using WsBroker.EndToEnd.Tests.Clients;

namespace WsBroker.EndToEnd.Tests;

/// <summary>Plain HTTP on the port of the WebSockets.</summary>
public sealed class HttpTests(BrokerFixture broker) : IClassFixture<BrokerFixture>, IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = broker.Process.Http, Timeout = WebSocketPeer.Patience };

    [Fact]
    public async Task What_is_published_over_HTTP_reaches_raw_and_JSON_subscribers()
    {
        var topic = broker.NextTopic();
        using var raw = await WebSocketPeer.RawAsync(broker.Process.Ws, topic);
        using var json = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        await json.AskAsync(new { id = 1, subscribe = new { topic } });

        var result = await PublishAsync(new { topic, data = new { price = 1 } });

        var only = Assert.Single(result.GetProperty("results").EnumerateArray());
        var message = (await json.ReceiveJsonAsync()).GetProperty("message");
        Assert.Equal("""{"price":1}""", await raw.ReceiveTextAsync());
        Assert.Equal("""{"price":1}""", message.GetProperty("data").GetRawText());
        Assert.Equal(topic, only.GetProperty("topic").GetString());
        Assert.Equal(message.GetProperty("offset").GetInt64(), only.GetProperty("offset").GetInt64());
        Assert.NotEmpty(only.GetProperty("epoch").GetString()!);
    }

    [Fact]
    public async Task One_request_publishes_to_many_topics()
    {
        string[] topics = [broker.NextTopic(), broker.NextTopic()];
        using var first = await WebSocketPeer.RawAsync(broker.Process.Ws, topics[0]);
        using var second = await WebSocketPeer.RawAsync(broker.Process.Ws, topics[1]);

        var result = await PublishAsync(new { topics, base64 = "AAEC" });

        var answered = result.GetProperty("results").EnumerateArray().Select(item => item.GetProperty("topic").GetString()!);
        Assert.Equal(topics, answered, StringComparer.Ordinal);
        Assert.Equal(WebSocketMessageType.Binary, (await first.ReceiveAsync()).Kind);
        Assert.Equal(WebSocketMessageType.Binary, (await second.ReceiveAsync()).Kind);
    }

    [Fact]
    public async Task Active_topics_are_listed_with_their_subscribers_and_position()
    {
        var topic = broker.NextTopic();
        using var raw = await WebSocketPeer.RawAsync(broker.Process.Ws, topic);
        await PublishAsync(new { topic, text = "one" });
        await PublishAsync(new { topic, text = "two" });

        var listed = await _http.GetFromJsonAsync<JsonElement>(new Uri($"api/topics?match={topic}", UriKind.Relative));

        var only = Assert.Single(listed.GetProperty("topics").EnumerateArray());
        Assert.Equal(topic, only.GetProperty("topic").GetString());
        Assert.Equal(1, only.GetProperty("subscribers").GetInt32());
        Assert.Equal(2, only.GetProperty("messages").GetInt32());
        Assert.Equal(2, only.GetProperty("offset").GetInt64());
    }

    [Fact]
    public async Task AD_04_A_publication_that_is_sent_again_with_its_key_is_there_once()
    {
        var topic = broker.NextTopic();
        var together = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => PublishAsync(new { topic, text = "once", key = "k" })));
        var other = await PublishAsync(new { topic = $"{topic}/other", text = "once", key = "k" });

        var results = together.Select(static one => Assert.Single(one.GetProperty("results").EnumerateArray())).ToList();
        Assert.Single(results.Select(static one => (one.GetProperty("epoch").GetString(), one.GetProperty("offset").GetInt64())).Distinct());
        Assert.Equal(49, results.Count(static one => one.TryGetProperty("duplicate", out var duplicate) && duplicate.GetBoolean()));
        Assert.False(Assert.Single(other.GetProperty("results").EnumerateArray()).TryGetProperty("duplicate", out _));
    }

    [Theory]
    [InlineData("u1", "$user/u1")]
    [InlineData("a%2Fb", "$user/a%252Fb")]
    [InlineData("a%252Fb", "$user/a%25252Fb")]
    [InlineData("%C3%A4", "$user/%C3%A4")]
    public async Task A_push_to_a_user_goes_to_the_inbox_of_just_that_user(string user, string inbox)
    {
        using var content = new StringContent("""{"text":"hello"}""", Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri($"api/users/{user}/publish", UriKind.Relative), content);
        var pushed = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var history = await _http.GetFromJsonAsync<JsonElement>(new Uri($"api/history?topic={inbox}&last=1", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(0, pushed.GetProperty("reached").GetInt32());
        Assert.Equal(Uri.UnescapeDataString(inbox), pushed.GetProperty("topic").GetString());
        Assert.Equal("hello", Assert.Single(history.GetProperty("messages").EnumerateArray()).GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("u1", """{"topic":"t","text":"x"}""")]
    [InlineData("u1", "{}")]
    [InlineData("%7F", """{"text":"x"}""")]
    public async Task A_push_that_is_wrong_is_answered_400_with_problem_details(string user, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri($"api/users/{user}/publish", UriKind.Relative), content);

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("health/live")]
    [InlineData("health/ready")]
    [InlineData("")]
    public async Task A_running_server_answers_200(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"topic":"t"}""")]
    [InlineData("""{"text":"no topic"}""")]
    [InlineData("""{"topic":"a/+","text":"a filter is no topic"}""")]
    [InlineData("""{"topic":"","text":"no name"}""")]
    [InlineData("""{"topic":"t","text":"two","data":"payloads"}""")]
    [InlineData("""{"topic":"t","base64":"not base64!"}""")]
    [InlineData("""{"topic":"t","text":7}""")]
    [InlineData("""{"topics":"t","text":"x"}""")]
    [InlineData("""{"topics":[],"text":"x"}""")]
    [InlineData("""{"topic":"t","text":"x"} and more""")]
    public async Task A_body_that_is_wrong_is_answered_400_with_problem_details(string body)
    {
        using var answer = await PostAsync(body, "application/json");

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("""{"topic":"twice/a","topic":"twice/b","text":"x"}""")]
    [InlineData("""{"topics":["twice/a"],"topics":["twice/b"],"text":"x"}""")]
    [InlineData("""{"topic":"twice/a","topics":["twice/b"],"text":"x"}""")]
    [InlineData("""{"topics":[],"topic":"twice/b","text":"x"}""")]
    [InlineData("""{"topic":"twice/a","text":"x","text":"y"}""")]
    public async Task AP_03_A_back_end_that_says_twice_what_or_where_to_publish_publishes_nothing(string body)
    {
        using var answer = await PostAsync(body, "application/json");
        var active = await _http.GetFromJsonAsync<JsonElement>(new Uri("api/topics?match=twice/%2B", UriKind.Relative));

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest);
        Assert.Empty(active.GetProperty("topics").EnumerateArray());
    }

    [Fact]
    public async Task Of_many_topics_the_one_that_is_none_is_told()
    {
        using var answer = await PostAsync("""{"topics":["t/1","t/#","t/3"],"text":"x"}""", "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Topic 2 of 3 is wrong", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("/")]
    [InlineData("$acme/")]
    [InlineData("a%2B/")]
    public async Task A_push_to_the_user_of_what_is_no_tenant_reaches_nobody(string tenant)
    {
        using var content = new StringContent("""{"text":"hello"}""", Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri($"api/users/u1/publish?tenant={tenant}", UriKind.Relative), content);

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest);
        var active = await _http.GetFromJsonAsync<JsonElement>(new Uri("api/topics?match=$user/%23", UriKind.Relative));
        Assert.DoesNotContain(active.GetProperty("topics").EnumerateArray(), topic => topic.GetProperty("topic").GetString()!.EndsWith($"{Uri.UnescapeDataString(tenant)}u1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("topics?match=a&match=b")]
    [InlineData("history?topic=a&last=1&last=2")]
    [InlineData("connections?user=a&user=b")]
    [InlineData("connections?tenant=a/&tenant=b/")]
    public async Task A_query_that_says_something_twice_is_answered_400_with_problem_details(string query)
    {
        using var answer = await _http.GetAsync(new Uri($"api/{query}", UriKind.Relative));

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_push_goes_to_the_same_user_however_the_request_is_addressed()
    {
        using var proxied = new HttpClient(new SocketsHttpHandler { Proxy = new WebProxy(broker.Process.Http) }) { Timeout = WebSocketPeer.Patience };
        using var content = new StringContent("""{"text":"hello"}""", Encoding.UTF8, "application/json");
        using var answer = await proxied.PostAsync(new Uri("http://192.0.2.1/api/users/whole-address/publish"), content);
        var literally = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var dotted = await _http.PostAsync(new Uri($"{broker.Process.Http}api/users/a/../dots/publish", literally), content);
        using var unclear = await _http.PostAsync(new Uri($"{broker.Process.Http}api/users/dots/publish/../publish", literally), content);

        Assert.Equal("$user/whole-address", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("topic").GetString());
        Assert.Equal("$user/dots", (await dotted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("topic").GetString());
        await AssertProblemAsync(unclear, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_by_its_type_is_answered_415_with_problem_details()
    {
        using var answer = await PostAsync("""{"topic":"t","text":"x"}""", "text/plain");

        await AssertProblemAsync(answer, HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_payload_that_is_too_large_is_answered_413_with_problem_details()
    {
        using var answer = await PostAsync($$"""{"topic":"t","text":"{{new string('x', (1024 * 1024) + 1)}}"}""", "application/json");

        await AssertProblemAsync(answer, HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_system_topic_is_answered_403_with_problem_details()
    {
        using var answer = await PostAsync("""{"topic":"$system","text":"x"}""", "application/json");

        await AssertProblemAsync(answer, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_path_that_does_not_exist_is_answered_404()
    {
        using var answer = await _http.GetAsync(new Uri("no/such/path", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static async Task AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    private async Task<JsonElement> PublishAsync(object publication)
    {
        using var answer = await PostAsync(JsonSerializer.Serialize(publication), "application/json");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string type)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        return await _http.PostAsync(new Uri("api/publish", UriKind.Relative), content);
    }
}
