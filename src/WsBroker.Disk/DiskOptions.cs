namespace WsBroker.Disk;

/// <summary>Where the log lies, and how it is cut into files.</summary>
/// <param name="Folder">The folder; it is made if the one above it is there.</param>
public sealed record DiskOptions(string Folder)
{
    /// <summary>The size at which a file of the log is followed by a new one. 4 KiB to 1 GiB.</summary>
    // Larger ones are removed later; smaller ones are many
    public int SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How many segments' worth of records that nobody needs may lie on disk, besides as much as is needed. 1 to 1,000.</summary>
    // Rewriting the little that is needed of an old segment pays only when it frees much
    public int SpareSegments { get; init; } = 4;

    /// <summary>How many bytes of a file are written as zeros ahead of the records. 0 for none.</summary>
    // To sync a file that does not grow takes the file system a third of the time, as it has only bytes to write
    internal int ReserveBytes { get; init; } = 1024 * 1024;

    /// <summary>The most bytes that one commit gathers.</summary>
    // What comes meanwhile waits for the whole of it
    internal int MaxCommitBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>How many bytes of an old segment are looked at, for what to carry forward, with one commit.</summary>
    internal int CarryBytes { get; init; } = 1024 * 1024;
}
