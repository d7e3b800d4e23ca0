using System.Globalization;
using System.Threading.Channels;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using WsBroker.Broker.Hooks;
using WsBroker.Server.Options;

namespace WsBroker.Server.Webhooks;

/// <summary>One webhook that is asked: bounded in time, and left alone for a while when it has failed too often.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class AskedWebhook
{
    /// <summary>How long it is left alone before it is tried again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Of so many within ten seconds, half must have failed.</summary>
    public const int FewestToJudgeBy = 10;

    /// <summary>Failures are told no more often: one says what is wrong, however many clients wait.</summary>
    private static readonly TimeSpan _tellEvery = TimeSpan.FromSeconds(10);

    private readonly Channel<int> _places;
    private readonly Lock _telling = new();
    private readonly ILogger _logger;
    private readonly Uri _address;
    private readonly string _place;
    private readonly WebhookOptions _options;
    private readonly WebhookSender _sender;
    private readonly WebhookMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<HookAnswer> _pipeline;
    private long? _toldAt;

    /// <summary>Nothing has been asked yet.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="options">How long it may take, and what happens if it does not answer.</param>
    /// <param name="sender">Sends to it.</param>
    /// <param name="metrics">What is counted.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it is told what it fails by, and when it is left alone.</param>
    public AskedWebhook(Uri address, WebhookOptions options, WebhookSender sender, WebhookMetrics metrics, TimeProvider time, ILogger logger)
    {
        _place = WebAddress.Describe(address);
        (_address, _options, _sender, _metrics, _time, _logger) = (address, options, sender, metrics, time, logger);
        _places = Channel.CreateBounded<int>(options.Questions);
        _pipeline = new ResiliencePipelineBuilder<HookAnswer> { TimeProvider = time }
            .AddCircuitBreaker(Breaker())
            .AddTimeout(options.Timeout)
            .Build();
        for (var place = 0; place < options.Questions; place++)
        {
            _places.Writer.TryWrite(place);
        }
    }

    private HookAnswer WithoutAnswer => _options.FailsOpen ? HookAnswer.Allowed.AsItIs : HookAnswer.Unavailable.Instance;

    // Those who are told so have waited for as long, and fewer are left when they come back
    private HookAnswer WithoutTurn => _options.FailsOpen ? WithoutAnswer : HookAnswer.Unavailable.Instance with { RetryAfter = _options.Timeout };

    private string Fate => _options.FailsOpen ? "allowed" : "refused";

    /// <summary>Asks. Never fails: what was not answered is refused or allowed, as the options say.</summary>
    public async Task<HookAnswer> AskAsync(HookQuestion question)
    {
        // Who waits for a turn says nothing of the webhook, which is not to be left alone for it
        if (await TakePlaceAsync() is not { } place)
        {
            _metrics.Answered("not asked");
            Complain(string.Create(CultureInfo.InvariantCulture, $"{_options.Questions} questions at once kept others waiting for longer than {_options.Timeout:c}"));
            return WithoutTurn;
        }

        try
        {
            return await AskNowAsync(question);
        }
        finally
        {
            _places.Writer.TryWrite(place);
        }
    }

    private async Task<HookAnswer> AskNowAsync(HookQuestion question)
    {
        try
        {
            var answer = await _pipeline.ExecuteAsync(cancellationToken => SendAsync(question, cancellationToken));
            _metrics.Answered(answer is HookAnswer.Denied ? "denied" : "allowed");
            return answer;
        }
        catch (BrokenCircuitException)
        {
            _metrics.Answered("left alone");
        }
        catch (TimeoutRejectedException)
        {
            _metrics.Answered("too late");
            Complain($"there was no answer within {_options.Timeout:c}");
        }
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
        {
            // Whatever it is, the client waits for an answer
            _metrics.Answered("failed");
            Complain(wrong.Message);
        }

        return WithoutAnswer;
    }

    private async ValueTask<int?> TakePlaceAsync()
    {
        if (_places.Reader.TryRead(out var place))
        {
            return place;
        }

        using var late = new CancellationTokenSource(_options.Timeout, _time);
        _metrics.Waiting(+1);
        try
        {
            return await _places.Reader.ReadAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            _metrics.Waiting(-1);
        }
    }

    private void Complain(string problem)
    {
        lock (_telling)
        {
            if (_toldAt is { } last && _time.GetElapsedTime(last) < _tellEvery)
            {
                return;
            }

            _toldAt = _time.GetTimestamp();
        }

        _logger.WebhookFailed(_place, problem, Fate);
    }

    private async ValueTask<HookAnswer> SendAsync(HookQuestion question, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        return AnswerReader.Read(question, now, await _sender.SendAsync(_address, QuestionWriter.Write(question, now), cancellationToken));
    }

    private CircuitBreakerStrategyOptions<HookAnswer> Breaker() => new()
    {
        ShouldHandle = static outcome => ValueTask.FromResult(outcome.Outcome.Exception is not null),
        FailureRatio = 0.5,
        MinimumThroughput = FewestToJudgeBy,
        SamplingDuration = TimeSpan.FromSeconds(10),
        BreakDuration = Pause,
        OnOpened = _ =>
        {
            _logger.WebhookGivenUp(_place, Pause, Fate);
            return ValueTask.CompletedTask;
        },
        OnClosed = _ =>
        {
            _logger.WebhookBack(_place);
            return ValueTask.CompletedTask;
        },
    };
}
