using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using WsBroker.Broker.Rates;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Listening;
using WsBroker.Server.Options;
using WsBroker.Server.Tls;

namespace WsBroker.Server.Hosting;

/// <summary>All ways in: sockets of our own, with and without TLS, and the requests that Kestrel finds to be WebSockets.</summary>
internal sealed class Doors : IDisposable
{
    private readonly ServerOptions _options;
    private readonly ProxyIntroduction _introduction;
    private readonly Certificates? _certificates;
    private readonly ClientCertificates? _clients;
    private readonly List<(TlsAcceptor Acceptor, HandedOverListener Kestrel)> _secure = [];
    private readonly List<IAcceptor> _sockets = [];

    private Doors(ServerOptions options, RateLimits? rates, IMeterFactory meters, ILoggerFactory loggers)
    {
        _options = options;
        Rates = rates;
        _introduction = new ProxyIntroduction(options.TrustedProxies, options.Connection.HandshakeTimeout);
        Admissions = new Admissions(options.Limits.Admission, TimeProvider.System, rates);
        Plain = new HandedOverListener(options.Limits.Head, loggers);
        if (options.Listen.Any(address => address.IsTls))
        {
            _clients = ClientCertificates.Load(options.ClientCertificates);
            _certificates = new Certificates(options.Certificates, _clients, TimeProvider.System, loggers.CreateLogger("WsBroker.Tls"), new TlsMetrics(meters));
        }
    }

    /// <summary>What is plain HTTP on our own sockets goes here.</summary>
    public HandedOverListener Plain { get; }

    /// <summary>WebSockets that Kestrel meets come in here.</summary>
    public OfferedAcceptor Requests { get; } = new(new RequestsEndPoint());

    /// <summary>How much may come in a second; null if that is not limited.</summary>
    public RateLimits? Rates { get; }

    /// <summary>Who may come in, over all doors.</summary>
    public Admissions Admissions { get; }

    /// <summary>Where the gateway accepts connections.</summary>
    public IReadOnlyList<IAcceptor> Acceptors => [.. _sockets, Requests];

    /// <summary>Where clients connect to, with the ports that we got.</summary>
    public IReadOnlyList<ListenAddress> Addresses { get; private set; } = [];

    /// <summary>Binds all addresses.</summary>
    /// <param name="options">Where, and who may come in.</param>
    /// <param name="rates">How fast; null if that is not limited.</param>
    /// <param name="meters">For what is counted.</param>
    /// <param name="loggers">For what happens.</param>
    /// <exception cref="InvalidOptionsException">One of them cannot be listened on, or there is no good certificate.</exception>
    public static Doors Listen(ServerOptions options, RateLimits? rates, IMeterFactory meters, ILoggerFactory loggers)
    {
        var doors = new Doors(options, rates, meters, loggers);
        try
        {
            doors.Addresses = [.. options.Listen.Select(address => doors.Listen(address, loggers))];
            return doors;
        }
        catch
        {
            doors.Dispose();
            throw;
        }
    }

    /// <summary>Has Kestrel take what is handed over.</summary>
    public void Open(KestrelServerOptions kestrel)
    {
        kestrel.Listen(Plain.EndPoint, static plain =>
        {
            plain.Protocols = HttpProtocols.Http1;
            plain.Use(static http => connection => OrderlyConnection.ServeAsync(connection, http));
        });
        foreach (var (acceptor, listener) in _secure)
        {
            kestrel.Listen(listener.EndPoint, secure =>
            {
                secure.Protocols = HttpProtocols.Http1AndHttp2;
                if (_options.ProxyProtocol)
                {
                    secure.Use(next => connection => _introduction.HearAsync(connection, next));
                }

                secure.Use(next => connection => FailedHandshakes.EndAsync(connection, next));
                secure.UseHttps(new TlsHandshakeCallbackOptions
                {
                    HandshakeTimeout = _options.Connection.HandshakeTimeout,
                    OnConnection = hello => ValueTask.FromResult(_certificates!.TlsFor(hello.ClientHelloInfo.ServerName)),
                });
                secure.Use(http => connection => acceptor.ServeAsync(connection, http));
            });
        }
    }

    /// <summary>Closes them.</summary>
    public void Dispose()
    {
        _sockets.ForEach(acceptor => acceptor.Close());
        _certificates?.Dispose();
    }

    private ListenAddress Listen(ListenAddress address, ILoggerFactory loggers)
    {
        var socket = Bind(address);
        if (address.IsTls)
        {
            var kestrel = new HandedOverListener(_options.Limits.Head, loggers);
            var acceptor = new TlsAcceptor(socket, kestrel, Admissions, _options.TrustedProxies, _options.Limits.Head, _clients);
            _secure.Add((acceptor, kestrel));
            _sockets.Add(acceptor);
        }
        else
        {
            _sockets.Add(socket);
        }

        return address with { EndPoint = (IPEndPoint)socket.EndPoint };
    }

    private static IAcceptor Bind(ListenAddress address)
    {
        try
        {
            return Gateway.Listening.Acceptors.Listen(address.EndPoint);
        }
        catch (SocketException wrong)
        {
            throw new InvalidOptionsException($"Cannot listen on {address}: {wrong.Message}. Choose another with --listen.");
        }
    }

    private sealed class RequestsEndPoint : EndPoint
    {
        public override string ToString() => "requests of HTTP/2 and of kept connections";
    }
}
