using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Redis.Topics;

/// <summary>The newest publications of a topic, gathered page by page from the end, as long as each is followed by the next and a history may have so many.</summary>
/// <param name="end">Where the topic stands.</param>
/// <param name="settings">The topic's.</param>
internal sealed class NewestPublications(TopicPosition end, TopicSettings settings)
{
    private readonly List<Publication> _newestFirst = [];
    private long _bytes;

    /// <summary>The offset that is to come next.</summary>
    public long Next => end.Offset - _newestFirst.Count;

    /// <summary>How many may still come; of a topic that keeps none, one.</summary>
    public int Left => Math.Max(1, settings.MaxHistoryCount) - _newestFirst.Count;

    /// <summary>Takes a page, newest first.</summary>
    /// <returns>Whether there may be more before it.</returns>
    public bool Take(LookResult page)
    {
        var before = _newestFirst.Count;
        foreach (var publication in page.Publications.TakeWhile(one => one.Offset == Next && string.Equals(one.Epoch, end.Epoch, StringComparison.Ordinal)))
        {
            _newestFirst.Add(publication);
            _bytes += publication.Content.Size;
        }

        return _newestFirst.Count > before && Next > 0 && Left > 0 && _bytes < settings.MaxHistoryBytes;
    }

    /// <summary>All of them, in their order.</summary>
    public List<Publication> InOrder()
    {
        _newestFirst.Reverse();
        return _newestFirst;
    }
}
