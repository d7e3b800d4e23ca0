using System.Runtime.InteropServices;

namespace WsBroker.Gateway.Transports.Epoll;

/// <summary>The calls of the C library that connections need; see their manual pages. Linux only.</summary>
internal static partial class Libc
{
    private const string Library = "libc";
    private const int WithoutSignal = 0x4000;
    private const int NonBlockingCloseOnExec = 0x80800;
    private const int SendingSide = 1;
    private const int OpenFiles = 7;

    /// <summary>accept4(2): the descriptor of the next connection, non-blocking, or -1.</summary>
    public static int Accept(int listening) => Accept4(listening, 0, 0, NonBlockingCloseOnExec);

    /// <summary>recv(2): how many bytes came, 0 at the peer's end, or -1.</summary>
    /// <param name="descriptor">The connection.</param>
    /// <param name="buffer">Filled from its start; not empty.</param>
    public static int Receive(int descriptor, Span<byte> buffer) =>
        (int)Recv(descriptor, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length, 0);

    /// <summary>send(2): how many bytes went, or -1.</summary>
    /// <param name="descriptor">The connection.</param>
    /// <param name="bytes">Not empty.</param>
    public static int Send(int descriptor, ReadOnlySpan<byte> bytes) =>
        (int)Send(descriptor, in MemoryMarshal.GetReference(bytes), (nuint)bytes.Length, WithoutSignal);

    /// <summary>shutdown(2) of the sending side: 0, or -1.</summary>
    public static int EndSending(int descriptor) => Shutdown(descriptor, SendingSide);

    /// <summary>getrlimit(2): how many descriptors the process may have; as many as there can be if that is not limited, or not known.</summary>
    public static int MaxDescriptors()
    {
        Span<ulong> softAndHard = [ulong.MaxValue, ulong.MaxValue];
        _ = GetLimit(OpenFiles, ref MemoryMarshal.GetReference(softAndHard));
        return (int)Math.Min(softAndHard[0], int.MaxValue);
    }

    /// <summary>dup(2): another descriptor of the same, or -1.</summary>
    [LibraryImport(Library, EntryPoint = "dup", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Duplicate(int descriptor);

    /// <summary>close(2): 0, or -1.</summary>
    [LibraryImport(Library, EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Close(int descriptor);

    /// <summary>epoll_create1(2): the descriptor, or -1.</summary>
    [LibraryImport(Library, EntryPoint = "epoll_create1", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int EpollCreate(int flags);

    /// <summary>epoll_ctl(2): 0, or -1.</summary>
    /// <param name="epoll">The epoll descriptor.</param>
    /// <param name="operation">1 to add, 2 to take out.</param>
    /// <param name="descriptor">What is added or taken out.</param>
    /// <param name="registration">One event, laid out as <see cref="EpollEvent"/> says.</param>
    [LibraryImport(Library, EntryPoint = "epoll_ctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, ref byte registration);

    /// <summary>epoll_wait(2): how many events came, or -1.</summary>
    /// <param name="epoll">The epoll descriptor.</param>
    /// <param name="events">Room for <paramref name="capacity"/> events, laid out as <see cref="EpollEvent"/> says.</param>
    /// <param name="capacity">The most events to take.</param>
    /// <param name="timeout">In milliseconds; -1 to wait as long as it takes.</param>
    [LibraryImport(Library, EntryPoint = "epoll_wait", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int EpollWait(int epoll, ref byte events, int capacity, int timeout);

    /// <summary>getpeername(2): 0, or -1.</summary>
    /// <param name="descriptor">The connection.</param>
    /// <param name="address">Filled with a socket address.</param>
    /// <param name="length">The room for it; then what was needed.</param>
    [LibraryImport(Library, EntryPoint = "getpeername", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int GetPeerName(int descriptor, ref byte address, ref int length);

    [LibraryImport(Library, EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetLimit(int resource, ref ulong softAndHard);

    [LibraryImport(Library, EntryPoint = "accept4", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Accept4(int listening, nint address, nint addressLength, int flags);

    [LibraryImport(Library, EntryPoint = "recv", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Recv(int descriptor, ref byte buffer, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "send", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Send(int descriptor, ref readonly byte bytes, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "shutdown")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Shutdown(int descriptor, int how);
}
