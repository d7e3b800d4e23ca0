using WsBroker.Actors;

namespace WsBroker.Broker.Topics;

/// <summary>Gathers what topics tell of themselves, answers once, and ends.</summary>
/// <remarks>A topic that ends meanwhile never answers, so after a while the list goes out with those that did.</remarks>
internal sealed class TopicListingActor(int expected, ActorRef<IReadOnlyList<TopicDescription>> replyTo)
    : Actor<TopicDescription?>
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    private readonly List<TopicDescription> _gathered = new(expected);

    /// <inheritdoc/>
    protected override void PreStart()
    {
        if (expected == 0)
        {
            Answer();
        }
        else
        {
            Context.Schedule(_patience, message: null);
        }
    }

    /// <inheritdoc/>
    protected override void Receive(TopicDescription? message)
    {
        if (message is not null)
        {
            _gathered.Add(message);
        }

        if (message is null || _gathered.Count == expected)
        {
            Answer();
        }
    }

    private void Answer()
    {
        _gathered.Sort(static (one, other) => string.CompareOrdinal(one.Topic.Text, other.Topic.Text));
        replyTo.Tell(_gathered);
        Context.StopSelf();
    }
}
