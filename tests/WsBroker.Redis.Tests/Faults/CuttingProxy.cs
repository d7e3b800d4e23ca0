using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WsBroker.Redis.Tests.Faults;

/// <summary>Stands before a Redis, and cuts the connection inside one command that bears a text, or inside its answer.</summary>
/// <remarks>Belongs to one test, which arms it for one cut after the other.</remarks>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _accepting;
    private volatile Cut? _cut;

    public CuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>How StackExchange.Redis finds it.</summary>
    public string Connection => FormattableString.Invariant($"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Whether what it was armed for has come about.</summary>
    public bool HasCut => _cut is null;

    /// <summary>Has the connection cut once.</summary>
    /// <param name="text">What the command bears.</param>
    /// <param name="share">After so much of it, from 0 to 1.</param>
    /// <param name="isInAnswer">Whether after so much of its answer, and not of the command.</param>
    public void Arm(string text, double share, bool isInAnswer) => _cut = new Cut(Encoding.UTF8.GetBytes(text), share, isInAnswer);

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
                passing.Add(PassAsync(await _listener.AcceptTcpClientAsync(_ending.Token)));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(passing);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var mine = client;
        using var server = new TcpClient();
        Cut? answer = null;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target, _ending.Token);
            var there = CopyAsync(client, server, bytes =>
            {
                if (_cut is not { } cut || bytes.IndexOf(cut.Text) < 0)
                {
                    return bytes.Length;
                }

                answer = cut.IsInAnswer ? cut : null;
                return cut.IsInAnswer ? bytes.Length : CutAfter(cut, bytes.Length);
            });
            var back = CopyAsync(server, client, bytes => answer is { } cut ? CutAfter(cut, bytes.Length) : bytes.Length);
            await Task.WhenAny(there, back);
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            // As one of them wanted it
        }
    }

    private int CutAfter(Cut cut, int length)
    {
        _cut = null;
        return ~(int)(length * cut.Share);
    }

    // Gives as many bytes as it is told; ends after them if it is told their complement
    private async Task CopyAsync(TcpClient from, TcpClient to, HowMany howMany)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _ending.Token) is > 0 and var length)
            {
                var most = howMany(buffer.AsSpan(0, length));
                await to.GetStream().WriteAsync(buffer.AsMemory(0, most < 0 ? ~most : most), _ending.Token);
                if (most < 0)
                {
                    return;
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // As one of them wanted it
        }
    }

    private delegate int HowMany(ReadOnlySpan<byte> bytes);

    private sealed record Cut(byte[] Text, double Share, bool IsInAnswer);
}
