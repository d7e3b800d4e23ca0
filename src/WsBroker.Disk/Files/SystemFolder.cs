using System.Globalization;
using System.Runtime.InteropServices;

namespace WsBroker.Disk.Files;

/// <summary>A folder of the operating system, locked so that two processes never share it.</summary>
internal sealed class SystemFolder : ILogFolder
{
    private const string LockName = "lock";

    // What some network file systems answer to a folder, whose entries are durable there anyway
    private const int InvalidArgument = 22;

    private readonly FileStream _lock;

    private SystemFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    /// <inheritdoc/>
    public string Path { get; }

    /// <summary>Makes the folder if it is not there, and takes it for this process.</summary>
    /// <exception cref="DiskStoreException">The folder above is not there, or another process has this one.</exception>
    public static SystemFolder Take(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var parent = System.IO.Path.GetDirectoryName(full);
        if (parent is not null && !Directory.Exists(parent))
        {
            throw new DiskStoreException($"{full} cannot be made: there is no folder {parent}.");
        }

        try
        {
            var isNew = !Directory.Exists(full);
            Directory.CreateDirectory(full);
            if (isNew && parent is not null)
            {
                SyncFolder(parent);
            }

            return new SystemFolder(full, Lock(full));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DiskStoreException($"{full} cannot be used: {failure.Message}", failure);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> List() =>
        [.. Directory.EnumerateFiles(Path).Select(static file => System.IO.Path.GetFileName(file))];

    /// <inheritdoc/>
    public ILogFile Create(string name)
    {
        var file = Open(name, FileMode.CreateNew);
        try
        {
            SyncFolder(Path);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ILogFile Open(string name) => Open(name, FileMode.Open);

    /// <inheritdoc/>
    public void Delete(string name) => File.Delete(System.IO.Path.Combine(Path, name));

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string folder)
    {
        try
        {
            var held = new FileStream(
                System.IO.Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            held.SetLength(0);
            held.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n")));
            held.Flush();
            return held;
        }
        catch (IOException taken) when (taken is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new DiskStoreException($"{folder} is in use by another process, or cannot be locked: {taken.Message}", taken);
        }
    }

    private SystemFile Open(string name, FileMode mode) => new(File.OpenHandle(
        System.IO.Path.Combine(Path, name), mode, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete));

    /// <summary>Makes the entries of a folder durable, which the runtime has no call for.</summary>
    private static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = OpenDescriptor(path, flags: 0);
        var failure = Marshal.GetLastPInvokeError();
        if (descriptor >= 0)
        {
            failure = SyncDescriptor(descriptor) == 0 ? 0 : Marshal.GetLastPInvokeError();
            _ = CloseDescriptor(descriptor);
        }

        if (failure != 0 && (descriptor < 0 || failure != InvalidArgument))
        {
            throw new IOException($"{path} cannot be synced: {Marshal.GetPInvokeErrorMessage(failure)}", failure);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenDescriptor([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SyncDescriptor(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int CloseDescriptor(int descriptor);
}
