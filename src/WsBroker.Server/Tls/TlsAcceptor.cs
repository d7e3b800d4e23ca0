using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using WsBroker.Actors;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Listening;
using WsBroker.Gateway.Peers;
using WsBroker.Gateway.Transports;
using WsBroker.Server.Hosting;
using WsBroker.Server.Http;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Server.Tls;

/// <summary>A listening socket on which TLS is spoken: Kestrel does the handshake of TLS, and then the connection is ours.</summary>
/// <remarks>
/// <code>
/// socket ─► Kestrel: TLS ─┬─ http/1.1 ─► its listener: a connection like any other, over pipes ─┬─ a WebSocket
///                         └─ h2 ─► Kestrel: HTTP/2                                               └─ plain HTTP ─► Kestrel
/// </code>
/// </remarks>
/// <param name="sockets">Accepts.</param>
/// <param name="kestrel">Where Kestrel takes connections for TLS from.</param>
/// <param name="admissions">Says who may stay; asked before TLS begins, so that those who never end its handshake count, too.</param>
/// <param name="proxies">Who does not count under its own address.</param>
/// <param name="limits">How large the head of a request may be.</param>
/// <param name="clients">Tells whom clients' certificates name; null if they are not asked for any.</param>
internal sealed class TlsAcceptor(
    IAcceptor sockets, HandedOverListener kestrel, Admissions admissions, TrustedProxies proxies, HeadLimits limits, ClientCertificates? clients)
    : ActorRef<ListenerMessage>, IAcceptor, IThreadPoolWorkItem
{
    private static readonly TimeSpan _lastBytesTimeout = TimeSpan.FromSeconds(5);

    private readonly OfferedAcceptor _secured = new(sockets.EndPoint);
    private ActorRef<ListenerMessage>? _owner;
    private int _isAccepting;

    /// <inheritdoc/>
    public EndPoint EndPoint => sockets.EndPoint;

    /// <inheritdoc/>
    public bool IsBare => false;

    /// <inheritdoc/>
    public void Attach(ActorRef<ListenerMessage> owner)
    {
        _owner = owner;
        _secured.Attach(owner);
        sockets.Attach(this);
    }

    /// <summary>Accepts, unless it does already: its owner asks after each connection, but most of them are Kestrel's meanwhile.</summary>
    public void AcceptNext()
    {
        if (Interlocked.Exchange(ref _isAccepting, 1) == 0)
        {
            sockets.AcceptNext();
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
        _secured.Close();
        sockets.Close();
    }

    /// <summary>News of the socket.</summary>
    public override void Tell(ListenerMessage message)
    {
        if (message is ListenerMessage.Accepted { Transport: ISocketOwner connection } news)
        {
            Admit(news.Transport, connection);

            // Not from here: sockets that are there already would come in deeper and deeper calls
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else
        {
            Volatile.Write(ref _isAccepting, 0);
            _owner!.Tell(message);
        }
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute() => sockets.AcceptNext();

    /// <summary>Kestrel's part is done: what is no HTTP/2 goes the way of the plain port.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate http)
    {
        var secure = connection.Features.GetRequiredFeature<ISslStreamFeature>().SslStream;
        var peer = connection.Features.GetRequiredFeature<Peer>();
        if (clients is not null && secure.RemoteCertificate is { } certificate)
        {
            peer = peer with { Certified = clients.IdentityIn(certificate), Certificate = certificate.GetCertHashString(HashAlgorithmName.SHA256) };
            connection.Features.Set(peer);
        }

        if (secure.NegotiatedApplicationProtocol == System.Net.Security.SslApplicationProtocol.Http2)
        {
            await ServeHttp2Async(connection, http, peer);
            return;
        }

        var pipes = connection.Transport;
        var transport = new PipeTransport(
            pipes, peer, () => connection.Abort(new ConnectionAbortedException("Ended by the gateway.")), secure.ShutdownAsync);
        if (!_secured.TryOffer(transport, connection.Features.GetRequiredFeature<Seat>()))
        {
            return;
        }

        if (await transport.Released is { } back)
        {
            using var seat = back.Seat;
            await using var input = new GuardedInput(pipes.Input, limits, back.Received.Span);
            connection.Transport = new DuplexPipe(input.Reader, pipes.Output);
            connection.Features.Set(input);
            await OrderlyConnection.ServeAsync(connection, http);
            connection.Transport = pipes;
        }
        else
        {
            _ = CutAsync(connection);
        }
    }

    private void Admit(ITransport transport, ISocketOwner connection)
    {
        var peer = transport.Peer with { Scheme = Peer.Https };
        if (admissions.Enter(CountedAddress(peer)) is { } seat)
        {
            kestrel.Take(connection, peer, seat);
        }
        else
        {
            transport.Close();
        }
    }

    private IPAddress? CountedAddress(Peer peer) => proxies.Trusts(peer) ? null : peer.Address;

    /// <summary>It counts as a connection of HTTP, and each WebSocket on it as one of its own.</summary>
    private async Task ServeHttp2Async(ConnectionContext connection, ConnectionDelegate http, Peer peer)
    {
        using var seat = connection.Features.GetRequiredFeature<Seat>();
        if (seat.Refusal is UpgradeRefusal.None && seat.Count(CountedAddress(peer)) is UpgradeRefusal.None && seat.TryBecomeHttp())
        {
            await http(connection);
        }
    }

    /// <summary>The last bytes are on their way, and Kestrel would wait for ever for a peer that does not take them.</summary>
    private static async Task CutAsync(ConnectionContext connection)
    {
        await Task.Delay(_lastBytesTimeout, connection.ConnectionClosed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        connection.Abort(new ConnectionAbortedException("The peer does not read."));
    }
}
