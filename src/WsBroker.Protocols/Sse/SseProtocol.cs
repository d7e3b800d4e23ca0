using System.Buffers;
using System.Globalization;
using System.Text;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Protocols.Json;

namespace WsBroker.Protocols.Sse;

/// <summary>A stream of events: the subscriptions of its address, and nothing that the client says.</summary>
/// <remarks>
/// There is no way to subscribe again but to connect again, which clients do by themselves; so a topic that can be had again later ends
/// the stream, and one that cannot is told as <c>unsubscribed</c>.
/// </remarks>
internal sealed class SseProtocol : ClientProtocol
{
    private const int ShortestRetryMs = 1000;
    private const int RetrySpreadMs = 2000;

    private static readonly RequestId _subscribing = new("0"u8.ToArray());
    private static readonly JsonProtocolOptions _options = new();

    private readonly Session _session;
    private readonly SseQuery _query;
    private readonly StreamPositions _positions;
    private readonly EventIdRewriter? _rewriter;

    /// <param name="session">The client's session.</param>
    /// <param name="query">What the address asks for.</param>
    public SseProtocol(Session session, SseQuery query)
    {
        _session = session;
        _query = query;
        _positions = new StreamPositions(query.Filters, query.LastEventId);

        // The ids that messages have of themselves do where there is one topic, or none that could recover
        _rewriter = _positions.Count > 0 && query.Filters.Count > 1 ? new EventIdRewriter(_positions) : null;
    }

    /// <inheritdoc/>
    public override DeliveryRewriter? Rewriter => _rewriter;

    /// <inheritdoc/>
    public override Verdict Open(IBufferWriter<byte> answer)
    {
        // When all of a node's clients lose it at once, they come back one after the other
        WriteRetry(ShortestRetryMs + (int)(_session.Client.Client.Value % RetrySpreadMs), answer);
        foreach (var filter in _query.Filters)
        {
            var order = new Command.Subscribe(_subscribing, filter, StartOf(filter), Echo: true)
            {
                WantsPresence = _query.Presence && filter.Exact is not null,
                IsCounted = true,
            };
            var verdict = _session.Execute(order) switch
            {
                SessionEvent.Refused refused => Refuse(filter, refused.Code, answer),
                _ => Verdict.GoOn,
            };
            if (verdict is not Verdict.GoOn)
            {
                return verdict;
            }
        }

        return Verdict.GoOn;
    }

    /// <inheritdoc/>
    public override Verdict Receive(bool isBinary, ReadOnlySpan<byte> message, IBufferWriter<byte> answer) => Verdict.NotAllowed;

    /// <inheritdoc/>
    public override Verdict Tell(SessionEvent news, IBufferWriter<byte> answer)
    {
        switch (news)
        {
            case SessionEvent.CreditReturned:
                return Verdict.GoOn;
            case SessionEvent.TokenExpired or SessionEvent.SubscriptionEnded { Code: ErrorCode.TokenExpired }:
                return Verdict.TokenExpired;
            case SessionEvent.Subscribed { Position: { } top } subscribed:
                _positions[subscribed.Filter.Exact!].Begin(top, subscribed.Recovered is true, _query.Last);
                return Write(subscribed, answer);
            case SessionEvent.Subscribed subscribed:
                return Write(subscribed with { Recovered = _query.LastEventId is null ? null : false }, answer);
            case SessionEvent.Gap gap:
                // Those of topics that a filter has brought have no place in the id
                _positions.Find(gap.Topic)?.Advance(gap.To);
                return Write(gap, answer);
            case SessionEvent.SubscriptionEnded ended:
                return Refuse(ended.Filter, ended.Code, answer);
            case SessionEvent.Refused { Subscriber.Filter: var filter } refused:
                return Refuse(filter, refused.Code, answer);
            case SessionEvent.Refused { Filter: { } filter } refused:
                return Refuse(filter, refused.Code, answer);
            case SessionEvent.Draining { ReconnectAfter: var pause }:
                WriteRetry((int)pause.TotalMilliseconds, answer);
                return Write(news, answer);
            default:
                return Write(news, answer);
        }
    }

    private static void WriteRetry(int milliseconds, IBufferWriter<byte> answer) =>
        answer.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"retry: {milliseconds}\n\n")));

    private StartAt StartOf(TopicFilter filter)
    {
        if (filter.Exact is not { } topic)
        {
            return StartAt.Now.Instance;
        }

        return _positions[topic].Given is { } given ? new StartAt.After(given)
            : _query.Last > 0 ? new StartAt.Last(_query.Last)
            : StartAt.Now.Instance;
    }

    private Verdict Refuse(TopicFilter filter, ErrorCode code, IBufferWriter<byte> answer)
    {
        if (code.IsRetryable())
        {
            return Verdict.TryLater;
        }

        Write(new SessionEvent.SubscriptionEnded(filter, code), answer);
        return _session.Subscriptions.Count == 0 && !_session.HasUndone ? Verdict.NotAllowed : Verdict.GoOn;
    }

    private Verdict Write(SessionEvent news, IBufferWriter<byte> answer)
    {
        var json = new ArrayBufferWriter<byte>();
        EventWriter.Write(json, news is SessionEvent.Subscribed subscribed ? subscribed with { Request = default } : news, _options);
        SseEvent.WriteMessage(answer, _positions.ToId(), json.WrittenSpan);
        return Verdict.GoOn;
    }
}
