using WsBroker.Client.Tests.Peers;

namespace WsBroker.Client.Tests.Sessions;

/// <summary>A token is followed by another one before it ends, without an interruption.</summary>
public sealed class TokenRenewalTests : IAsyncDisposable
{
    private static readonly TimeSpan _never = TimeSpan.FromHours(1);

    private readonly ScriptedServer _server = new();
    private readonly ManualTime _time = new();
    private readonly Queue<Func<string?>> _tokens = new();

    private WsBrokerClientOptions Options => ScriptedServer.Prompt with
    {
        Time = _time,
        PingInterval = _never,
        PongTimeout = _never,
        Token = _ => ValueTask.FromResult(_tokens.Dequeue()()),
    };

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task When_four_fifths_are_over_the_server_gets_the_next_one()
    {
        _tokens.Enqueue(static () => "first");
        _tokens.Enqueue(static () => "second");
        _tokens.Enqueue(static () => "third");
        var (peer, armed) = await ConnectAsync(ends: 100, pause: 80);

        await armed;
        var next = _time.ArmedAsync(TimeSpan.FromSeconds(96));
        _time.Advance(TimeSpan.FromSeconds(80));
        await AcceptAsync(peer, "second", ends: 200);
        await next;
        _time.Advance(TimeSpan.FromSeconds(96));

        await AcceptAsync(peer, "third", ends: 300);
    }

    [Fact]
    public async Task What_the_provider_throws_ends_nothing_and_it_is_asked_again()
    {
        _tokens.Enqueue(static () => "first");
        _tokens.Enqueue(static () => throw new InvalidOperationException("no luck"));
        _tokens.Enqueue(static () => "second");
        var (peer, armed) = await ConnectAsync(ends: 100, pause: 80);

        await armed;
        var next = _time.ArmedAsync(TimeSpan.FromSeconds(16));
        _time.Advance(TimeSpan.FromSeconds(80));
        await next;
        _time.Advance(TimeSpan.FromSeconds(16));

        await AcceptAsync(peer, "second", ends: 200);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_followed_by_another_and_not_sent_over_the_next_connection()
    {
        _tokens.Enqueue(static () => "first");
        _tokens.Enqueue(static () => "bad");
        _tokens.Enqueue(static () => "third");
        var (peer, armed) = await ConnectAsync(ends: 100, pause: 80);

        await armed;
        var next = _time.ArmedAsync(TimeSpan.FromSeconds(16));
        _time.Advance(TimeSpan.FromSeconds(80));
        var (id, _) = await peer.ExpectAsync("refresh");
        await peer.SendAsync($$$"""{"id":{{{id}}},"error":{"code":203,"message":"bad","retry":false}}""");
        await next;
        peer.Break();

        var again = await _server.AcceptAsync();
        Assert.Equal("third", (await again.GreetAsync()).GetProperty("token").GetString());
    }

    [Fact]
    public async Task A_token_that_ends_soon_is_not_asked_for_in_a_circle()
    {
        _tokens.Enqueue(static () => "first");
        _tokens.Enqueue(static () => "second");
        var (peer, armed) = await ConnectAsync(ends: 1, pause: 10);

        await armed;
        _time.Advance(TimeSpan.FromSeconds(10));

        await AcceptAsync(peer, "second", ends: 100);
    }

    private async Task<(ScriptedPeer Peer, Task Armed)> ConnectAsync(int ends, int pause)
    {
        var armed = _time.ArmedAsync(TimeSpan.FromSeconds(pause));
        var (_, peer) = await _server.ConnectAsync(Options, $",\"expires\":{ends}");
        return (peer, armed);
    }

    private static async Task AcceptAsync(ScriptedPeer peer, string token, int ends)
    {
        var (id, body) = await peer.ExpectAsync("refresh");
        Assert.Equal(token, body.GetProperty("token").GetString());
        await peer.SendAsync($$$"""{"id":{{{id}}},"refreshed":{"expires":{{{ends}}}}}""");
    }
}
