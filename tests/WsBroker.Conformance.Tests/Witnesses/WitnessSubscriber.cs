using System.Diagnostics;
using System.Text.Json;
using WsBroker.Conformance.Tests.Clients;

namespace WsBroker.Conformance.Tests.Witnesses;

/// <summary>Reads one topic and fails at the first gap, duplicate, foreign message or long silence.</summary>
internal sealed class WitnessSubscriber : IDisposable
{
    private readonly StrictClient _client;
    private readonly List<TimeSpan> _latencies = [];

    private WitnessSubscriber(StrictClient client, Func<string, WitnessMessage> read)
    {
        _client = client;
        Done = ReadAllAsync(read);
    }

    /// <summary>Ends with the last message, or with what went wrong.</summary>
    public Task Done { get; }

    /// <summary>How long each message took; to be read when <see cref="Done"/>.</summary>
    public IReadOnlyList<TimeSpan> Latencies => _latencies;

    /// <summary>Subscribes without an envelope.</summary>
    public static async Task<WitnessSubscriber> RawAsync(Uri server, string topic)
    {
        var client = await StrictClient.OpenAsync(server, $"/topics/{topic}?mode=sub");
        return new WitnessSubscriber(client, text => JsonSerializer.Deserialize<WitnessMessage>(text)!);
    }

    /// <summary>Subscribes with JSON.</summary>
    public static async Task<WitnessSubscriber> JsonAsync(Uri server, string topic)
    {
        var client = await StrictClient.OpenAsync(server, "/");
        await client.WriteAsync(ClientFrame.Text(JsonSerializer.Serialize(new { id = 1, subscribe = new { topic } })));
        Assert.Contains("\"subscribed\"", await client.ReadTextAsync(), StringComparison.Ordinal);
        return new WitnessSubscriber(client, text => ReadEnvelope(text, topic));
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static WitnessMessage ReadEnvelope(string text, string topic)
    {
        using var document = JsonDocument.Parse(text);
        var message = document.RootElement.GetProperty("message");
        var witnessed = message.GetProperty("data").Deserialize<WitnessMessage>()!;
        Assert.Equal(topic, message.GetProperty("topic").GetString());
        Assert.Equal(witnessed.Number, message.GetProperty("offset").GetInt64());
        return witnessed;
    }

    private async Task ReadAllAsync(Func<string, WitnessMessage> read)
    {
        for (var expected = 1; ; expected++)
        {
            var message = read(await _client.ReadTextAsync());
            _latencies.Add(Stopwatch.GetElapsedTime(message.SentAt));
            Assert.Equal(expected, message.Number);
            if (message.IsLast)
            {
                return;
            }
        }
    }
}
