using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.Logging;
using WsBroker.Server.Hosting;
using WsBroker.Server.Options;
using WsBroker.TestKit;

namespace WsBroker.Server.Tests.Hosting;

/// <summary>A broker in this process that asks for tokens, and all that it logs.</summary>
internal sealed class GuardedBroker : IAsyncDisposable
{
    /// <summary>How long a test waits for what must come; reached only if it never does.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly EveryLine _lines;
    private readonly ILoggerFactory _loggers;

    private GuardedBroker(BrokerHost host, EveryLine lines, ILoggerFactory loggers)
    {
        Host = host;
        _lines = lines;
        _loggers = loggers;
        Http = new HttpClient { BaseAddress = new Uri($"http://{host.Addresses[0].EndPoint}/") };
    }

    /// <summary>The broker.</summary>
    public BrokerHost Host { get; }

    /// <summary>A client of its HTTP API.</summary>
    public HttpClient Http { get; }

    /// <summary>Everything that was logged, however unimportant.</summary>
    public string Log => string.Join('\n', _lines.All);

    /// <summary>Settings with which everybody needs a token that is signed with <see cref="TokenBuilder.Secret"/>.</summary>
    public static string[] Settings { get; } =
        ["auth:required=true", "auth:keys:0:algorithm=HS256", $"auth:keys:0:secret={TokenBuilder.Secret}", "auth:audience=wsbroker", "echo=true"];

    /// <summary>A token that it takes.</summary>
    public static TokenBuilder Token(string user) => TokenBuilder.For(user).Claim("aud", "wsbroker").Claim("jti", $"token of {user}");

    /// <summary>Starts one.</summary>
    public static Task<GuardedBroker> StartAsync(params string[] settings) => StartOnAsync(["127.0.0.1:0"], settings);

    /// <summary>Starts one that listens where a test wants it.</summary>
    public static async Task<GuardedBroker> StartOnAsync(string[] listen, params string[] settings)
    {
        var lines = new EveryLine();
        var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(lines));
        var options = OptionsReader.Read(file: null, [.. Settings, .. settings], listen);
        return new GuardedBroker(await BrokerHost.StartAsync(options, loggers), lines, loggers);
    }

    /// <summary>Opens a WebSocket.</summary>
    /// <exception cref="WebSocketException">It was refused.</exception>
    public async Task<ClientWebSocket> OpenAsync(string pathAndQuery, string? bearer = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (bearer is not null)
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {bearer}");
        }

        using var late = new CancellationTokenSource(Patience);
        await socket.ConnectAsync(new UriBuilder(new Uri(Http.BaseAddress!, pathAndQuery)) { Scheme = "ws" }.Uri, late.Token);
        return socket;
    }

    /// <summary>The status with which a WebSocket is answered.</summary>
    public async Task<int> StatusAsync(string pathAndQuery, string? bearer = null)
    {
        try
        {
            using var socket = await OpenAsync(pathAndQuery, bearer);
            return (int)socket.HttpStatusCode;
        }
        catch (WebSocketException refused) when (refused.Message.Contains("status code '", StringComparison.Ordinal))
        {
            return int.Parse(refused.Message.Split("status code '")[1][..3], provider: null);
        }
    }

    /// <summary>The next message, or the code with which the server closes.</summary>
    public static async Task<string> HearAsync(ClientWebSocket socket)
    {
        using var late = new CancellationTokenSource(Patience);
        var buffer = new byte[64 * 1024];
        var heard = await socket.ReceiveAsync(buffer, late.Token);
        return heard.MessageType is WebSocketMessageType.Close
            ? $"closed {(int)socket.CloseStatus!.Value}"
            : Encoding.UTF8.GetString(buffer, 0, heard.Count);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
        _loggers.Dispose();
        _lines.Dispose();
    }

    private sealed class EveryLine : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            All.Enqueue(state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

        public void Dispose()
        {
            // Nothing is held
        }
    }
}
