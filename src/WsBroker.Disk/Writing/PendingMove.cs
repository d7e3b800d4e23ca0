using WsBroker.Disk.Index;
using WsBroker.Disk.Segments;

namespace WsBroker.Disk.Writing;

/// <summary>A record in a commit that is not written yet, and that takes the place of an older one.</summary>
/// <param name="Log">The topic.</param>
/// <param name="Offset">Which publication it is.</param>
/// <param name="From">Where it was; null if it was lost, and only says where the topic stands.</param>
/// <param name="Start">Where the record begins in the commit.</param>
/// <param name="Length">How many bytes the record has.</param>
internal readonly record struct PendingMove(TopicLog Log, long Offset, Place? From, int Start, int Length);
