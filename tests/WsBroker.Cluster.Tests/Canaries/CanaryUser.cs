using System.Globalization;
using WsBroker.Client;
using WsBroker.Cluster.Tests.Traffic;
using WsBroker.TestKit;

namespace WsBroker.Cluster.Tests.Canaries;

/// <summary>A user with topics of its own: publishes to them, hears each by name, and on another connection asks for everything by wildcards.</summary>
internal sealed class CanaryUser : IAsyncDisposable
{
    private static readonly string[] _everything = ["#", "+/p/#", "p/#", "a/#", "b/+/+/#"];

    private readonly WsBrokerClient _client;
    private readonly WsBrokerClient _curious;
    private readonly List<TopicLedger> _ledgers;
    private readonly List<Publisher> _publishers = [];
    private readonly List<Subscriber> _subscribers = [];
    private readonly List<Task> _tasks = [];
    private readonly CancellationTokenSource _stopPublishing = new();
    private readonly CancellationTokenSource _stopHearing = new();
    private readonly CancellationTokenSource _giveUp = new();
    private int _byWildcards;
    private int _foreign;

    private CanaryUser(WsBrokerClient client, WsBrokerClient curious, IEnumerable<string> topics) =>
        (_client, _curious, _ledgers) = (client, curious, [.. topics.Select(static topic => new TopicLedger(topic))]);

    /// <summary>How many of its publications were acknowledged.</summary>
    public int Acknowledged => _publishers.Sum(static publisher => publisher.Acknowledged);

    /// <summary>How many messages it has heard by wildcards.</summary>
    public int HeardByWildcards => Volatile.Read(ref _byWildcards);

    /// <summary>How many of these were not for it, or not in the topic that they were made for.</summary>
    public int Foreign => Volatile.Read(ref _foreign);

    /// <summary>What has failed; null if nothing has.</summary>
    public Exception? Failure => _tasks.Find(static task => task.IsFaulted)?.Exception;

    /// <summary>Connects, and begins when all subscriptions by name stand.</summary>
    /// <param name="front">Where clients connect.</param>
    /// <param name="tenant">Its tenant's prefix, or nothing.</param>
    /// <param name="name">Who it is.</param>
    /// <param name="topics">So many.</param>
    /// <param name="interval">Between two publications to one topic.</param>
    public static async Task<CanaryUser> StartAsync(Uri front, string tenant, string name, int topics, TimeSpan interval)
    {
        var key = tenant.Length == 0 ? "n" : tenant.TrimEnd('/');
        var token = TokenBuilder.For(name).Header("kid", key).Sign($"{key} {TokenBuilder.Secret}");
        var options = new WsBrokerClientOptions { Token = _ => new ValueTask<string?>(token) };
        var names = Enumerable.Range(0, topics).Select(number => string.Create(CultureInfo.InvariantCulture, $"{tenant}p/{name}/{number}"));
        var user = new CanaryUser(await WsBrokerClient.ConnectAsync(front, options), await WsBrokerClient.ConnectAsync(front, options), names);
        await user.BeginAsync(interval);
        return user;
    }

    /// <summary>Ends its publishing, hears the last of it, and ends.</summary>
    /// <returns>How many were lost, unexpected, twice, and how many gaps there were, in its topics by name.</returns>
    public async Task<(int Lost, int Unexpected, int Duplicated, int Gaps)> EndAsync()
    {
        await _stopPublishing.CancelAsync();
        await Task.WhenAll(_tasks[.._publishers.Count]).WaitAsync(2 * ThreeNodes.Patience);
        await Task.WhenAll(_subscribers.Select(static subscriber => subscriber.HearAllAsync()));
        await _stopHearing.CancelAsync();
        await Task.WhenAll(_tasks);
        return _subscribers.Select(static subscriber => subscriber.Heard.Check())
            .Aggregate((one, other) => (one.Lost + other.Lost, one.Unexpected + other.Unexpected, one.Duplicated + other.Duplicated, one.Gaps + other.Gaps));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopPublishing.CancelAsync();
        await _stopHearing.CancelAsync();
        await _giveUp.CancelAsync();
        await _client.DisposeAsync();
        await _curious.DisposeAsync();
        _stopPublishing.Dispose();
        _stopHearing.Dispose();
        _giveUp.Dispose();
    }

    private async Task BeginAsync(TimeSpan interval)
    {
        foreach (var ledger in _ledgers)
        {
            _subscribers.Add(new Subscriber(_client, ledger));
            _publishers.Add(new Publisher(Canary.Of(ledger.Topic), _client, ledger, interval, padding: 0));
        }

        var hearing = _subscribers.Select(subscriber => subscriber.RunAsync(_stopHearing.Token)).ToList();
        await Task.WhenAll(_subscribers.Select(static subscriber => subscriber.Stands)).WaitAsync(ThreeNodes.Patience);
        _tasks.AddRange(_publishers.Select(publisher => publisher.RunAsync(_stopPublishing.Token, _giveUp.Token)));
        _tasks.AddRange(hearing);
        _tasks.AddRange(_everything.Select(HearAsync));
    }

    private async Task HearAsync(string filter)
    {
        try
        {
            await foreach (var message in _curious.SubscribeAsync(filter, cancellationToken: _stopHearing.Token))
            {
                Interlocked.Increment(ref _byWildcards);
                if (!_ledgers.Exists(ledger => string.Equals(ledger.Topic, message.Topic, StringComparison.Ordinal)) || !Canary.IsIn(message.GetText(), message.Topic))
                {
                    Interlocked.Increment(ref _foreign);
                }
            }
        }
        catch (WsBrokerException refused) when (!refused.CanRetry)
        {
            // It could never hear anything there
        }
        catch (OperationCanceledException) when (_stopHearing.IsCancellationRequested)
        {
            // As asked
        }
    }
}
