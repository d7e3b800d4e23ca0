using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace WsBroker.Conformance.Tests.Rfc9112;

/// <summary>Carries plain connections of a test to the broker over TLS, so that tests need not know of it.</summary>
/// <remarks>Disposing ends all connections. Thread-safe.</remarks>
internal sealed class TlsTunnel : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentBag<Task> _carried = [];
    private readonly Uri _server;
    private readonly RemoteCertificateValidationCallback _trusts;
    private readonly Task _accepting;

    /// <summary>Listens on a port that the system chooses.</summary>
    /// <param name="server">Where the broker speaks TLS.</param>
    /// <param name="trusts">Which certificate it must have.</param>
    public TlsTunnel(Uri server, RemoteCertificateValidationCallback trusts)
    {
        (_server, _trusts) = (server, trusts);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Address = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", ((IPEndPoint)_listener.LocalEndPoint!).Port).Uri;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens, without TLS.</summary>
    public Uri Address { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll([_accepting, .. _carried]);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _carried.Add(CarryAsync(await _listener.AcceptAsync(_stop.Token)));
            }
        }
        catch (Exception end) when (IsOver(end))
        {
            // Disposed
        }
    }

    private async Task CarryAsync(Socket client)
    {
        await using var plain = new NetworkStream(client, ownsSocket: true);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(_server.Host, _server.Port);
        await using var secure = new SslStream(new NetworkStream(socket), leaveInnerStreamOpen: false, _trusts);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ApplicationProtocols = [SslApplicationProtocol.Http11],
            EnabledSslProtocols = SslProtocols.None,
        };
        await secure.AuthenticateAsClientAsync(options, _stop.Token);
        await Task.WhenAll(
            CopyAsync(plain, secure, secure.ShutdownAsync),
            CopyAsync(secure, plain, () => EndAsync(client)));
    }

    private static Task EndAsync(Socket client)
    {
        client.Shutdown(SocketShutdown.Send);
        return Task.CompletedTask;
    }

    // One direction may break while the other still brings an answer: a broker that refuses a long request reads no more of it
    private async Task CopyAsync(Stream from, Stream to, Func<Task> end)
    {
        try
        {
            await CopyAsync(from, to);
            await end();
        }
        catch (Exception gone) when (IsOver(gone))
        {
            // Nobody is left to be told
        }
    }

    private async Task CopyAsync(Stream from, Stream to)
    {
        try
        {
            await from.CopyToAsync(to, _stop.Token);
        }
        catch (Exception broken) when (IsOver(broken))
        {
            // The end is passed on all the same
        }
    }

    private static bool IsOver(Exception broken) =>
        broken is IOException or SocketException or OperationCanceledException or ObjectDisposedException;
}
