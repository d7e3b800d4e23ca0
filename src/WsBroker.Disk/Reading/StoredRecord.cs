using WsBroker.Disk.Segments;

namespace WsBroker.Disk.Reading;

/// <summary>Where a record lies, and what it takes to read it there.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Place">The place in it.</param>
internal readonly record struct StoredRecord(Segment Segment, Place Place);
