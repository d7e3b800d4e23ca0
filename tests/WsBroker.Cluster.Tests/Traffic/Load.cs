using System.Diagnostics;
using System.Globalization;
using WsBroker.Client;

namespace WsBroker.Cluster.Tests.Traffic;

/// <summary>Publishers and subscribers that use a cluster as applications do, while something happens to it.</summary>
internal sealed class Load : IAsyncDisposable
{
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(20);

    private readonly List<TopicLedger> _ledgers;
    private readonly List<WsBrokerClient> _clients = [];
    private readonly List<Publisher> _publishers = [];
    private readonly List<Subscriber> _subscribers = [];
    private readonly List<Task> _publishing = [];
    private readonly List<Task> _hearing = [];
    private readonly CancellationTokenSource _stopPublishing = new();
    private readonly CancellationTokenSource _stopHearing = new();
    private readonly CancellationTokenSource _giveUp = new();

    private Load(string name, int topics) => _ledgers =
        [.. Enumerable.Range(0, topics).Select(number => new TopicLedger(string.Create(CultureInfo.InvariantCulture, $"{name}/{number}")))];

    /// <summary>How many publications were acknowledged so far.</summary>
    public int Acknowledged => _publishers.Sum(static publisher => publisher.Acknowledged);

    /// <summary>How many clients it has.</summary>
    public int Clients => _clients.Count;

    /// <summary>How many of them subscribe.</summary>
    public int Subscribers => _subscribers.Count;

    /// <summary>How often publishers were told to try later so far.</summary>
    public int Refused => _publishers.Sum(static publisher => publisher.Refused);

    /// <summary>Starts it, and waits until all subscribers stand and every publisher has published.</summary>
    /// <param name="front">Where clients connect.</param>
    /// <param name="publishers">So many.</param>
    /// <param name="perSecond">Publications of all of them in a second.</param>
    /// <param name="subscribers">So many, each to one topic.</param>
    /// <param name="topics">So many.</param>
    /// <param name="padding">Bytes that a publication has besides its text.</param>
    /// <param name="name">What its topics begin with.</param>
    public static async Task<Load> StartAsync(
        Uri front, int publishers = 25, int perSecond = 1250, int subscribers = 20, int topics = 5, int padding = 0, string name = "load")
    {
        var load = new Load(name, topics);
        for (var number = 0; number < subscribers; number++)
        {
            var subscriber = new Subscriber(await load.ConnectAsync(front), load._ledgers[number % topics]);
            load._subscribers.Add(subscriber);
            load._hearing.Add(subscriber.RunAsync(load._stopHearing.Token));
            await subscriber.Stands.WaitAsync(ThreeNodes.Patience);
        }

        for (var number = 0; number < publishers; number++)
        {
            var interval = TimeSpan.FromSeconds((double)publishers / perSecond);
            var publisher = new Publisher(string.Create(CultureInfo.InvariantCulture, $"p{number}"), await load.ConnectAsync(front), load._ledgers[number % topics], interval, padding);
            load._publishers.Add(publisher);
            load._publishing.Add(publisher.RunAsync(load._stopPublishing.Token, load._giveUp.Token));
        }

        await load.ReachAsync(publishers);
        return load;
    }

    /// <summary>Waits until so many more publications are acknowledged.</summary>
    public async Task ReachAsync(int more)
    {
        var goal = Acknowledged + more;
        using var late = new CancellationTokenSource(2 * ThreeNodes.Patience);
        using var look = new PeriodicTimer(_look);
        while (Acknowledged < goal)
        {
            await Task.WhenAny(_publishing.Concat(_hearing).Append(look.WaitForNextTickAsync(late.Token).AsTask()));
            var failed = _publishing.Concat(_hearing).FirstOrDefault(static one => one.IsFaulted);
            Assert.True(failed is null, $"{failed?.Exception}");
            Assert.False(late.IsCancellationRequested, $"{Acknowledged} of {goal} were acknowledged in time");
        }
    }

    /// <summary>Waits until each publisher has been acknowledged something more, and then until all subscribers have heard that.</summary>
    /// <returns>How long each of these took, from now on.</returns>
    public async Task<(TimeSpan Acknowledged, TimeSpan Heard)> ServedAsync()
    {
        var (begun, before) = (Stopwatch.GetTimestamp(), _publishers.ConvertAll(static publisher => publisher.Acknowledged));
        using var late = new CancellationTokenSource(2 * ThreeNodes.Patience);
        while (_publishers.Zip(before).Count(static one => one.First.Acknowledged == one.Second) is > 0 and var waiting)
        {
            Assert.False(late.IsCancellationRequested, $"{waiting} publishers were acknowledged nothing in time");
            await GoOnAsync(_look);
        }

        var acknowledged = Stopwatch.GetElapsedTime(begun);
        await CatchUpAsync();
        return (acknowledged, Stopwatch.GetElapsedTime(begun));
    }

    /// <summary>Waits until all subscribers have heard what is acknowledged now.</summary>
    public Task CatchUpAsync() => Task.WhenAll(_subscribers.Select(static subscriber => subscriber.HearAllAsync()));

    /// <summary>Goes on for a while.</summary>
    public async Task GoOnAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
        Assert.All(_publishing.Concat(_hearing), static one => Assert.False(one.IsFaulted, $"{one.Exception}"));
    }

    /// <summary>Ends it: publishers end what they have begun, subscribers hear the last of it.</summary>
    public async Task<Verdict> EndAsync()
    {
        await _stopPublishing.CancelAsync();
        await Task.WhenAll(_publishing).WaitAsync(2 * ThreeNodes.Patience);
        await CatchUpAsync();
        await _stopHearing.CancelAsync();
        await Task.WhenAll(_hearing);
        var checks = _subscribers.Select(static subscriber => subscriber.Heard.Check()).ToList();
        var outages = _publishers.Select(static publisher => publisher.LongestOutage).Concat(_subscribers.Select(static subscriber => subscriber.Heard.LongestSilence)).Order().ToList();
        var waits = _publishers.SelectMany(static publisher => publisher.Waits).Order().ToList();
        return new Verdict(
            Acknowledged,
            _subscribers.Sum(static subscriber => subscriber.Heard.Count),
            Refused,
            _publishers.Max(static publisher => publisher.SlowestRefusal),
            checks.Sum(static one => one.Lost),
            checks.Sum(static one => one.Unexpected),
            checks.Sum(static one => one.Duplicated),
            checks.Sum(static one => one.Gaps),
            outages[^1],
            outages[(int)(0.99 * (outages.Count - 1))],
            waits[(int)(0.99 * (waits.Count - 1))]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopPublishing.CancelAsync();
        await _stopHearing.CancelAsync();
        await _giveUp.CancelAsync();
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        _stopPublishing.Dispose();
        _stopHearing.Dispose();
        _giveUp.Dispose();
    }

    private async Task<WsBrokerClient> ConnectAsync(Uri front)
    {
        while (true)
        {
            try
            {
                var client = await WsBrokerClient.ConnectAsync(front);
                _clients.Add(client);
                return client;
            }
            catch (WsBrokerException refused) when (refused.RetryAfter > TimeSpan.Zero)
            {
                // So many may come in a second
                await GoOnAsync(refused.RetryAfter);
            }
        }
    }
}
