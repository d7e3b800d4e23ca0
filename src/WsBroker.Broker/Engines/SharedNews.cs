using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Engines;

/// <summary>All that a shared log tells a topic.</summary>
/// <param name="Topic">Which topic.</param>
public abstract record SharedNews(TopicName Topic) : TopicMessage(Topic)
{
    /// <summary>The topic is open, and this is what is kept.</summary>
    /// <param name="Topic">Which topic.</param>
    /// <param name="Found">
    /// Where the log stands, and its latest publications, contiguous up to there; fewer than are kept if they are very many.
    /// </param>
    /// <param name="Retained">The retained publication, if there is one.</param>
    /// <param name="UtcNow">The log's own time, in milliseconds since 1970.</param>
    public sealed record Loaded(TopicName Topic, StoredTopic Found, Publication? Retained, long UtcNow) : SharedNews(Topic)
    {
        /// <summary>As much of it as there was when the log stood at an offset.</summary>
        internal StoredTopic UpTo(long offset)
        {
            var isAll = offset == Found.Position.Offset;
            var kept = isAll ? Found.Publications : [.. Found.Publications.TakeWhile(one => one.Offset <= offset)];
            return new StoredTopic(Found.Position with { Offset = offset }, kept)
            {
                At = isAll ? Found.At : kept is [.., var last] ? last.At : 0,
                Retained = Retained?.Offset <= offset ? Retained : null,
            };
        }
    }

    /// <summary>The topic could not be opened.</summary>
    public sealed record NotLoaded(TopicName Topic, ErrorCode Code) : SharedNews(Topic);

    /// <summary>Somebody, perhaps this node, has published.</summary>
    /// <param name="Topic">Which topic.</param>
    /// <param name="Epoch">The log's epoch.</param>
    /// <param name="Publications">
    /// What was published, with contiguous offsets; none if the log has begun a new epoch and that is all there is to say.
    /// </param>
    /// <param name="Batch">The batch that these are from, if it is one of this node's that is not answered yet; else null.</param>
    public sealed record Arrived(TopicName Topic, string Epoch, IReadOnlyList<Publication> Publications, SharedBatch? Batch) : SharedNews(Topic)
    {
        /// <summary>When the publication before the first was taken, in milliseconds since 1970; 0 where that is not known, or there is none.</summary>
        public long Before { get; init; }

        /// <summary>What it was counted in on its way; null if nowhere.</summary>
        public Inflow? Inflow { get; init; }

        /// <summary>As how many bytes it was counted.</summary>
        public long Bytes { get; init; }

        internal override void Refuse(ErrorCode code) => Release();

        /// <summary>It was taken.</summary>
        /// <returns>Whether something else has been left out.</returns>
        internal bool Release() => Inflow?.Leave(Bytes) is true;
    }

    /// <summary>A batch is stored.</summary>
    /// <param name="Topic">Which topic.</param>
    /// <param name="Batch">The batch.</param>
    /// <param name="Epoch">The log's epoch.</param>
    /// <param name="At">When the log took it, in milliseconds since 1970.</param>
    /// <param name="Places">Where its publications stand; those that are no duplicates have contiguous offsets.</param>
    public sealed record Appended(TopicName Topic, SharedBatch Batch, string Epoch, long At, IReadOnlyList<SharedPlace> Places) : SharedNews(Topic)
    {
        /// <summary>When the publication before the first that is no duplicate was taken, in milliseconds since 1970; 0 where that is not known, or there is none.</summary>
        public long Before { get; init; }

        /// <summary>How far this shows the log.</summary>
        internal SeenTop Seen
        {
            get
            {
                var last = Places.MaxBy(static place => place.Offset);
                return new SeenTop(new TopicPosition(Epoch, last.Offset), last.IsDuplicate ? 0 : At);
            }
        }
    }

    /// <summary>A batch was not stored, or nobody can tell.</summary>
    public sealed record NotAppended(TopicName Topic, SharedBatch Batch, ErrorCode Code) : SharedNews(Topic);

    /// <summary>What followed the position.</summary>
    /// <param name="Topic">Which topic.</param>
    /// <param name="Position">Where the log stands.</param>
    /// <param name="Publications">What is kept of it, oldest first, with contiguous offsets; in another epoch than asked for, from its beginning on.</param>
    /// <param name="IsWhole">Whether that is all up to where the log stands; if not, there is more to read.</param>
    public sealed record Read(TopicName Topic, TopicPosition Position, IReadOnlyList<Publication> Publications, bool IsWhole) : SharedNews(Topic);

    /// <summary>The log could not be read.</summary>
    public sealed record NotRead(TopicName Topic, ErrorCode Code) : SharedNews(Topic);

    /// <summary>Something may have been lost on the way: the topic is to look where the log stands.</summary>
    public sealed record Check(TopicName Topic) : SharedNews(Topic);

    /// <summary>The log has been out of reach for too long: whoever listens is to be told.</summary>
    public sealed record CutOff(TopicName Topic, ErrorCode Code) : SharedNews(Topic);

    /// <summary>The topic to itself: what it has published itself should have come back by now.</summary>
    internal sealed record Overdue(TopicName Topic) : SharedNews(Topic);
}
