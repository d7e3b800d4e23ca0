using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests.Clients;

/// <summary>.NET's own WebSocket client, with whole messages and bounded waits.</summary>
internal sealed class WebSocketPeer : IDisposable
{
    /// <summary>How long any one thing may take on a machine that has much else to do.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    private WebSocketPeer()
    {
    }

    /// <summary>How the server has closed, once it has.</summary>
    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    /// <summary>The subprotocol that was agreed on.</summary>
    public string? Subprotocol => _socket.SubProtocol;

    /// <summary>Connects.</summary>
    /// <param name="server">The broker's address, with scheme ws.</param>
    /// <param name="target">The path and query, without the first slash.</param>
    /// <param name="subprotocol">The one to offer, if any.</param>
    public static Task<WebSocketPeer> ConnectAsync(Uri server, string target = "", string? subprotocol = null) =>
        ConnectAsync(new WebSocketPeer(), invoker: null, server, target, subprotocol);

    /// <summary>Connects over HTTP/2, with others on the same connection.</summary>
    /// <param name="connections">Whose HTTP/2 connection to use.</param>
    /// <param name="server">The broker's address, with scheme wss.</param>
    /// <param name="target">The path and query, without the first slash.</param>
    /// <param name="subprotocol">The one to offer, if any.</param>
    /// <param name="origin">The page's origin, if any.</param>
    public static Task<WebSocketPeer> Http2Async(
        HttpMessageInvoker connections, Uri server, string target = "", string? subprotocol = null, string? origin = null)
    {
        var peer = new WebSocketPeer();
        peer._socket.Options.HttpVersion = HttpVersion.Version20;
        peer._socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        peer._socket.Options.CollectHttpResponseDetails = true;
        if (origin is not null)
        {
            peer._socket.Options.SetRequestHeader("Origin", origin);
        }

        return ConnectAsync(peer, connections, server, target, subprotocol);
    }

    /// <summary>Connects over TLS and HTTP/1.1.</summary>
    /// <param name="certificate">The one to trust.</param>
    /// <param name="server">The broker's address, with scheme wss.</param>
    /// <param name="target">The path and query, without the first slash.</param>
    /// <param name="subprotocol">The one to offer, if any.</param>
    /// <param name="client">The client's own, if it has one.</param>
    public static Task<WebSocketPeer> SecureAsync(
        TestCertificate certificate, Uri server, string target = "", string? subprotocol = null, TestCertificate? client = null)
    {
        var peer = new WebSocketPeer();
        peer._socket.Options.RemoteCertificateValidationCallback = certificate.IsPresented;
        if (client is not null)
        {
            peer._socket.Options.ClientCertificates = [X509CertificateLoader.LoadPkcs12(client.Pfx("x"), "x")];
        }

        return ConnectAsync(peer, invoker: null, server, target, subprotocol);
    }

    /// <summary>A pool of connections that trust this certificate.</summary>
    public static HttpMessageInvoker Connections(TestCertificate certificate) => new(new SocketsHttpHandler
    {
        SslOptions = { RemoteCertificateValidationCallback = certificate.IsPresented },
    });

    private static async Task<WebSocketPeer> ConnectAsync(
        WebSocketPeer peer, HttpMessageInvoker? invoker, Uri server, string target, string? subprotocol)
    {
        try
        {
            if (subprotocol is not null)
            {
                peer._socket.Options.AddSubProtocol(subprotocol);
            }

            using var timeout = new CancellationTokenSource(Patience);
            await peer._socket.ConnectAsync(new Uri(server, target), invoker, timeout.Token);
            return peer;
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    /// <summary>Connects to a topic's raw endpoint, which stands when this returns.</summary>
    public static Task<WebSocketPeer> RawAsync(Uri server, string topic, string query = "") =>
        ConnectAsync(server, $"topics/{topic}{query}");

    /// <summary>Sends a whole text message.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true);

    /// <summary>Sends a frame.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType kind, bool endOfMessage)
    {
        using var timeout = new CancellationTokenSource(Patience);
        await _socket.SendAsync(bytes, kind, endOfMessage, timeout.Token);
    }

    /// <summary>Sends a JSON command.</summary>
    public Task SendJsonAsync(object command) => SendAsync(JsonSerializer.Serialize(command));

    /// <summary>Sends a JSON command and receives the next message, which must be its answer.</summary>
    public async Task<JsonElement> AskAsync(object command)
    {
        await SendJsonAsync(command);
        return await ReceiveJsonAsync();
    }

    /// <summary>Receives a whole message, or the close.</summary>
    public async Task<(WebSocketMessageType Kind, byte[] Bytes)> ReceiveAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var message = new MemoryStream();
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(), timeout.Token);
            await message.WriteAsync(_buffer.AsMemory(0, part.Count), timeout.Token);
            if (part.EndOfMessage)
            {
                return (part.MessageType, message.ToArray());
            }
        }
    }

    /// <summary>Receives a text message.</summary>
    public async Task<string> ReceiveTextAsync()
    {
        var (kind, bytes) = await ReceiveAsync();
        Assert.True(kind is WebSocketMessageType.Text, $"{kind}, {CloseStatus}: {Encoding.UTF8.GetString(bytes)}");
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Receives a JSON object.</summary>
    public async Task<JsonElement> ReceiveJsonAsync() => JsonElement.Parse(await ReceiveTextAsync());

    /// <summary>Closes with 1000 and waits for the answer.</summary>
    public async Task CloseAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, timeout.Token);
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
