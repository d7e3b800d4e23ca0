using System.Diagnostics.Metrics;
using WsBroker.Actors;
using WsBroker.Broker.Hooks;
using WsBroker.Broker.Sessions;
using WsBroker.Server.Http;
using WsBroker.Server.Options;

namespace WsBroker.Server.Webhooks;

/// <summary>Speaks with back ends for the broker: asks them, and tells them what happens.</summary>
/// <remarks>Thread-safe. Nobody waits for it in a turn: an answer comes as a message, in any case.</remarks>
internal sealed class WebhookSet : ActorRef<HooksMessage>, IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly List<WebhookSender> _senders = [];
    private readonly AskedWebhook? _connect;
    private readonly AskedWebhook? _subscribe;
    private readonly AskedWebhook? _publish;
    private readonly ToldWebhook? _events;

    private WebhookSet(ServerOptions server, Func<HttpMessageHandler> newHandler, IMeterFactory meters, TimeProvider time, ILogger logger)
    {
        var options = server.Webhooks;
        _time = time;
        var metrics = new WebhookMetrics(meters);
        _connect = Ask(options.Connect);
        _subscribe = Ask(options.Subscribe);
        _publish = Ask(options.Publish);
        _events = options.Events is { } address
            ? new ToldWebhook(address, options.Timeout, options.QueuedEvents, NewSender(), metrics, time, logger)
            : null;
        ForSessions = new SessionHooks(this)
        {
            AsksConnect = _connect is not null,
            GuardsEntry = options.GuardEntry,
            AsksSubscribe = _subscribe is not null,
            AsksPublish = _publish is not null,
            TellsConnections = _events is not null,
        };

        AskedWebhook? Ask(Uri? address) => address is null ? null : new AskedWebhook(address, options, NewSender(), metrics, time, logger);

        // Each has connections of its own, also to the same host: one that is slow takes none of the others'
        WebhookSender NewSender()
        {
            var sender = new WebhookSender(newHandler(), new Signature(options.Secret!), PublishApi.MaxBodyBytes(server.Limits), time);
            _senders.Add(sender);
            return sender;
        }
    }

    /// <summary>What sessions need to know.</summary>
    public SessionHooks ForSessions { get; }

    /// <summary>Where topics tell whether they are occupied; null if nobody wants to know.</summary>
    public ActorRef<HooksMessage>? ForTopics => _events is null ? null : this;

    /// <summary>Makes it, if any webhook is configured.</summary>
    /// <param name="options">Which ones, and how large answers may be.</param>
    /// <param name="meters">For what is counted.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For what goes wrong.</param>
    /// <param name="newHandler">Makes what carries the requests of one webhook; null for the usual way.</param>
    public static WebhookSet? Create(
        ServerOptions options, IMeterFactory meters, TimeProvider time, ILogger logger, Func<HttpMessageHandler>? newHandler = null) =>
        options.Webhooks.Addresses.Any() ? new WebhookSet(options, newHandler ?? WebhookSender.Handler, meters, time, logger) : null;

    /// <inheritdoc/>
    public override void Tell(HooksMessage message)
    {
        if (message is HooksMessage.Ask order)
        {
            _ = AnswerAsync(order);
        }
        else
        {
            _events?.Tell(new HookEvent(message, _time.GetUtcNow()));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_events is not null)
        {
            await _events.DisposeAsync();
        }

        _senders.ForEach(static sender => sender.Dispose());
    }

    private async Task AnswerAsync(HooksMessage.Ask order)
    {
        // Not in the turn of whoever asks
        await Task.Yield();
        var webhook = order.Question switch
        {
            HookQuestion.Connect => _connect,
            HookQuestion.Subscribe => _subscribe,
            _ => _publish,
        };
        order.ReplyTo.Tell(new SessionEvent.HookAnswered(webhook is null ? HookAnswer.Allowed.AsItIs : await webhook.AskAsync(order.Question)));
    }
}
