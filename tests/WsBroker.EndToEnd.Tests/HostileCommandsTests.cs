using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using WsBroker.EndToEnd.Tests.Clients;

namespace WsBroker.EndToEnd.Tests;

/// <summary>Whatever a client says in JSON gets an error and no more: it is heard on, and nobody else notices.</summary>
public sealed class HostileCommandsTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private static readonly TimeSpan _oneInput = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(65)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public async Task AP_01_Deep_nesting_is_refused(int depth)
    {
        var brackets = new string('[', depth) + new string(']', depth);
        var braces = string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

        await RefusedAsync(100, $$$"""{"id":1,"publish":{"topic":"ap","data":{{{brackets}}}}}""");
        await RefusedAsync(100, $$$"""{"id":1,"publish":{"topic":"ap","data":{{{braces}}}}}""");
        await RefusedAsync(100, $$"""{"id":1,"unknown":{{brackets[..depth]}}""");
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("i")]
    [InlineData("I")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("'a'")]
    [InlineData("1 // comment")]
    [InlineData("[1,]")]
    [InlineData("\"\u0001\"")]
    public async Task AP_02_What_is_no_JSON_is_refused(string data) =>
        await RefusedAsync(100, $$$"""{"id":1,"publish":{"topic":"ap","data":{{{data}}}}}""");

    [Fact]
    public async Task AP_02_Numbers_of_any_size_pass_through_as_they_stand()
    {
        using var peer = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        await peer.AskAsync(new { id = 1, subscribe = new { topic = "ap/numbers" } });
        foreach (var number in (string[])["1e400", "-0", new string('9', 100_000), "\"\\u0000\""])
        {
            await peer.SendAsync($$$"""{"publish":{"topic":"ap/numbers","data":{{{number}}}}}""");
            var text = await peer.ReceiveTextAsync();
            Assert.Contains($"\"data\":{number}", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"id":"__proto__","__proto__":{"publish":1},"constructor":{},"toString":{},"subscribe":{"topic":"__proto__"}}""")]
    [InlineData("""{"id":"constructor","subscribe":{"topic":"constructor","__proto__":{"echo":false}}}""")]
    [InlineData("""{"id":"toString","subscribe":{"topic":"toString"}}""")]
    public async Task AP_04_Names_of_members_that_objects_have_mean_nothing(string message)
    {
        using var peer = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        await peer.SendAsync(message);
        var answer = await peer.ReceiveJsonAsync();

        Assert.Equal(JsonElement.Parse(message).GetProperty("id").GetString(), answer.GetProperty("id").GetString());
        Assert.True(answer.TryGetProperty("subscribed", out _));
    }

    [Fact]
    public async Task AP_05_A_message_is_one_command_however_many_are_in_it()
    {
        await RefusedAsync(100, new string('\n', 900_000));
        await RefusedAsync(100, string.Concat(Enumerable.Repeat("""{"ping":{}}""", 80_000)));
        await RefusedAsync(100, string.Concat(Enumerable.Repeat("{}\n", 300_000)));
        await RefusedAsync(105, $$"""{"id":1,{{string.Join(',', Enumerable.Repeat("\"ping\":{}", 80_000))}}}""");
    }

    [Theory]
    [InlineData("""{"id":1,"history":{"topic":"ap","last":2147483648}}""")]
    [InlineData("""{"id":1,"history":{"topic":"ap","last":2147483647}}""")]
    [InlineData("""{"id":1,"subscribe":{"topic":"ap","last":-1}}""")]
    [InlineData("""{"id":1,"publish":{"topic":"ap","base64":"AAA"}}""")]
    public async Task AP_06_What_declares_more_than_it_has_is_refused(string message) => await RefusedAsync(103, message);

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("a*a*a*a*b")]
    [InlineData("%")]
    [InlineData("' OR 1=1")]
    public async Task AP_10_What_looks_like_a_pattern_is_a_name_and_nothing_else(string match)
    {
        using var http = new HttpClient { BaseAddress = broker.Process.Http };
        using var peer = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        await peer.AskAsync(new { id = 1, subscribe = new { topic = new string('a', 250) } });
        var begun = Stopwatch.GetTimestamp();

        using var answer = await http.GetAsync(new Uri($"api/topics?match={Uri.EscapeDataString(match)}", UriKind.Relative));

        // A + beside other characters is no wildcard, and no name
        Assert.Equal(match.Contains('+', StringComparison.Ordinal) ? HttpStatusCode.BadRequest : HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("aaa", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, _oneInput);
    }

    [Theory]
    [InlineData("""{"epoch":"E","offset":18446744073709551615}""", 103)]
    [InlineData("""{"epoch":"E","offset":9007199254740992}""", 103)]
    [InlineData("""{"epoch":"E","offset":-1}""", 103)]
    [InlineData("""{"epoch":"E","offset":1.5}""", 103)]
    [InlineData("""{"epoch":"E","offset":"1"}""", 103)]
    [InlineData("""{"epoch":null,"offset":1}""", 103)]
    [InlineData("""{"offset":1}""", 103)]
    [InlineData("""{"epoch":"E","offset":9007199254740991}""", 0)]
    [InlineData("""{"epoch":"","offset":1}""", 0)]
    [InlineData("""{"epoch":"E","offset":0}""", 0)]
    public async Task AP_16_A_position_that_is_none_is_refused_and_one_of_another_topic_recovers_nothing(string position, int code)
    {
        using var peer = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        await peer.AskAsync(new { id = 1, publish = new { topic = "ap/other", text = "foreign" } });
        await peer.SendAsync($$$"""{"id":2,"subscribe":{"topic":"ap/positions","recover":{{{position}}}}}""");
        var answer = await peer.ReceiveJsonAsync();
        await peer.SendAsync("""{"ping":{}}""");

        Assert.Equal(code, answer.TryGetProperty("error", out var error) ? error.GetProperty("code").GetInt32() : 0);
        Assert.True(code != 0 || !answer.GetProperty("subscribed").GetProperty("recovered").GetBoolean());
        Assert.True((await peer.ReceiveJsonAsync()).TryGetProperty("pong", out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task AP_16_The_epoch_of_another_topic_recovers_nothing_of_either(int offset)
    {
        using var peer = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        var (own, other) = (broker.NextTopic(), broker.NextTopic());
        await peer.AskAsync(new { id = 1, publish = new { topic = own, text = "own" } });
        var published = await peer.AskAsync(new { id = 2, publish = new { topic = other, text = "foreign" } });
        var foreign = published.GetProperty("published").GetProperty("epoch").GetString()!;

        var answer = await peer.AskAsync(new { id = 3, subscribe = new { topic = own, recover = new { epoch = foreign, offset } } });

        // Whatever was recovered would come before this is answered
        var next = await peer.AskAsync(new { id = 4, unsubscribe = new { topic = own } });
        Assert.False(answer.GetProperty("subscribed").GetProperty("recovered").GetBoolean());
        Assert.True(next.TryGetProperty("unsubscribed", out _), next.GetRawText());
    }

    [Fact]
    public async Task AP_16_An_epoch_of_10_kB_is_refused() =>
        await RefusedAsync(103, $$$$"""{"id":1,"subscribe":{"topic":"ap/positions","recover":{"epoch":"{{{{new string('e', 10_000)}}}}","offset":1}}}""");

    [Fact]
    public async Task AP_14_Ten_thousand_commands_at_once_are_all_answered_and_what_holds_in_the_end_is_what_came_last()
    {
        const int Rounds = 2500;
        using var peer = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        using var other = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        var answering = CountAsync(peer, (4 * Rounds) + 1);
        for (var round = 0; round < Rounds; round++)
        {
            var id = 4 * round;
            await peer.SendJsonAsync(new { id, subscribe = new { topic = "ap/14" } });
            await peer.SendJsonAsync(new { id = id + 1, publish = new { topic = "ap/14", text = "x" } });
            await peer.SendJsonAsync(new { id = id + 2, history = new { topic = "ap/14", last = 1 } });
            await peer.SendJsonAsync(new { id = id + 3, unsubscribe = new { topic = "ap/14" } });
        }

        await peer.SendJsonAsync(new { id = 4 * Rounds, subscribe = new { topic = "ap/14" } });
        var (answers, errors) = await answering;
        await other.AskAsync(new { id = 1, publish = new { topic = "ap/14", text = "after" } });
        var after = (await peer.ReceiveJsonAsync()).GetProperty("message");

        Assert.Equal(((4 * Rounds) + 1, 0), (answers, errors));
        Assert.Equal((Rounds + 1, "after"), (after.GetProperty("offset").GetInt32(), after.GetProperty("text").GetString()));
    }

    private static async Task<(int Answers, int Errors)> CountAsync(WebSocketPeer peer, int expected)
    {
        var (answers, errors) = (0, 0);
        while (answers < expected)
        {
            var news = await peer.ReceiveJsonAsync();
            answers += news.TryGetProperty("id", out _) ? 1 : 0;
            errors += news.TryGetProperty("error", out _) ? 1 : 0;
        }

        return (answers, errors);
    }

    // The client is heard on, another does not notice, and it takes no long time
    private async Task RefusedAsync(int code, string message)
    {
        using var witness = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        using var peer = await WebSocketPeer.ConnectAsync(broker.Process.Ws);
        var begun = Stopwatch.GetTimestamp();
        await peer.SendAsync(message);
        var error = (await peer.ReceiveJsonAsync()).GetProperty("error");
        var took = Stopwatch.GetElapsedTime(begun);

        Assert.Equal(code, error.GetProperty("code").GetInt32());
        Assert.InRange(took, TimeSpan.Zero, _oneInput);
        foreach (var one in (WebSocketPeer[])[peer, witness])
        {
            var answer = await one.AskAsync(new { id = 2, ping = new { } });
            Assert.True(answer.TryGetProperty("pong", out _), string.Create(CultureInfo.InvariantCulture, $"{answer}"));
        }
    }
}
