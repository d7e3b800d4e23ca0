using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Engines;

/// <summary>What a store has kept of a topic.</summary>
/// <param name="Position">The epoch, and the offset of the last publication.</param>
/// <param name="Publications">The latest publications, contiguous up to that offset, oldest first; more than are needed is no error.</param>
public sealed record StoredTopic(TopicPosition Position, IReadOnlyList<Publication> Publications)
{
    /// <summary>When the last publication up to that offset was taken, in milliseconds since 1970; 0 where nobody asks for it.</summary>
    public long At { get; init; }

    /// <summary>The retained publication, if it is kept apart from these; else null.</summary>
    public Publication? Retained { get; init; }
}
