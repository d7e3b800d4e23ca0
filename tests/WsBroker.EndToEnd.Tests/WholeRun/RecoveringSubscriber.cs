using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests.WholeRun;

/// <summary>A subscriber that comes at some moment, breaks off again and again, and recovers.</summary>
internal sealed class RecoveringSubscriber(ServerProcess server, string topic, Ledger ledger, ulong seed)
{
    private const int LongestStay = 400;

    private readonly SeededNumbers _numbers = new(seed);
    private readonly List<(long Offset, string Text)> _heard = [];
    private (string Epoch, long Offset)? _position;
    private long _from;

    /// <summary>How often it came back.</summary>
    public int Recoveries { get; private set; }

    /// <summary>Runs until it has heard the last.</summary>
    public async Task RunAsync()
    {
        await ledger.ReachedAsync(1 + _numbers.Below(ledger.Total / 4));
        do
        {
            await StayAsync(_numbers.Below(LongestStay));
        }
        while (_position!.Value.Offset < ledger.Total);
    }

    /// <summary>Checks all that it heard, once all is acknowledged.</summary>
    public void Check() => ledger.Check(_heard, _from);

    private async Task StayAsync(int count)
    {
        using var peer = await WebSocketPeer.ConnectAsync(server.Ws);
        await SubscribeAsync(peer);
        for (; count > 0 && _position!.Value.Offset < ledger.Total; count--)
        {
            var message = (await peer.ReceiveJsonAsync()).GetProperty("message");
            var offset = message.GetProperty("offset").GetInt64();
            _heard.Add((offset, message.GetProperty("text").GetString()!));
            _position = _position!.Value with { Offset = offset };
        }
    }

    private async Task SubscribeAsync(WebSocketPeer peer)
    {
        object order = _position is var (epoch, offset)
            ? new { id = 1, subscribe = new { topic, recover = new { epoch, offset } } }
            : new { id = 1, subscribe = new { topic } };
        var subscribed = (await peer.AskAsync(order)).GetProperty("subscribed");
        if (_position is null)
        {
            _from = subscribed.GetProperty("offset").GetInt64();
            _position = (subscribed.GetProperty("epoch").GetString()!, _from);
        }
        else
        {
            Assert.True(subscribed.GetProperty("recovered").GetBoolean());
            Recoveries++;
        }
    }
}
