using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace WsBroker.Conformance.Tests.Proxies;

/// <summary>Stands between a proxy and the broker, passes everything on and counts the broker's answers.</summary>
/// <remarks>Each request that the broker sees has one answer, so they are also the requests that it has seen.</remarks>
internal sealed partial class AnswerTap : IAsyncDisposable
{
    private const int LongestStatus = 12;

    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentBag<Task> _relayed = [];
    private readonly Uri _broker;
    private readonly Task _accepting;
    private int _answers;

    /// <summary>Listens on a port that the system chooses.</summary>
    public AnswerTap(Uri broker)
    {
        _broker = broker;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Address = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", ((IPEndPoint)_listener.LocalEndPoint!).Port).Uri;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>How many answers have passed, those of 1xx not counted.</summary>
    public int Answers => Volatile.Read(ref _answers);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll([_accepting, .. _relayed]);
        _stop.Dispose();
    }

    [GeneratedRegex(@"HTTP/1\.1 [2-5]\d\d", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StatusLine();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _relayed.Add(RelayAsync(await _listener.AcceptAsync(_stop.Token)));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed
        }
    }

    private async Task RelayAsync(Socket proxy)
    {
        using var _ = proxy;
        using var broker = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await broker.ConnectAsync(_broker.Host, _broker.Port);
        await Task.WhenAll(PassAsync(proxy, broker, _ => { }), PassAsync(broker, proxy, new Counter(this).Count));
    }

    private async Task PassAsync(Socket from, Socket to, Action<ReadOnlyMemory<byte>> look)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer, _stop.Token)) > 0)
            {
                look(buffer.AsMemory(0, count));
                await to.SendAsync(buffer.AsMemory(0, count), _stop.Token);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Of the other direction, too, which may have closed both
            to.Close();
        }
    }

    // Of one connection; a status line may come in two pieces
    private sealed class Counter(AnswerTap tap)
    {
        private string _tail = "";

        public void Count(ReadOnlyMemory<byte> bytes)
        {
            var text = _tail + Encoding.Latin1.GetString(bytes.Span);
            var end = 0;
            foreach (var match in StatusLine().EnumerateMatches(text))
            {
                Interlocked.Increment(ref tap._answers);
                end = match.Index + match.Length;
            }

            _tail = text[Math.Max(end, text.Length - LongestStatus + 1)..];
        }
    }
}
