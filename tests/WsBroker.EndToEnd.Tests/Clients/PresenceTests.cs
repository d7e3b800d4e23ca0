using System.Net.Http.Json;
using System.Text.Json;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests.Clients;

/// <summary>Who is there, who comes and who goes, over real sockets.</summary>
public sealed class PresenceTests
{
    private static readonly string[] _rules =
        ["--set", "topics:0:match=room", "--set", "topics:0:joinLeave=true", "--set", "topics:1:match=closed", "--set", "topics:1:presence=false"];

    [Fact]
    public async Task Subscribers_see_who_comes_and_goes_and_back_ends_who_is_there()
    {
        await using var server = await ServerProcess.StartAsync(_rules);
        using var watcher = await WebSocketPeer.ConnectAsync(server.Ws);
        using var raw = await WebSocketPeer.RawAsync(server.Ws, "room");
        await watcher.AskAsync(new { id = 1, subscribe = new { topic = "room", presence = true } });
        var comer = await WebSocketPeer.ConnectAsync(server.Ws);
        await comer.AskAsync(new { id = 1, connect = new { name = "Ann", info = new { x = 1 } } });

        await comer.AskAsync(new { id = 2, subscribe = new { topic = "room" } });
        var joined = (await watcher.ReceiveJsonAsync()).GetProperty("joined");
        var there = (await watcher.AskAsync(new { id = 2, presence = new { topic = "room" } })).GetProperty("presence");
        using var http = new HttpClient();
        var listed = await http.GetFromJsonAsync<JsonElement>(new Uri(server.Http, "/api/presence?topic=room"));
        await comer.CloseAsync();
        comer.Dispose();
        var left = (await watcher.ReceiveJsonAsync()).GetProperty("left");

        Assert.Equal(("room", "Ann", """{"x":1}"""), (joined.GetProperty("topic").GetString(), joined.GetProperty("name").GetString(), joined.GetProperty("info").GetRawText()));
        Assert.Equal(3, there.GetProperty("count").GetInt32());
        Assert.Equal(3, there.GetProperty("clients").GetArrayLength());
        Assert.Equal(3, listed.GetProperty("count").GetInt32());
        Assert.Contains(listed.GetProperty("clients").EnumerateArray(), one => one.TryGetProperty("name", out var name) && name.ValueEquals("Ann"));
        Assert.Equal(joined.GetProperty("client").GetString(), left.GetProperty("client").GetString());
    }

    [Theory]
    [InlineData("/api/presence", 400)]
    [InlineData("/api/presence?topic=a%2F%23", 400)]
    [InlineData("/api/presence?topic=closed", 403)]
    [InlineData("/api/presence?topic=nobody", 200)]
    public async Task A_back_end_is_told_what_is_wrong(string path, int expected)
    {
        await using var server = await ServerProcess.StartAsync(_rules);
        using var http = new HttpClient();

        using var answer = await http.GetAsync(new Uri(server.Http, path));

        Assert.Equal(expected, (int)answer.StatusCode);
    }
}
