using System.Text;
using WsBroker.Client.Tests.Peers;
using WsBroker.TestKit;

namespace WsBroker.Client.Tests.AgainstServer;

/// <summary>What the client asks the real broker: for histories, and who is there.</summary>
public sealed class QuestionTests
{
    [Fact]
    public async Task A_history_is_paged_in_both_directions_to_its_ends_and_its_messages_can_be_recovered_from()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var client = await WsBrokerClient.ConnectAsync(server.Ws);
        await Task.WhenAll(Enumerable.Range(1, 10).Select(number => client.PublishAsync("a", $"{number}").Soon()));

        var last = await client.ReadHistoryAsync("a", new HistoryOptions { Count = 3 }).Soon();
        var before = await client.ReadHistoryAsync("a", new HistoryOptions { Before = 3 }).Soon();
        var after = await client.ReadHistoryAsync("a", new HistoryOptions { After = 3, Count = 2 }).Soon();
        var beyond = await client.ReadHistoryAsync("a", new HistoryOptions { After = 10 }).Soon();
        var all = await client.ReadHistoryAsync("a").Soon();

        Assert.Equal([8, 9, 10], Offsets(last));
        Assert.Equal([1, 2], Offsets(before));
        Assert.Equal([4, 5], Offsets(after));
        Assert.Empty(beyond.Messages);
        Assert.Equal(Enumerable.Range(1, 10).Select(static number => (long)number), Offsets(all));
        Assert.All([last, before, after, beyond, all], page => Assert.Equal(new TopicPosition(all.Top.Epoch, 10), page.Top));
        await using var messages = client.SubscribeAsync("a", new SubscribeOptions { Recover = all.Messages[7].Position }).GetAsyncEnumerator();
        Assert.Equal(9, (await messages.NextAsync()).Offset);
        Assert.Equal(10, (await messages.NextAsync()).Offset);
    }

    [Fact]
    public async Task What_cannot_be_asked_is_refused_before_the_server_hears_of_it()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var client = await WsBrokerClient.ConnectAsync(server.Ws);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.ReadHistoryAsync("a", new HistoryOptions { Count = 1_000_001 }).Soon());
        await Assert.ThrowsAsync<ArgumentException>(() => client.ReadHistoryAsync("a", new HistoryOptions { After = 1, Before = 3 }).Soon());
        var refused = await Assert.ThrowsAsync<WsBrokerException>(() => client.ReadHistoryAsync("$secret").Soon());

        Assert.Equal(200, refused.Code);
    }

    [Fact]
    public async Task Who_is_there_is_told_when_asked_and_as_they_come_and_go()
    {
        await using var server = await ServerProcess.StartAsync("--set", "topics:0:match=room/#", "--set", "topics:0:joinLeave=true", "--set", "topics:1:match=dark", "--set", "topics:1:presence=false");
        await using var watcher = await WsBrokerClient.ConnectAsync(server.Ws, new() { Name = "watcher" });
        var (stands, joined, left) = (new TaskCompletionSource(), new TaskCompletionSource<PresentClient>(), new TaskCompletionSource<PresentClient>());
        var options = new SubscribeOptions { Subscribed = _ => stands.TrySetResult(), Joined = one => joined.TrySetResult(one), Left = one => left.TrySetResult(one) };
        var watching = watcher.SubscribeAsync("room/1", options).ToListAsync().AsTask();
        await stands.Task.Soon();

        var visitor = await WsBrokerClient.ConnectAsync(server.Ws, new() { Name = "guest", Info = """{"seat":7}"""u8.ToArray() });
        var visiting = visitor.SubscribeAsync("room/1").ToListAsync().AsTask();
        var guest = await joined.Task.Soon();
        var here = await watcher.ReadPresenceAsync("room/1").Soon();
        await visitor.DisposeAsync();
        await visiting.Soon();
        var gone = await left.Task.Soon();
        var dark = await Assert.ThrowsAsync<WsBrokerException>(() => watcher.ReadPresenceAsync("dark").Soon());

        Assert.Equal(("guest", """{"seat":7}"""), (guest.Name, Encoding.UTF8.GetString(guest.Info.Span)));
        Assert.Equal(("room/1", 2), (here.Topic, here.Count));
        Assert.Equal(["guest", "watcher"], here.Clients.Select(static one => one.Name).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(guest.Client, gone.Client);
        Assert.Equal(1, (await watcher.ReadPresenceAsync("room/1").Soon()).Count);
        Assert.Equal(206, dark.Code);
        await watcher.DisposeAsync();
        Assert.Empty(await watching.Soon());
    }

    private static IEnumerable<long> Offsets(HistoryPage page) => page.Messages.Select(static message => message.Offset);
}
