using System.Threading.Channels;
using Polly;
using Polly.Retry;
using WsBroker.Server.Options;

namespace WsBroker.Server.Webhooks;

/// <summary>The webhook that is told what happens: in order, many events with one request, again and again with pauses if it fails.</summary>
/// <remarks>Thread-safe. What waits is bounded; the newest go if it is too much, and what could not be told for long. Both are counted.</remarks>
internal sealed class ToldWebhook : IAsyncDisposable
{
    /// <summary>The most events of one request.</summary>
    public const int MaxEventsAtOnce = 100;

    private const int MaxRetries = 5;

    private static readonly TimeSpan _firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(30);

    /// <summary>How long the last events may take when the broker ends.</summary>
    private static readonly TimeSpan _lastTimeout = TimeSpan.FromSeconds(2);

    private readonly Uri _address;
    private readonly string _place;
    private readonly WebhookSender _sender;
    private readonly WebhookMetrics _metrics;
    private readonly ILogger _logger;
    private readonly Channel<HookEvent> _events;
    private readonly CancellationTokenSource _ending = new();
    private readonly ResiliencePipeline _pipeline;
    private readonly Task _telling;

    /// <summary>Begins to tell.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="timeout">How long a request may take.</param>
    /// <param name="capacity">The most events that wait.</param>
    /// <param name="sender">Sends to it.</param>
    /// <param name="metrics">What is counted.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it is told what could not be told.</param>
    public ToldWebhook(
        Uri address, TimeSpan timeout, int capacity, WebhookSender sender, WebhookMetrics metrics, TimeProvider time, ILogger logger)
    {
        _place = WebAddress.Describe(address);
        (_address, _sender, _metrics, _logger) = (address, sender, metrics, logger);
        var bounded = new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true };
        _events = Channel.CreateBounded<HookEvent>(bounded, _ => metrics.Told(1, "dropped"));
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = static outcome => ValueTask.FromResult(outcome.Outcome.Exception is not (null or OperationCanceledException)),
                MaxRetryAttempts = MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = _firstPause,
                MaxDelay = _longestPause,
            })
            .AddTimeout(timeout)
            .Build();
        _telling = TellAllAsync();
    }

    /// <summary>Tells something, in time.</summary>
    public void Tell(HookEvent news) => _events.Writer.TryWrite(news);

    /// <summary>Tells what waits, if that goes soon, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        _ending.CancelAfter(_lastTimeout);
        await _telling;
        _ending.Dispose();
    }

    private async Task TellAllAsync()
    {
        var some = new List<HookEvent>(MaxEventsAtOnce);
        while (await _events.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (some.Count < MaxEventsAtOnce && _events.Reader.TryRead(out var one))
            {
                some.Add(one);
            }

            await TellAsync(some);
            some.Clear();
        }
    }

    private async Task TellAsync(List<HookEvent> some)
    {
        try
        {
            var body = EventsWriter.Write(some);
            await _pipeline.ExecuteAsync(async cancellationToken => await _sender.SendAsync(_address, body, cancellationToken), _ending.Token);
            _metrics.Told(some.Count, "told");
        }
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
        {
            // Whatever it is: the next events may have more luck
            _metrics.Told(some.Count, "failed");
            _logger.EventsNotTold(_place, some.Count, wrong.Message);
        }
    }
}
