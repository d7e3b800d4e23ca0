using System.ComponentModel;
using System.Runtime.InteropServices;

namespace WsBroker.Gateway.Transports.Epoll;

/// <summary>Watches descriptors for whoever owns them, on a thread of its own that does nothing but tell (epoll(7)).</summary>
/// <remarks>
/// Each descriptor is registered once for its whole life, edge-triggered, so that waiting costs no call. A process has one
/// loop. Thread-safe.
/// </remarks>
internal sealed class EpollLoop
{
    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const int Delete = 2;
    private const int EventsPerWait = 512;

    private const Readiness Watched =
        Readiness.Readable | Readiness.Writable | Readiness.PeerEnded | Readiness.EdgeTriggered;

    private readonly Lock _gate = new();
    private readonly Stack<int> _free = new();
    private readonly int _epoll;
    private volatile EpollSource?[] _sources = new EpollSource?[64];
    private int _used;
    private uint _registrations;

    private EpollLoop()
    {
        _epoll = Libc.EpollCreate(CloseOnExec);
        if (_epoll < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "epoll_create1 failed.");
        }

        new Thread(Run) { IsBackground = true, Name = "epoll" }.Start();
    }

    /// <summary>The process's loop; its thread starts with the first use.</summary>
    public static EpollLoop Shared { get; } = new();

    /// <summary>Begins to watch a descriptor: what is ready already is told, too.</summary>
    /// <param name="descriptor">Non-blocking; registered nowhere else.</param>
    /// <param name="source">Is told.</param>
    /// <exception cref="Win32Exception">The kernel has no room for it (epoll_ctl(2): ENOMEM, ENOSPC).</exception>
    public void Register(int descriptor, EpollSource source)
    {
        lock (_gate)
        {
            var slot = _free.TryPop(out var freed) ? freed : _used++;
            if (slot == _sources.Length)
            {
                var larger = new EpollSource?[slot * 2];
                _sources.CopyTo(larger, 0);
                _sources = larger;
            }

            source.Token = ((ulong)++_registrations << 32) | (uint)slot;
            _sources[slot] = source;
        }

        Span<byte> registration = stackalloc byte[EpollEvent.Size];
        new EpollEvent(Watched, source.Token).Write(registration);
        if (Libc.EpollControl(_epoll, Add, descriptor, ref registration[0]) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            Forget(source);
            throw new Win32Exception(error, "epoll_ctl failed.");
        }
    }

    /// <summary>Ends the watch over a descriptor that lives on.</summary>
    public void Unregister(int descriptor, EpollSource source)
    {
        Span<byte> ignored = stackalloc byte[EpollEvent.Size];
        _ = Libc.EpollControl(_epoll, Delete, descriptor, ref ignored[0]);
        Forget(source);
    }

    /// <summary>Ends the watch over a descriptor that is being closed, which takes it out of the kernel's set.</summary>
    public void Forget(EpollSource source)
    {
        var slot = (int)(uint)source.Token;
        lock (_gate)
        {
            _sources[slot] = null;
            _free.Push(slot);
        }
    }

    private void Run()
    {
        var events = new byte[EventsPerWait * EpollEvent.Size];
        while (true)
        {
            // A signal is the only thing that can go wrong with these arguments
            var count = Libc.EpollWait(_epoll, ref events[0], EventsPerWait, timeout: -1);
            for (var at = 0; at < count * EpollEvent.Size; at += EpollEvent.Size)
            {
                Tell(EpollEvent.Read(events.AsSpan(at)));
            }
        }
    }

    private void Tell(EpollEvent one)
    {
        // What was forgotten since the kernel told, or has given its slot to another, has another token
        var source = _sources[(int)(uint)one.Token];
        if (source is not null && source.Token == one.Token)
        {
            source.OnReady(one.Happened);
        }
    }
}
