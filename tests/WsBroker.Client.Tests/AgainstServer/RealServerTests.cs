using System.Globalization;
using WsBroker.Client.Tests.Peers;
using WsBroker.TestKit;

namespace WsBroker.Client.Tests.AgainstServer;

/// <summary>The client against the real broker in a process of its own.</summary>
public sealed class RealServerTests
{
    [Fact]
    public async Task Subscribers_get_what_is_published_in_every_form()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var client = await WsBrokerClient.ConnectAsync(server.Ws);
        var stands = new TaskCompletionSource();
        var options = new SubscribeOptions { Subscribed = _ => stands.TrySetResult() };
        await using var messages = client.SubscribeAsync("chat/lobby", options).GetAsyncEnumerator();
        var first = messages.NextAsync();
        await stands.Task.Soon();
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["h"] = "v" };

        var position = await client.PublishAsync("chat/lobby", "text é", new PublishOptions { Headers = headers }).Soon();
        await client.PublishAsync("chat/lobby", WsBrokerPayload.Json("""{"a": 1.0}"""u8.ToArray())).Soon();
        await client.PublishAsync("chat/lobby", new byte[] { 0, 255 }).Soon();

        var text = await first;
        var json = await messages.NextAsync();
        var bytes = await messages.NextAsync();
        Assert.Equal(("text é", "v"), (text.GetText(), text.GetHeader("h")));
        Assert.Equal(position, text.Position);
        Assert.Equal("""{"a": 1.0}""", json.GetText());
        Assert.Equal([0, 255], bytes.Payload.ToArray());
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Messages_of_every_size_arrive_whichever_side_compresses(bool publisherCompresses, bool subscriberCompresses)
    {
        await using var server = await ServerProcess.StartAsync();
        await using var publisher = await WsBrokerClient.ConnectAsync(server.Ws, new() { Compression = publisherCompresses });
        await using var subscriber = await WsBrokerClient.ConnectAsync(server.Ws, new() { Compression = subscriberCompresses });
        var stands = new TaskCompletionSource();
        var options = new SubscribeOptions { Subscribed = _ => stands.TrySetResult() };
        await using var messages = subscriber.SubscribeAsync("sizes", options).GetAsyncEnumerator();
        var next = messages.NextAsync();
        await stands.Task.Soon();

        foreach (var size in (int[])[1, 200, 300, 5_000, 500_000])
        {
            var text = string.Concat(Enumerable.Range(0, size).Select(at => (char)('a' + (at * at % 26))));
            await publisher.PublishAsync("sizes", text).Soon();
            Assert.Equal(text, (await next).GetText());
            next = size < 500_000 ? messages.NextAsync() : next;
        }
    }

    [Fact]
    public async Task Connections_are_cut_again_and_again_and_every_message_comes_once()
    {
        const int rounds = 10;
        const int perRound = 20;
        await using var server = await ServerProcess.StartAsync();
        await using var relay = new Relay(server.Ws);
        var options = ScriptedServer.Prompt;
        await using var publisher = await WsBrokerClient.ConnectAsync(relay.Address, options);
        await using var subscriber = await WsBrokerClient.ConnectAsync(relay.Address, options);
        var gaps = new List<TopicGap>();
        var stands = new TaskCompletionSource();
        var telling = new SubscribeOptions { GapDetected = gaps.Add, Subscribed = _ => stands.TrySetResult() };
        await using var messages = subscriber.SubscribeAsync("a", telling).GetAsyncEnumerator();
        var first = messages.NextAsync();
        await stands.Task.Soon();
        await publisher.PublishAsync("a", "-1").Soon();
        var offset = (await first).Offset + 1;

        var numbers = new List<int>();
        for (var round = 0; round < rounds; round++)
        {
            var publishing = Enumerable.Range(round * perRound, perRound)
                .Select(number => publisher.PublishAsync("a", $"{number}").Soon()).ToList();
            await publishing[round].Soon();
            relay.Cut();
            await Task.WhenAll(publishing);
            for (var received = 0; received < perRound; received++)
            {
                var message = await messages.NextAsync();
                Assert.Equal(offset++, message.Offset);
                numbers.Add(int.Parse(message.GetText(), CultureInfo.InvariantCulture));
            }
        }

        Assert.Equal(Enumerable.Range(0, rounds * perRound), numbers.Order());
        Assert.Empty(gaps);
    }

    [Fact]
    public async Task A_history_that_was_outrun_while_cut_off_is_told_as_a_gap()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var publisher = await WsBrokerClient.ConnectAsync(server.Ws);
        var before = await publisher.PublishAsync("a", "0").Soon();
        for (var number = 1; number <= 150; number++)
        {
            await publisher.PublishAsync("a", $"{number}").Soon();
        }

        var told = new TaskCompletionSource<TopicGap>();
        var options = new SubscribeOptions { Recover = before, GapDetected = told.SetResult };
        await using var messages = publisher.SubscribeAsync("a", options).GetAsyncEnumerator();
        var next = messages.NextAsync();
        var gap = await told.Task.Soon();
        await publisher.PublishAsync("a", "live").Soon();

        Assert.Equal(new TopicGap("a", before.Offset + 1, before.Offset + 150, GapReason.HistoryTooShort), gap);
        Assert.Equal("live", (await next).GetText());
    }

    [Fact]
    public async Task A_refusal_of_the_server_has_its_code()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var client = await WsBrokerClient.ConnectAsync(server.Ws);

        var published = await Assert.ThrowsAsync<WsBrokerException>(() => client.PublishAsync("a/#", "text").Soon());
        await using var messages = client.SubscribeAsync("$user/x").GetAsyncEnumerator();
        var subscribed = await Assert.ThrowsAsync<WsBrokerException>(() => messages.MoveNextAsync().Soon());

        Assert.Equal(104, published.Code);
        Assert.Equal(200, subscribed.Code);
    }
}
