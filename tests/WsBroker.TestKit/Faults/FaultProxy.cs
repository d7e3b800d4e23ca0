using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace WsBroker.TestKit.Faults;

/// <summary>A TCP proxy on a free port of loopback that does to connections what networks do: delay, throttle, swallow, cut, refuse.</summary>
/// <remarks>
/// Faults of the two ways differ, hold for connections that are there and for new ones, and may be changed at any time. Thread-safe.
/// Disposing cuts all connections.
/// </remarks>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<IPEndPoint> _target;
    private readonly ulong _seed;
    private readonly Lock _gate = new();
    private readonly List<Socket> _sockets = [];
    private readonly List<Task> _passing = [];
    private readonly ConcurrentDictionary<int, Fault> _onWayOutOf = [];
    private readonly Task _accepting;
    private volatile Fault _onWayIn = Fault.None;
    private volatile Fault _onWayOut = Fault.None;
    private volatile bool _isRefusing;
    private int _accepted;

    /// <summary>Begins to listen.</summary>
    /// <param name="target">Where connections go, asked for each.</param>
    /// <param name="seed">For what is left to chance.</param>
    public FaultProxy(Func<IPEndPoint> target, ulong seed = 1)
    {
        _target = target;
        _seed = seed;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="port">Where connections go, on 127.0.0.1.</param>
    public FaultProxy(int port)
        : this(() => new IPEndPoint(IPAddress.Loopback, port))
    {
    }

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Makes who looks at a connection, for each, and says what befalls it in place of <see cref="OnWayIn"/> and <see cref="OnWayOut"/>; null for nobody.</summary>
    public Func<IWiretap>? Tap { get; init; }

    /// <summary>How many connections have come so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>How many are there.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
            {
                return _sockets.Count / 2;
            }
        }
    }

    /// <summary>What befalls bytes on their way to the target.</summary>
    public Fault OnWayIn
    {
        get => _onWayIn;
        set => _onWayIn = value;
    }

    /// <summary>What befalls bytes on their way from the target.</summary>
    public Fault OnWayOut
    {
        get => _onWayOut;
        set => _onWayOut = value;
    }

    /// <summary>Whether new connections are reset at once.</summary>
    public bool IsRefusing
    {
        get => _isRefusing;
        set => _isRefusing = value;
    }

    /// <summary>The same fault for both ways.</summary>
    public void Both(Fault fault) => (OnWayIn, OnWayOut) = (fault, fault);

    /// <summary>What befalls bytes on their way from the target on one connection alone.</summary>
    /// <param name="port">The one by which the target knows the connection.</param>
    /// <param name="fault">The fault, in place of <see cref="OnWayOut"/>.</param>
    public void SetOnWayOut(int port, Fault fault) => _onWayOutOf[port] = fault;

    /// <summary>The network is as it should be, for the connections that are left and for new ones.</summary>
    public void Heal()
    {
        IsRefusing = false;
        _onWayOutOf.Clear();
        Both(Fault.None);
    }

    /// <summary>Resets every connection that is there.</summary>
    public void Cut()
    {
        List<Socket> sockets;
        lock (_gate)
        {
            sockets = [.. _sockets];
            _sockets.Clear();
        }

        sockets.ForEach(static socket => socket.Close(timeout: 0));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        Cut();
        Task[] passing;
        lock (_gate)
        {
            passing = [.. _passing];
        }

        await Task.WhenAll(passing);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptSocketAsync();
                var number = Interlocked.Increment(ref _accepted);
                if (_isRefusing)
                {
                    near.Close(timeout: 0);
                    continue;
                }

                var passing = PassAsync(near, (ulong)number);
                lock (_gate)
                {
                    _passing.RemoveAll(static one => one.IsCompleted);
                    _passing.Add(passing);
                }
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It is disposed of
        }
    }

    private async Task PassAsync(Socket near, ulong number)
    {
        var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        lock (_gate)
        {
            _sockets.AddRange([near, far]);
        }

        try
        {
            (near.NoDelay, far.NoDelay) = (true, true);
            await far.ConnectAsync(_target());
            var port = ((IPEndPoint)far.LocalEndPoint!).Port;
            var tap = Tap?.Invoke();
            await Task.WhenAll(
                RunAsync(new FaultPath(near, far, () => _onWayIn, tap is null ? null : tap.OnWayIn, new SeededNumbers(_seed + number)), far, near),
                RunAsync(new FaultPath(far, near, () => _onWayOutOf.GetValueOrDefault(port, _onWayOut), tap is null ? null : tap.OnWayOut, new SeededNumbers(_seed - number)), near, far));
        }
        catch (Exception cut) when (cut is SocketException or ObjectDisposedException)
        {
            // Nobody is there, or not any more
        }
        finally
        {
            End(near, far);
        }
    }

    // An end in order is passed on; anything else ends both ways
    private static async Task RunAsync(FaultPath path, Socket to, Socket from)
    {
        if (await path.RunAsync())
        {
            to.Shutdown(SocketShutdown.Send);
        }
        else
        {
            to.Close(timeout: 0);
            from.Close(timeout: 0);
        }
    }

    private void End(Socket near, Socket far)
    {
        lock (_gate)
        {
            _sockets.Remove(near);
            _sockets.Remove(far);
        }

        near.Dispose();
        far.Dispose();
    }
}
