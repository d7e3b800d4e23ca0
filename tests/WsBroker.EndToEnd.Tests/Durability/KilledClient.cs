using System.Net.WebSockets;
using System.Text.Json;
using WsBroker.EndToEnd.Tests.Clients;

namespace WsBroker.EndToEnd.Tests.Durability;

/// <summary>A client that notes what it is told until its server is killed.</summary>
internal sealed class KilledClient(WebSocketPeer peer, Ledger ledger)
{
    private static long _messages;

    private readonly TaskCompletionSource _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the first acknowledgement.</summary>
    public Task Acknowledged => _acknowledged.Task.WaitAsync(WebSocketPeer.Patience);

    /// <summary>Publishes one message after the other, each when the one before is acknowledged.</summary>
    public Task PublishAsync() => UntilKilledAsync(async () =>
    {
        while (true)
        {
            var text = $"message {Interlocked.Increment(ref _messages)}";
            var answer = await peer.AskAsync(new { id = 1, publish = new { topic = ledger.Topic, text } });
            Assert.True(answer.TryGetProperty("published", out var published), $"{answer}");
            ledger.Note(published.GetProperty("epoch").GetString()!, published.GetProperty("offset").GetInt64(), text);
            _acknowledged.TrySetResult();
        }
    });

    /// <summary>Subscribes, and notes what is delivered.</summary>
    public Task SubscribeAsync() => UntilKilledAsync(async () =>
    {
        var answer = await peer.AskAsync(new { id = 1, subscribe = new { topic = ledger.Topic } });
        var epoch = answer.GetProperty("subscribed").GetProperty("epoch").GetString()!;
        while (true)
        {
            var message = (await peer.ReceiveJsonAsync()).GetProperty("message");
            ledger.Note(epoch, message.GetProperty("offset").GetInt64(), message.GetProperty("text").GetString()!);
        }
    });

    private async Task UntilKilledAsync(Func<Task> act)
    {
        using (peer)
        {
            try
            {
                await act();
            }
            catch (Exception cut) when (cut is WebSocketException or IOException or JsonException)
            {
                // Killed, as was to come
            }
        }
    }
}
