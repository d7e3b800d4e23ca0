using System.Diagnostics;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>Who comes back, and what it is told.</summary>
[Collection(Alone.Name)]
public sealed class RecoveryTests
{
    private const int Messages = 100;

    private static readonly int _clients = Scale.Of(1000);
    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(15);

    /// <summary>Ten thousand by WSBROKER_TEST_SCALE=10.</summary>
    [Fact]
    public async Task DR_12_A_thousand_clients_that_come_back_at_once_all_recover_soon()
    {
        await using var server = await ServerProcess.StartAsync();
        using var publisher = await WebSocketPeer.ConnectAsync(server.Ws);
        var epoch = await PublishAsync(publisher, "storm", Messages);
        var begun = Stopwatch.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, _clients).Select(_ => RecoverAsync(server, epoch)));

        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, _soon);
    }

    [Fact]
    public async Task DR_07_After_a_restart_in_memory_nothing_of_the_old_epoch_is_recovered_though_the_offset_is_there_again()
    {
        string epoch;
        await using (var first = await ServerProcess.StartAsync())
        {
            using var publisher = await WebSocketPeer.ConnectAsync(first.Ws);
            epoch = await PublishAsync(publisher, "t", 3);
        }

        await using var second = await ServerProcess.StartAsync();
        using var peer = await WebSocketPeer.ConnectAsync(second.Ws);
        var later = await PublishAsync(peer, "t", 3);
        var answer = await peer.AskAsync(new { id = 1, subscribe = new { topic = "t", recover = new { epoch, offset = 1 } } });
        var pong = await peer.AskAsync(new { id = 2, ping = new { } });

        Assert.NotEqual(epoch, later, StringComparer.Ordinal);
        Assert.False(answer.GetProperty("subscribed").GetProperty("recovered").GetBoolean());
        Assert.Equal(later, answer.GetProperty("subscribed").GetProperty("epoch").GetString());
        Assert.True(pong.TryGetProperty("pong", out _));
    }

    [Fact]
    public async Task DR_18_Topics_with_the_same_offsets_and_beginnings_of_names_are_not_mixed()
    {
        string[] topics = ["a", "a/b", "a/b/c", "ab", "A", "a/b ", "{a}", "a:b"];
        await using var server = await ServerProcess.StartAsync();
        using var peer = await WebSocketPeer.ConnectAsync(server.Ws);
        foreach (var topic in topics)
        {
            await peer.AskAsync(new { id = 1, publish = new { topic, text = $"of {topic}" } });
        }

        foreach (var topic in topics)
        {
            var page = (await peer.AskAsync(new { id = 2, history = new { topic } })).GetProperty("history").GetProperty("messages");
            Assert.Equal($"of {topic}", Assert.Single(page.EnumerateArray()).GetProperty("text").GetString());
        }
    }

    private static async Task<string> PublishAsync(WebSocketPeer publisher, string topic, int count)
    {
        var epoch = "";
        for (var number = 1; number <= count; number++)
        {
            var answer = await publisher.AskAsync(new { id = number, publish = new { topic, text = $"{number}" } });
            epoch = answer.GetProperty("published").GetProperty("epoch").GetString()!;
        }

        return epoch;
    }

    private static async Task RecoverAsync(ServerProcess server, string epoch)
    {
        using var peer = await WebSocketPeer.ConnectAsync(server.Ws);
        var answer = await peer.AskAsync(new { id = 1, subscribe = new { topic = "storm", recover = new { epoch, offset = 0 } } });
        Assert.True(answer.GetProperty("subscribed").GetProperty("recovered").GetBoolean());
        for (var offset = 1; offset <= Messages; offset++)
        {
            Assert.Equal(offset, (await peer.ReceiveJsonAsync()).GetProperty("message").GetProperty("offset").GetInt32());
        }
    }
}
