namespace WsBroker.Disk.Files;

/// <summary>One file of the log.</summary>
/// <remarks>
/// Reading is thread-safe; writing is for one thread. Every member may throw <see cref="IOException"/>
/// or <see cref="UnauthorizedAccessException"/>.
/// </remarks>
internal interface ILogFile : IDisposable
{
    /// <summary>How many bytes it has.</summary>
    long Length { get; }

    /// <summary>Reads at a position; fewer bytes than asked for only at the end of the file.</summary>
    int Read(Span<byte> into, long position);

    /// <summary>Writes all bytes at a position. If it throws, any part of them may have been written.</summary>
    void Write(ReadOnlySpan<byte> bytes, long position);

    /// <summary>Cuts the file, and returns when that is on stable storage.</summary>
    void Truncate(long length);

    /// <summary>Returns when all that was written is on stable storage.</summary>
    void Sync();
}
