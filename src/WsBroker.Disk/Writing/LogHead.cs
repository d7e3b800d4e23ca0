using Microsoft.Extensions.Logging;
using WsBroker.Broker.Sessions;
using WsBroker.Disk.Files;
using WsBroker.Disk.Segments;

namespace WsBroker.Disk.Writing;

/// <summary>The end of the log: commits are written there, wholly or not at all.</summary>
/// <remarks>
/// A failed write is cut off, and the next commit is tried again. After a failed sync nothing is tried any more: the system may have
/// dropped what it could not write and call the next sync a success.
/// </remarks>
internal sealed class LogHead(ILogFolder folder, DiskOptions options, SegmentSet segments, DiskMetrics metrics, ILogger logger)
{
    private const int NoSpaceOnUnix = 28;
    private const int OverQuotaOnLinux = 122;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);

    private readonly byte[] _zeros = new byte[options.ReserveBytes];
    private Segment? _withoutRoom;
    private LogCondition _condition;

    /// <summary>Whether the last commit was written.</summary>
    public bool IsWell => _condition is LogCondition.Well;

    /// <summary>What publications are refused with that are not written.</summary>
    public ErrorCode Refusal => _condition is LogCondition.Full ? ErrorCode.StorageFull : ErrorCode.StorageFailed;

    /// <summary>Follows a segment that has its size by a new one.</summary>
    /// <returns>The mark of the segment that the next commit goes to.</returns>
    public uint Prepare()
    {
        if (segments.Head.Length >= options.SegmentBytes && _condition is not LogCondition.Broken)
        {
            try
            {
                Seal(segments.Head);
                segments.Begin();
            }
            catch (Exception failure) when (IsOfDisk(failure))
            {
                // The old one grows on; the next commit tries again
                Worsen(failure, Kind(failure, DiskFailure.Write));
            }
        }

        return segments.Head.Name.Mark;
    }

    /// <summary>Writes a commit and returns when it is on stable storage, or is not and never will be.</summary>
    public bool TryWrite(ReadOnlySpan<byte> commit)
    {
        if (_condition is LogCondition.Broken)
        {
            return false;
        }

        var head = segments.Head;
        try
        {
            if (head.Length + commit.Length > int.MaxValue)
            {
                throw new IOException("The file is as long as it may be.");
            }

            head.File.Write(commit, head.Length);
            Reserve(head, head.Length + commit.Length);
        }
        catch (Exception failure) when (IsOfDisk(failure))
        {
            Worsen(failure, Kind(failure, DiskFailure.Write));
            CutBack();
            return false;
        }

        try
        {
            head.File.Sync();
        }
        catch (Exception failure) when (IsOfDisk(failure))
        {
            Break(failure);
            CutBack();
            return false;
        }

        segments.Grow(commit.Length);
        Recover();
        return true;
    }

    /// <summary>Whether an exception tells of the disk, and not of a mistake of ours.</summary>
    public static bool IsOfDisk(Exception failure) => failure is IOException or UnauthorizedAccessException;

    private static DiskFailure Kind(Exception failure, DiskFailure otherwise) =>
        failure.HResult is NoSpaceOnUnix or OverQuotaOnLinux or DiskFullOnWindows ? DiskFailure.Full : otherwise;

    /// <summary>Cuts off what was reserved, so that a file that is not the last ends with a record.</summary>
    private static void Seal(Segment segment)
    {
        segment.File.Truncate(segment.Length);
        segment.ReservedLength = segment.Length;
    }

    /// <summary>Has the file reach beyond a commit that has reached its end.</summary>
    private void Reserve(Segment head, long end)
    {
        if (end <= head.ReservedLength)
        {
            return;
        }

        head.ReservedLength = end;
        var zeros = (int)Math.Min(_zeros.Length, options.SegmentBytes - end);
        if (zeros > 0 && !ReferenceEquals(_withoutRoom, head))
        {
            try
            {
                head.File.Write(_zeros.AsSpan(0, zeros), end);
                head.ReservedLength = end + zeros;
            }
            catch (Exception failure) when (IsOfDisk(failure))
            {
                // The commit itself is written; what room there is is for the next ones
                _withoutRoom = head;
                head.File.Truncate(end);
            }
        }
    }

    private void CutBack()
    {
        try
        {
            segments.Head.File.Truncate(segments.Head.Length);
            segments.Head.ReservedLength = segments.Head.Length;
        }
        catch (Exception failure) when (IsOfDisk(failure))
        {
            Break(failure);
        }
    }

    private void Worsen(Exception failure, DiskFailure kind)
    {
        metrics.Failed(kind);
        var condition = kind is DiskFailure.Full ? LogCondition.Full : LogCondition.Failing;
        if (_condition != condition)
        {
            _condition = condition;
            logger.WriteFailed(failure, folder.Path, segments.Head.Name.ToString(), kind);
        }
    }

    private void Break(Exception failure)
    {
        metrics.Failed(DiskFailure.Sync);
        if (_condition is not LogCondition.Broken)
        {
            _condition = LogCondition.Broken;
            logger.SyncFailed(failure, folder.Path, segments.Head.Name.ToString());
        }
    }

    private void Recover()
    {
        if (_condition is not LogCondition.Well)
        {
            _condition = LogCondition.Well;
            logger.WriteRecovered(folder.Path);
        }
    }
}
