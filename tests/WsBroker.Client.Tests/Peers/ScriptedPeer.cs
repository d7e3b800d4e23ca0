using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace WsBroker.Client.Tests.Peers;

/// <summary>The server's end of one connection.</summary>
internal sealed class ScriptedPeer
{
    private readonly byte[] _buffer = new byte[256 * 1024];

    private ScriptedPeer(NetworkStream stream, WebSocket socket, string head)
    {
        Stream = stream;
        Socket = socket;
        Head = head;
    }

    /// <summary>The bytes below the WebSocket.</summary>
    public NetworkStream Stream { get; }

    /// <summary>The connection.</summary>
    public WebSocket Socket { get; }

    /// <summary>The client's upgrade request.</summary>
    public string Head { get; }

    /// <summary>Reads the client's upgrade request and accepts it.</summary>
    public static async Task<ScriptedPeer> ShakeHandsAsync(NetworkStream stream)
    {
        var head = await ReadHeadAsync(stream);
        var key = head.Split("\r\n").Single(line => line.StartsWith("Sec-WebSocket-Key: ", StringComparison.Ordinal))[19..];
        var answer = $"""
            HTTP/1.1 101 Switching Protocols
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Protocol: wsbroker.v1.json
            Sec-WebSocket-Accept: {AcceptFor(key)}


            """;
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer.ReplaceLineEndings("\r\n")));
        var options = new WebSocketCreationOptions
        {
            IsServer = true,
            SubProtocol = "wsbroker.v1.json",
            KeepAliveInterval = Timeout.InfiniteTimeSpan,
        };
        return new ScriptedPeer(stream, WebSocket.CreateFromStream(stream, options), head);
    }

    /// <summary>Reads up to the empty line that ends a request head.</summary>
    public static async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one).AsTask().WaitAsync(ScriptedServer.Patience);
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    /// <summary>Answers the client's connect command.</summary>
    /// <param name="name">What the client is called as a publisher.</param>
    /// <param name="session">What follows in the answer: a session, perhaps.</param>
    /// <returns>What the command said.</returns>
    public async Task<JsonElement> GreetAsync(string name = "me", string session = "")
    {
        var connect = await ExpectAsync("connect");
        await SendAsync($$$"""{"id":{{{connect.Id}}},"connected":{"client":"{{{name}}}","node":"n","version":"1","ping":25{{{session}}}}}""");
        return connect.Body;
    }

    /// <summary>The next message of the client, which must be this command.</summary>
    public async Task<(long Id, JsonElement Body)> ExpectAsync(string command)
    {
        var message = await ReceiveAsync();
        Assert.True(message.TryGetProperty(command, out var body), $"expected {command}, got {message}");
        return (message.TryGetProperty("id", out var id) ? id.GetInt64() : -1, body);
    }

    /// <summary>The next message of the client.</summary>
    public async Task<JsonElement> ReceiveAsync()
    {
        var length = 0;
        while (true)
        {
            var part = await Socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None)
                .AsTask().WaitAsync(ScriptedServer.Patience);
            Assert.Equal(WebSocketMessageType.Text, part.MessageType);
            length += part.Count;
            if (part.EndOfMessage)
            {
                return JsonElement.Parse(_buffer.AsSpan(0, length));
            }
        }
    }

    /// <summary>The code of the client's close frame, which must be next.</summary>
    public async Task<WebSocketCloseStatus?> ReceiveCloseAsync()
    {
        var part = await Socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None).AsTask().WaitAsync(ScriptedServer.Patience);
        Assert.Equal(WebSocketMessageType.Close, part.MessageType);
        return Socket.CloseStatus;
    }

    /// <summary>Sends a text message.</summary>
    public Task SendAsync(string json) => Socket.SendAsync(
        Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None)
        .WaitAsync(ScriptedServer.Patience);

    /// <summary>Sends a text publication of the topic.</summary>
    public Task DeliverAsync(string topic, long offset, string text, string client = "other") => SendAsync(
        $$$"""{"message":{"topic":"{{{topic}}}","offset":{{{offset}}},"text":"{{{text}}}","client":"{{{client}}}","at":1732250000123}}""");

    /// <summary>Waits for a subscribe command and answers it.</summary>
    /// <returns>What the command said.</returns>
    public async Task<JsonElement> AcceptSubscriptionAsync(string epoch = "E", long offset = 0, bool? recovered = null)
    {
        var (id, body) = await ExpectAsync("subscribe");
        var recovery = recovered is { } known ? $",\"recovered\":{(known ? "true" : "false")}" : "";
        await SendAsync(
            $$$"""{"id":{{{id}}},"subscribed":{"topic":"{{{body.GetProperty("topic")}}}","epoch":"{{{epoch}}}","offset":{{{offset}}}{{{recovery}}}}}""");
        return body;
    }

    /// <summary>Waits for a subscribe command with wildcards and answers it.</summary>
    public async Task AcceptFilterAsync()
    {
        var (id, body) = await ExpectAsync("subscribe");
        await SendAsync($$$"""{"id":{{{id}}},"subscribed":{"topic":"{{{body.GetProperty("topic")}}}"}}""");
    }

    /// <summary>Waits for a publish command and acknowledges it.</summary>
    /// <returns>What the command said.</returns>
    public async Task<JsonElement> AcknowledgeAsync(long offset)
    {
        var (id, body) = await ExpectAsync("publish");
        await SendAsync(
            $$$"""{"id":{{{id}}},"published":{"topic":"{{{body.GetProperty("topic")}}}","epoch":"E","offset":{{{offset}}}}}""");
        return body;
    }

    /// <summary>Closes, and waits for the client's close frame.</summary>
    public async Task CloseAsync(int code, string reason = "")
    {
        await Socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, CancellationToken.None);
        await ReceiveCloseAsync();
    }

    /// <summary>Breaks the connection without a close frame.</summary>
    public void Break() => Stream.Dispose();

#pragma warning disable CA5350 // RFC 6455 asks for SHA-1; it guards no secret
    private static string AcceptFor(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
}
