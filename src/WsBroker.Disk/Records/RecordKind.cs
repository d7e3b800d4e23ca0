namespace WsBroker.Disk.Records;

/// <summary>What a record says. The numbers stand on disk.</summary>
internal enum RecordKind : byte
{
    /// <summary>A commit begins. That there is one tells that all commits before it were complete.</summary>
    Commit = 1,

    /// <summary>A publication in its place, new or carried forward.</summary>
    Publication = 2,

    /// <summary>Nothing of a topic is needed any more.</summary>
    Forgotten = 3,

    /// <summary>From now on a topic's epoch has another name; what is kept of it stays.</summary>
    Renewed = 4,
}
