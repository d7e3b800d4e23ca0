using WsBroker.Disk.Files;

namespace WsBroker.Disk.Segments;

/// <summary>One file of the log, and how much of it is still needed.</summary>
/// <remarks>Belongs to the thread that writes; others only read the file.</remarks>
internal sealed class Segment(SegmentName name, ILogFile file, long length)
{
    /// <summary>Its name.</summary>
    public SegmentName Name { get; } = name;

    /// <summary>Its file.</summary>
    public ILogFile File { get; } = file;

    /// <summary>How many bytes of it are written and valid.</summary>
    public long Length { get; set; } = length;

    /// <summary>How many bytes the file has; behind <see cref="Length"/> they are zeros, to be written over.</summary>
    public long ReservedLength { get; set; } = length;

    /// <summary>How many bytes of it are records that are still needed.</summary>
    public long LiveBytes { get; set; }
}
