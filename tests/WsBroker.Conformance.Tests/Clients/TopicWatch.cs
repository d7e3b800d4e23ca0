namespace WsBroker.Conformance.Tests.Clients;

/// <summary>Sees what of a topic's messages reaches others.</summary>
internal sealed class TopicWatch : IDisposable
{
    private static readonly ClientFrame _sentinel = ClientFrame.Text("nothing more was published");

    private readonly StrictClient _client;

    private TopicWatch(StrictClient client) => _client = client;

    /// <summary>Subscribes; what is published from now on is seen.</summary>
    public static async Task<TopicWatch> StartAsync(Uri server, string topic)
    {
        var watch = new TopicWatch(await StrictClient.OpenAsync(server, $"/topics/{topic}?echo=true"));

        // A message of our own that has come back shows that the subscription stands
        await watch._client.WriteAsync(_sentinel);
        await watch._client.ExpectAsync(_sentinel);
        return watch;
    }

    /// <summary>Exactly these messages must have been published, and nothing else.</summary>
    public async Task ExpectOnlyAsync(params IReadOnlyList<ClientFrame> published)
    {
        foreach (var message in published)
        {
            await _client.ExpectAsync(message);
        }

        await _client.WriteAsync(_sentinel);
        await _client.ExpectAsync(_sentinel);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
