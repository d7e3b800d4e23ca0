using System.Text.Json;
using WsBroker.Conformance.Tests.Clients;

namespace WsBroker.Conformance.Tests.SlowConsumers;

/// <summary>A subscriber of the JSON protocol that holds what it is delivered and what is declared lost against the offsets, one by one.</summary>
internal sealed class LossAccount : IDisposable
{
    private readonly StrictClient _client;
    private readonly Dictionary<string, long> _told = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lost = new(StringComparer.Ordinal);

    private LossAccount(StrictClient client) => _client = client;

    /// <summary>How many publications of a topic were declared lost.</summary>
    public long LostOf(string topic) => _lost.GetValueOrDefault(topic);

    /// <summary>Subscribes before anything is published.</summary>
    public static async Task<LossAccount> OpenAsync(Uri server, string filter, string? offers = null)
    {
        var client = await StrictClient.OpenAsync(server, "/", StrictClient.SmallReceiveBuffer, offers);
        await client.WriteAsync(ClientFrame.Text($$$"""{"id":1,"subscribe":{"topic":"{{{filter}}}"}}"""));
        Assert.Contains("\"subscribed\"", await client.ReadTextAsync(), StringComparison.Ordinal);
        return new LossAccount(client);
    }

    /// <summary>Reads until it has been told of every topic up to an offset.</summary>
    /// <param name="topics">The topics that it is subscribed to.</param>
    /// <param name="last">The last offset of each.</param>
    /// <param name="pace">Awaited before each message; null for none.</param>
    public async Task ReadAsync(IReadOnlyCollection<string> topics, long last, Func<Task>? pace = null)
    {
        while (topics.Any(topic => _told.GetValueOrDefault(topic) < last))
        {
            await (pace?.Invoke() ?? Task.CompletedTask);
            Take(await _client.ReadTextAsync());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private void Take(string text)
    {
        using var json = JsonDocument.Parse(text);
        if (json.RootElement.TryGetProperty("gap", out var gap))
        {
            var (from, to) = (gap.GetProperty("from").GetInt64(), gap.GetProperty("to").GetInt64());
            var topic = Follow(gap, from, to);
            _lost[topic] = LostOf(topic) + to - from + 1;
        }
        else
        {
            var message = json.RootElement.GetProperty("message");
            var offset = message.GetProperty("offset").GetInt64();
            Follow(message, offset, offset);
        }
    }

    private string Follow(JsonElement told, long from, long to)
    {
        var topic = told.GetProperty("topic").GetString()!;
        Assert.Equal(_told.GetValueOrDefault(topic) + 1, from);
        Assert.InRange(to, from, long.MaxValue);
        _told[topic] = to;
        return topic;
    }
}
