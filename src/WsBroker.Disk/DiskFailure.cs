namespace WsBroker.Disk;

/// <summary>What can go wrong with a disk, as it is counted.</summary>
internal enum DiskFailure
{
    /// <summary>There is no room.</summary>
    Full,

    /// <summary>A write failed for another reason.</summary>
    Write,

    /// <summary>A sync failed.</summary>
    Sync,

    /// <summary>A read failed.</summary>
    Read,

    /// <summary>A file that is not needed any more cannot be removed.</summary>
    Remove,

    /// <summary>The end of the log was a commit that had not come to its end.</summary>
    Torn,

    /// <summary>A record that was stored is not as it was written.</summary>
    Damaged,
}
