using WsBroker.Disk.Files;

namespace WsBroker.Disk.Tests.Files;

/// <summary>A file that knows which of its bytes a loss of power would leave.</summary>
internal sealed class MemoryFile(MemoryFolder folder, byte[] content) : ILogFile
{
    private readonly Lock _gate = new();
    private byte[] _content = content;
    private byte[] _synced = content;

    public byte[] Content
    {
        get
        {
            lock (_gate)
            {
                return [.. _content];
            }
        }
    }

    /// <summary>Damages a byte.</summary>
    public void Flip(int position)
    {
        lock (_gate)
        {
            _content[position] ^= 1;
        }
    }

    /// <summary>What is there after a loss of power, if the disk had come so far with what was not synced.</summary>
    public byte[] AfterPowerLoss(int unsyncedBytes)
    {
        lock (_gate)
        {
            return [.. _content.AsSpan(0, Math.Min(_content.Length, _synced.Length + unsyncedBytes))];
        }
    }

    public long Length
    {
        get
        {
            lock (_gate)
            {
                return _content.Length;
            }
        }
    }

    public int Read(Span<byte> into, long position)
    {
        folder.Fault?.Invoke(DiskAct.Read);
        lock (_gate)
        {
            var from = _content.AsSpan((int)Math.Min(position, _content.Length));
            from = from[..Math.Min(from.Length, into.Length)];
            from.CopyTo(into);
            return from.Length;
        }
    }

    public void Write(ReadOnlySpan<byte> bytes, long position)
    {
        folder.Fault?.Invoke(DiskAct.Write);
        var room = folder.RoomFor(bytes.Length);
        lock (_gate)
        {
            Array.Resize(ref _content, (int)Math.Max(_content.Length, position + room));
            bytes[..room].CopyTo(_content.AsSpan((int)position));
        }

        if (room < bytes.Length)
        {
            throw MemoryFolder.NoSpace();
        }
    }

    public void Truncate(long length)
    {
        folder.Fault?.Invoke(DiskAct.Truncate);
        lock (_gate)
        {
            folder.GiveBack(_content.Length - (int)length);
            Array.Resize(ref _content, (int)length);
        }
    }

    public void Sync()
    {
        folder.Fault?.Invoke(DiskAct.Sync);
        folder.CountSync();
        lock (_gate)
        {
            _synced = [.. _content];
        }
    }

    public void Dispose()
    {
    }
}
