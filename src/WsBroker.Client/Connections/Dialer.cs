using System.Net.Security;
using System.Net.Sockets;

namespace WsBroker.Client.Connections;

/// <summary>Opens the stream that a WebSocket connection runs over: TCP, and TLS for <c>wss</c>.</summary>
internal static class Dialer
{
    /// <summary>Connects; the stream is the caller's to dispose of.</summary>
    /// <exception cref="SocketException">The name is not known, or nobody answers there.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">
    /// The peer's certificate is not good.
    /// </exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<Stream> DialAsync(
        Uri address, SslClientAuthenticationOptions? tls, CancellationToken cancellationToken)
    {
        // Publications are small and awaited: Nagle's algorithm would hold each back for the last one's ACK
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(address.IdnHost, address.Port, cancellationToken);
            stream = new NetworkStream(socket, ownsSocket: true);
            return string.Equals(address.Scheme, Uri.UriSchemeWss, StringComparison.Ordinal)
                ? await SecureAsync(stream, address, tls, cancellationToken)
                : stream;
        }
        catch
        {
            await (stream?.DisposeAsync() ?? ValueTask.CompletedTask);
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Stream> SecureAsync(
        Stream plain, Uri address, SslClientAuthenticationOptions? tls, CancellationToken cancellationToken)
    {
        var secure = new SslStream(plain);
        try
        {
            await secure.AuthenticateAsClientAsync(TlsOptions.For(address.IdnHost, tls), cancellationToken);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }
}
