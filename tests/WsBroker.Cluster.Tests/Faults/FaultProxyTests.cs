using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using WsBroker.TestKit.Faults;

namespace WsBroker.Cluster.Tests.Faults;

/// <summary>That the proxy does what the tests of faults take for granted.</summary>
public sealed class FaultProxyTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly TcpListener _target = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _sockets = [];
    private readonly CancellationTokenSource _timeout = new(_patience);
#pragma warning disable CA2213 // DisposeAsync ends it
    private FaultProxy? _proxy;
#pragma warning restore CA2213

    private FaultProxy Proxy => _proxy!;

    [Fact]
    public async Task Without_a_fault_all_bytes_pass_both_ways_and_the_end_too()
    {
        var (near, far) = await ConnectAsync();
        var bytes = RandomNumberGenerator.GetBytes(300_000);

        var sending = SendAllAsync(near, bytes, isLast: true);
        Assert.Equal(bytes, await ReadAllAsync(far));
        await sending;
        sending = SendAllAsync(far, bytes, isLast: true);
        Assert.Equal(bytes, await ReadAllAsync(near));
        await sending;
    }

    [Fact]
    public async Task Delayed_bytes_arrive_later_whole_and_in_order()
    {
        var (near, far) = await ConnectAsync();
        Proxy.OnWayIn = new Fault { Delay = TimeSpan.FromMilliseconds(200), Jitter = TimeSpan.FromMilliseconds(50) };
        var begun = Stopwatch.GetTimestamp();

        for (byte number = 0; number < 100; number++)
        {
            await near.SendAsync(new[] { number }, _timeout.Token);
        }

        near.Shutdown(SocketShutdown.Send);
        var first = new byte[1];
        await far.ReceiveAsync(first, _timeout.Token);
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalMilliseconds, 180, 5000);
        Assert.Equal(Enumerable.Range(0, 100).Select(static number => (byte)number), (byte[])[.. first, .. await ReadAllAsync(far)]);
    }

    [Fact]
    public async Task Bytes_that_get_lost_arrive_when_TCP_sends_them_again()
    {
        var (near, far) = await ConnectAsync();
        Proxy.OnWayIn = new Fault { LossPercent = 100 };
        var begun = Stopwatch.GetTimestamp();

        await SendAllAsync(near, [1, 2, 3], isLast: true);

        Assert.Equal([1, 2, 3], await ReadAllAsync(far));
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalMilliseconds, 0.9 * Fault.Resent.TotalMilliseconds, 5000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(40_000)]
    public async Task A_connection_is_cut_at_the_byte_that_is_asked_for(int at)
    {
        Proxy.OnWayIn = new Fault { CutAfter = at };
        var (near, far) = await ConnectAsync();

        var sending = SendAllAsync(near, new byte[100_000], isLast: false);

        Assert.Equal(at, await CountUntilCutAsync(far));
        await sending;
    }

    [Fact]
    public async Task A_blackhole_takes_one_way_and_leaves_the_other_and_the_connection()
    {
        var (near, far) = await ConnectAsync();
        Proxy.OnWayIn = Fault.Blackhole;
        await SendAllAsync(near, "lost"u8.ToArray(), isLast: false);
        await SendAllAsync(far, "back"u8.ToArray(), isLast: false);
        var back = new byte[4];
        await near.ReceiveAsync(back, _timeout.Token);
        Assert.Equal("back"u8.ToArray(), back);

        Proxy.Heal();
        await SendAllAsync(near, "found"u8.ToArray(), isLast: true);

        Assert.Equal("found"u8.ToArray(), await ReadAllAsync(far));
    }

    [Fact]
    public async Task A_throttled_way_takes_its_time()
    {
        var (near, far) = await ConnectAsync();
        Proxy.OnWayIn = new Fault { BytesPerSecond = 100_000 };
        var begun = Stopwatch.GetTimestamp();

        var sending = SendAllAsync(near, new byte[50_000], isLast: true);

        Assert.Equal(50_000, (await ReadAllAsync(far)).Length);
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalMilliseconds, 450, 10_000);
        await sending;
    }

    [Fact]
    public async Task A_repeating_way_gives_each_piece_twice()
    {
        var (near, far) = await ConnectAsync();
        Proxy.OnWayIn = new Fault { Repeats = true };

        await SendAllAsync(near, "ab"u8.ToArray(), isLast: true);

        Assert.Equal("abab"u8.ToArray(), await ReadAllAsync(far));
    }

    [Fact]
    public async Task All_connections_are_cut_and_new_ones_refused_until_it_heals()
    {
        var (near, far) = await ConnectAsync();
        Proxy.IsRefusing = true;
        Proxy.Cut();
        Assert.Equal(0, await CountUntilCutAsync(near));
        Assert.Equal(0, await CountUntilCutAsync(far));
        await Assert.ThrowsAsync<SocketException>(ComeAsync);

        Proxy.Heal();
        await ExchangeAsync();

        Assert.Equal(3, Proxy.Accepted);
        Assert.Equal(1, Proxy.Open);
    }

    public Task InitializeAsync()
    {
        _target.Start();
        _proxy = new FaultProxy(((IPEndPoint)_target.LocalEndpoint).Port);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await Proxy.DisposeAsync();

    public void Dispose()
    {
        _sockets.ForEach(static socket => socket.Dispose());
        _target.Dispose();
        _timeout.Dispose();
    }

    private async Task ComeAsync()
    {
        using var refused = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await refused.ConnectAsync(IPAddress.Loopback, Proxy.Port, _timeout.Token);
        await refused.ReceiveAsync(new byte[1], _timeout.Token);
    }

    private async Task ExchangeAsync()
    {
        var (near, far) = await ConnectAsync();
        await SendAllAsync(near, "hello"u8.ToArray(), isLast: false);
        Assert.Equal(5, await far.ReceiveAsync(new byte[16], _timeout.Token));
    }

    private async Task<(Socket Near, Socket Far)> ConnectAsync()
    {
        var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await near.ConnectAsync(IPAddress.Loopback, Proxy.Port, _timeout.Token);
        var far = await _target.AcceptSocketAsync(_timeout.Token);
        _sockets.AddRange([near, far]);
        return (near, far);
    }

    private async Task SendAllAsync(Socket socket, byte[] bytes, bool isLast)
    {
        try
        {
            for (var sent = 0; sent < bytes.Length;)
            {
                sent += await socket.SendAsync(bytes.AsMemory(sent), _timeout.Token);
            }

            if (isLast)
            {
                socket.Shutdown(SocketShutdown.Send);
            }
        }
        catch (SocketException)
        {
            // Cut, as the test wants
        }
    }

    private async Task<byte[]> ReadAllAsync(Socket socket)
    {
        using var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await socket.ReceiveAsync(buffer, _timeout.Token) is > 0 and var count)
        {
            await all.WriteAsync(buffer.AsMemory(0, count));
        }

        return all.ToArray();
    }

    private async Task<int> CountUntilCutAsync(Socket socket)
    {
        var (total, buffer) = (0, new byte[16 * 1024]);
        try
        {
            while (await socket.ReceiveAsync(buffer, _timeout.Token) is > 0 and var count)
            {
                total += count;
            }
        }
        catch (SocketException)
        {
            // Reset
        }

        return total;
    }
}
