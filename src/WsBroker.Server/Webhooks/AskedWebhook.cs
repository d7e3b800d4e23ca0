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

    private readonly Uri _address;
    private readonly WebhookOptions _options;
    private readonly WebhookSender _sender;
    private readonly WebhookMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<HookAnswer> _pipeline;

    /// <summary>Nothing has been asked yet.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="options">How long it may take, and what happens if it does not answer.</param>
    /// <param name="sender">Sends to it.</param>
    /// <param name="metrics">What is counted.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it is told when it is left alone.</param>
    public AskedWebhook(Uri address, WebhookOptions options, WebhookSender sender, WebhookMetrics metrics, TimeProvider time, ILogger logger)
    {
        (_address, _options, _sender, _metrics, _time) = (address, options, sender, metrics, time);
        _pipeline = new ResiliencePipelineBuilder<HookAnswer> { TimeProvider = time }
            .AddCircuitBreaker(Breaker(logger))
            .AddTimeout(options.Timeout)
            .Build();
    }

    /// <summary>Asks. Never fails: what was not answered is refused or allowed, as the options say.</summary>
    public async Task<HookAnswer> AskAsync(HookQuestion question)
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
        }
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
        {
            // Whatever it is, the client waits for an answer
            _metrics.Answered("failed");
        }

        return _options.FailsOpen ? HookAnswer.Allowed.AsItIs : HookAnswer.Unavailable.Instance;
    }

    private async ValueTask<HookAnswer> SendAsync(HookQuestion question, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        return AnswerReader.Read(question, now, await _sender.SendAsync(_address, QuestionWriter.Write(question, now), cancellationToken));
    }

    private CircuitBreakerStrategyOptions<HookAnswer> Breaker(ILogger logger) => new()
    {
        ShouldHandle = static outcome => ValueTask.FromResult(outcome.Outcome.Exception is not null),
        FailureRatio = 0.5,
        MinimumThroughput = FewestToJudgeBy,
        SamplingDuration = TimeSpan.FromSeconds(10),
        BreakDuration = Pause,
        OnOpened = _ =>
        {
            logger.WebhookGivenUp(_address, Pause, _options.FailsOpen ? "allowed" : "refused");
            return ValueTask.CompletedTask;
        },
        OnClosed = _ =>
        {
            logger.WebhookBack(_address);
            return ValueTask.CompletedTask;
        },
    };
}
