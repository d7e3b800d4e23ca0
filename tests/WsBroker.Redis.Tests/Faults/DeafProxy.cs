using System.Net;
using System.Net.Sockets;

namespace WsBroker.Redis.Tests.Faults;

/// <summary>Stands before a Redis, and can swallow all that comes on connections that have subscribed to something, while all others go on.</summary>
internal sealed class DeafProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _accepting;
    private int _connections;
    private int _deafUpTo;

    public DeafProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>How StackExchange.Redis finds it.</summary>
    public string Connection => FormattableString.Invariant($"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>From now on nothing is heard on the connections that there are.</summary>
    public void Deafen() => Volatile.Write(ref _deafUpTo, Volatile.Read(ref _connections));

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true)
            {
                passing.Add(PassAsync(await _listener.AcceptTcpClientAsync(_ending.Token), Interlocked.Increment(ref _connections)));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(passing);
        }
    }

    private async Task PassAsync(TcpClient client, int number)
    {
        using var mine = client;
        using var server = new TcpClient();
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target, _ending.Token);
            var hasSubscribed = false;
            var there = CopyAsync(client, server, bytes =>
            {
                hasSubscribed |= bytes.IndexOf("SUBSCRIBE"u8) >= 0;
                return true;
            });
            var back = CopyAsync(server, client, _ => !hasSubscribed || number > Volatile.Read(ref _deafUpTo));
            await Task.WhenAny(there, back);
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            // As one of them wanted it
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, PassOn passesOn)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _ending.Token) is > 0 and var length)
            {
                if (passesOn(buffer.AsSpan(0, length)))
                {
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, length), _ending.Token);
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // As one of them wanted it
        }
    }

    private delegate bool PassOn(ReadOnlySpan<byte> bytes);
}
