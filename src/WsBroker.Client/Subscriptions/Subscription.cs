using WsBroker.Client.Messages;

namespace WsBroker.Client.Subscriptions;

/// <summary>One enumeration's subscription: where it stands in its topic, and what it has been told.</summary>
/// <remarks>Belongs to the session and its lock, but for what is taken out of the buffer.</remarks>
/// <param name="filter">The topic or filter.</param>
/// <param name="options">How it begins.</param>
/// <param name="buffer">What the enumeration takes from.</param>
internal sealed class Subscription(string filter, SubscribeOptions options, NoticeBuffer buffer)
{
    // Where to go on after a cut; null with wildcards, and while it is not known which message of the history came
    // first
    private TopicPosition? _position = options.Recover;

    // Where the topic stood when the server answered last
    private TopicPosition? _top;
    private bool _stood;

    /// <summary>The topic or filter.</summary>
    public string Filter => filter;

    /// <summary>Whether the filter means one topic.</summary>
    public bool IsExact { get; } = !FilterPattern.HasWildcards(filter);

    /// <summary>How the subscription began, and what is told beside its messages.</summary>
    public SubscribeOptions Options => options;

    /// <summary>What the enumeration takes from.</summary>
    public NoticeBuffer Buffer => buffer;

    /// <summary>How it stands with the server.</summary>
    public SubscriptionState State { get; private set; } = SubscriptionState.Waiting.Instance;

    /// <summary>Whether the server has been asked for it, and may send.</summary>
    public bool IsKnownToServer => AwaitsAnswer || State is SubscriptionState.Live or SubscriptionState.Ended { IsKnownToServer: true };

    /// <summary>Whether the server will say whether it stands.</summary>
    public bool AwaitsAnswer => State is SubscriptionState.Requested or SubscriptionState.Resuming;

    /// <summary>Where it goes on after a cut; null with wildcards, and while it is not known.</summary>
    public TopicPosition? Position => _position;

    /// <summary>The command that asks the server for it, from where it was cut off if it was.</summary>
    public byte[] Request(long id)
    {
        State = new SubscriptionState.Requested(id);
        return CommandWriter.Subscribe(id, filter, _position, options);
    }

    /// <summary>The connection is gone.</summary>
    public void Detach()
    {
        State = State switch
        {
            SubscriptionState.Ended => new SubscriptionState.Ended(IsKnownToServer: false),

            // One that has not come to its first message of the history has to begin there once more
            SubscriptionState.Live when !IsExact || _position is not null => SubscriptionState.Kept.Instance,
            SubscriptionState.Resuming or SubscriptionState.Kept => SubscriptionState.Kept.Instance,
            _ => SubscriptionState.Waiting.Instance,
        };
    }

    /// <summary>The server has kept it, and will say where it stands.</summary>
    public void AwaitResumption() => State = SubscriptionState.Resuming.Instance;

    /// <summary>Clients have come or gone.</summary>
    public void TellPresence(ServerEvent.PresenceNews news) => Tell(new Notice.PresenceChanged(news));

    /// <summary>
    /// The server will not have it: the failure is thrown to the enumeration; or, if trying again makes sense, the enumeration is
    /// told, and asks again after a pause.
    /// </summary>
    public void Fail(WsBrokerException failure)
    {
        if (failure.CanRetry)
        {
            State = SubscriptionState.Waiting.Instance;
            Tell(new Notice.Interrupted(failure.RetryAfter));
        }
        else
        {
            End(failure, isKnownToServer: false);
        }
    }

    /// <summary>It stands.</summary>
    public void Stand(ServerEvent.Subscribed answer)
    {
        State = new SubscriptionState.Live(answer.Position?.Offset ?? 0);
        Tell(new Notice.Standing(answer.Position));
        if (FindGap(answer) is { } gap)
        {
            Tell(new Notice.Missed(gap));
        }

        var beginsInHistory = _position is null && options.Last > 0 && answer.Position is not { Offset: 0 };
        if (answer.Recovered is not true && !beginsInHistory)
        {
            _position = answer.Position;
        }

        _top = answer.Position;
        _stood = true;
    }

    /// <summary>A message of its topic, or of one that matches, has come.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isOwn">Whether this client published it.</param>
    /// <returns>False if it came before.</returns>
    public bool Take(WsBrokerMessage message, bool isOwn)
    {
        if (IsExact)
        {
            if (_position is { } position && message.Offset <= position.Offset)
            {
                return false;
            }

            message.Epoch = _top!.Value.Epoch;
            _position = new TopicPosition(message.Epoch, message.Offset);
        }

        // After a recovery the server does not know which were ours
        if (!isOwn || options.Echo)
        {
            Tell(new Notice.Arrived(message));
        }

        return true;
    }

    /// <summary>The server let messages go.</summary>
    public void Miss(ServerEvent.Gap gap)
    {
        Tell(new Notice.Missed(new TopicGap(gap.Topic, gap.From, gap.To, GapReason.Declared, gap.Reason)));
        if (IsExact && _position is { } position && gap.To > position.Offset)
        {
            _position = position with { Offset = gap.To };
        }
    }

    /// <summary>
    /// Nothing is taken any more; a failure is thrown to the enumeration behind what it was told already.
    /// </summary>
    /// <param name="failure">Null if there is none.</param>
    /// <param name="isKnownToServer">Whether the server still sends.</param>
    public void End(Exception? failure, bool isKnownToServer)
    {
        State = new SubscriptionState.Ended(isKnownToServer);
        buffer.End(failure);
    }

    private void Tell(Notice notice)
    {
        if (State is not SubscriptionState.Ended && !buffer.TryAdd(notice))
        {
            var failure = new WsBrokerException(
                ClientErrorCode.SubscriberTooSlow,
                canRetry: true,
                $"The subscription to '{filter}' was not read while answers were awaited; read faster.");
            End(failure, isKnownToServer: true);
        }
    }

    private TopicGap? FindGap(ServerEvent.Subscribed answer)
    {
        if (answer.Position is not { } now)
        {
            return _stood ? new TopicGap(filter, From: null, To: null, GapReason.NoRecovery) : null;
        }

        if (_position is { } since)
        {
            return answer.Recovered is true ? null : GapBetween(since, now);
        }

        // Cut off before the first message of the history came: asking for as many again may not reach back as far
        return _top is { } before && (!IsSameEpoch(now, before) || now.Offset - before.Offset > options.Last)
            ? GapBetween(before, now with { Offset = now.Offset - options.Last })
            : null;
    }

    private static bool IsSameEpoch(TopicPosition one, TopicPosition other) =>
        string.Equals(one.Epoch, other.Epoch, StringComparison.Ordinal);

    private TopicGap GapBetween(TopicPosition since, TopicPosition now) =>
        IsSameEpoch(since, now) && since.Offset < now.Offset
            ? new TopicGap(filter, since.Offset + 1, now.Offset, GapReason.HistoryTooShort)
            : new TopicGap(filter, From: null, To: null, GapReason.NewEpoch);
}
