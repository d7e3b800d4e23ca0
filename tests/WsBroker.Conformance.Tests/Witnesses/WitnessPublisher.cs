using System.Diagnostics;
using System.Text.Json;
using WsBroker.Conformance.Tests.Clients;

namespace WsBroker.Conformance.Tests.Witnesses;

/// <summary>Publishes numbered messages to each of its topics and demands an acknowledgement of each.</summary>
internal sealed class WitnessPublisher : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(20);

    private readonly StrictClient _client;
    private readonly string[] _topics;

    private WitnessPublisher(StrictClient client, string[] topics) => (_client, _topics) = (client, topics);

    public static async Task<WitnessPublisher> ConnectAsync(Uri server, string[] topics) =>
        new(await StrictClient.OpenAsync(server, "/"), topics);

    /// <summary>Publishes until told to stop; the last message on each topic says that it is the last.</summary>
    public async Task PublishAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(_interval);
        var number = 0;
        do
        {
            number++;
            await PublishRoundAsync(number, isLast: false);
        }
        while (await WitnessGroup.NextAsync(timer, stop));

        await PublishRoundAsync(number + 1, isLast: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task PublishRoundAsync(int number, bool isLast)
    {
        foreach (var topic in _topics)
        {
            var publish = new { topic, data = new WitnessMessage(number, Stopwatch.GetTimestamp(), isLast) };
            await _client.WriteAsync(ClientFrame.Text(JsonSerializer.Serialize(new { id = number, publish })));
        }

        for (var i = 0; i < _topics.Length; i++)
        {
            using var answer = JsonDocument.Parse(await _client.ReadTextAsync());
            Assert.True(answer.RootElement.TryGetProperty("published", out var published), $"not published: {answer.RootElement}");
            Assert.Contains(published.GetProperty("topic").GetString(), _topics, StringComparer.Ordinal);
            Assert.Equal(number, published.GetProperty("offset").GetInt64());
        }
    }
}
