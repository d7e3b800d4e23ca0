using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WsBroker.Disk.Files;

/// <summary>A file of the operating system.</summary>
internal sealed class SystemFile(SafeFileHandle handle) : ILogFile
{
    private const int Interrupted = 4;

    /// <inheritdoc/>
    public long Length => RandomAccess.GetLength(handle);

    /// <inheritdoc/>
    public int Read(Span<byte> into, long position)
    {
        var read = 0;
        while (read < into.Length && RandomAccess.Read(handle, into[read..], position + read) is > 0 and var more)
        {
            read += more;
        }

        return read;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, long position) => RandomAccess.Write(handle, bytes, position);

    /// <inheritdoc/>
    public void Truncate(long length)
    {
        RandomAccess.SetLength(handle, length);

        // Unlike that of bytes alone, this sync is bound to take the shorter length along
        RandomAccess.FlushToDisk(handle);
    }

    /// <inheritdoc/>
    public void Sync()
    {
        if (OperatingSystem.IsLinux())
        {
            SyncBytes();
        }
        else
        {
            RandomAccess.FlushToDisk(handle);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    /// <summary>What the runtime has no call for: the bytes and the length, but not the time at which they were written.</summary>
    private void SyncBytes()
    {
        while (SyncDescriptor(handle) != 0)
        {
            var failure = Marshal.GetLastPInvokeError();
            if (failure != Interrupted)
            {
                throw new IOException($"A file cannot be synced: {Marshal.GetPInvokeErrorMessage(failure)}", failure);
            }
        }
    }

    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SyncDescriptor(SafeFileHandle file);
}
