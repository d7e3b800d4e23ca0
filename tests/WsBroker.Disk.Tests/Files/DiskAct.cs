namespace WsBroker.Disk.Tests.Files;

/// <summary>What a disk is asked to do.</summary>
internal enum DiskAct
{
    Read,
    Write,
    Truncate,
    Sync,
    Create,
    Delete,
}
