using System.Globalization;
using System.Net;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Witnesses;

/// <summary>Healthy clients that must notice nothing of what others do to the broker meanwhile.</summary>
/// <remarks>
/// 20 subscribers on 5 topics, half raw and half JSON; one publisher whose every message is acknowledged, 50 a second on
/// each topic; 2 idle connections; and somebody who asks for the broker's health four times a second.
/// </remarks>
internal sealed class WitnessGroup : IAsyncDisposable
{
    private const int Topics = 5;
    private const int PairsOnEach = 2;

    // What the machine that runs the tests may itself be late, not what the broker promises
    private static readonly TimeSpan _maxLatency = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _healthInterval = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly ServerProcess _server;
    private readonly List<WitnessSubscriber> _subscribers = [];
    private readonly List<StrictClient> _idle = [];
    private readonly WitnessPublisher _publisher;
    private readonly Task _published;
    private readonly Task _healthy;

    private WitnessGroup(ServerProcess server, WitnessPublisher publisher)
    {
        _server = server;
        _publisher = publisher;
        _published = publisher.PublishAsync(_stop.Token);
        _healthy = WatchHealthAsync(_stop.Token);
    }

    private IEnumerable<Task> Work => [.. _subscribers.Select(subscriber => subscriber.Done), _published, _healthy];

    /// <summary>Starts the witnesses; they see the first message before this returns.</summary>
    public static async Task<WitnessGroup> StartAsync(ServerProcess server)
    {
        string[] topics = [.. Enumerable.Range(0, Topics).Select(_ => TopicNames.Next())];
        var subscribers = new List<WitnessSubscriber>();
        foreach (var topic in topics)
        {
            for (var i = 0; i < PairsOnEach; i++)
            {
                subscribers.Add(await WitnessSubscriber.RawAsync(server.Http, topic));
                subscribers.Add(await WitnessSubscriber.JsonAsync(server.Http, topic));
            }
        }

        var group = new WitnessGroup(server, await WitnessPublisher.ConnectAsync(server.Http, topics));
        group._subscribers.AddRange(subscribers);
        group._idle.Add(await StrictClient.OpenAsync(server.Http, "/"));
        group._idle.Add(await StrictClient.OpenAsync(server.Http, $"/topics/{TopicNames.Next()}"));
        return group;
    }

    /// <summary>Ends the publishing and asserts that no witness missed, or got twice, or waited for anything.</summary>
    public async Task AssertWellAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(Work);
        foreach (var idle in _idle)
        {
            var ping = ClientFrame.Ping("still here"u8.ToArray());
            await idle.WriteAsync(ping);
            await idle.ExpectPongAsync(ping.Payload);
        }

        AssertLatency([.. _subscribers.SelectMany(subscriber => subscriber.Latencies).Order()]);
        Assert.DoesNotContain("Unhandled exception", _server.Output, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _publisher.Dispose();
        _subscribers.ForEach(subscriber => subscriber.Dispose());
        _idle.ForEach(client => client.Dispose());

        // What went wrong is told by AssertWellAsync; here the sockets have just been closed under their readers
        await Task.WhenAll(Work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static void AssertLatency(TimeSpan[] sorted)
    {
        var slow = sorted[sorted.Length * 99 / 100];
        Assert.True(
            slow <= _maxLatency,
            string.Create(CultureInfo.InvariantCulture, $"1 % of {sorted.Length} deliveries took {slow.TotalMilliseconds} ms or more"));
    }

    private async Task WatchHealthAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = _server.Http, Timeout = StrictClient.Patience };
        using var timer = new PeriodicTimer(_healthInterval);
        do
        {
            using var answer = await http.GetAsync(new Uri("health/ready", UriKind.Relative), CancellationToken.None);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        while (await NextAsync(timer, cancellationToken));
    }

    /// <summary>The timer's next tick; false when it is time to stop.</summary>
    internal static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
