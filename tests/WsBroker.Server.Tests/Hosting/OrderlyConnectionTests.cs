using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WsBroker.Server.Hosting;
using WsBroker.TestKit;

namespace WsBroker.Server.Tests.Hosting;

/// <summary>What Kestrel makes of requests that end before their bodies have been read; each body here is a request.</summary>
public sealed class OrderlyConnectionTests : IAsyncDisposable
{
    private const string Body = "GET /body HTTP/1.1\r\nHost: a\r\n\r\n";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _served = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RecordingLogger _log = new();
    private WebApplication? _web;

    public async ValueTask DisposeAsync()
    {
        if (_web is not null)
        {
            await _web.DisposeAsync();
        }
    }

    [Fact]
    public async Task HP_19_A_body_that_nobody_reads_is_no_request_when_its_client_ends()
    {
        using var client = await SendAsync(async http =>
        {
            _begun.TrySetResult();
            await new TaskCompletionSource().Task.WaitAsync(http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });

        await EndAmidRequestAsync(client);

        await AssertOnlyOneAsync();
    }

    [Fact]
    public async Task AD_14_A_body_that_is_given_up_when_its_client_ends_is_no_failure()
    {
        using var client = await SendAsync(async http =>
        {
            var read = await http.Request.BodyReader.ReadAsync();
            http.Request.BodyReader.AdvanceTo(read.Buffer.Start);
            _begun.TrySetResult();
            await new TaskCompletionSource().Task.WaitAsync(http.RequestAborted);
        });

        await EndAmidRequestAsync(client);

        await AssertOnlyOneAsync();
    }

    [Fact]
    public async Task HP_19_A_body_that_nobody_reads_is_no_request_when_the_server_aborts()
    {
        using var client = await SendAsync(static http =>
        {
            http.Abort();
            return Task.CompletedTask;
        });

        await AssertOnlyOneAsync();
    }

    [Fact]
    public async Task HP_19_Who_has_ended_before_it_is_served_is_not_served()
    {
        using var client = await SendAsync(static _ => Task.CompletedTask, isLate: true);

        await AssertServedAsync();
    }

    private async Task EndAmidRequestAsync(TcpClient client)
    {
        await _begun.Task.WaitAsync(_patience);
        client.Client.Shutdown(SocketShutdown.Send);
    }

    private Task AssertOnlyOneAsync() => AssertServedAsync("/first");

    private async Task AssertServedAsync(params string[] paths)
    {
        await _ended.Task.WaitAsync(_patience);
        Assert.Equal(paths, _served, StringComparer.Ordinal);
        Assert.Empty(_log.Warnings);
    }

    /// <summary>Sends one request to a server that does this with it.</summary>
    private async Task<TcpClient> SendAsync(RequestDelegate handle, bool isLate = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILoggerFactory>(new OneLogger(_log));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.Use(http => connection => ServeAsync(connection, http, isLate))));
        _web = builder.Build();
        _web.Run(http =>
        {
            _served.Enqueue(http.Request.Path.Value!);
            return handle(http);
        });
        await _web.StartAsync();

        var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(new Uri(_web.Urls.Single()).Authority));
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /first HTTP/1.1\r\nHost: a\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"));
        if (isLate)
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }

        return client;
    }

    private async Task ServeAsync(ConnectionContext connection, ConnectionDelegate http, bool isLate)
    {
        if (isLate)
        {
            await new TaskCompletionSource().Task.WaitAsync(connection.ConnectionClosed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await OrderlyConnection.ServeAsync(connection, http);
        _ended.TrySetResult();
    }

    private sealed class OneLogger(ILogger log) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => log;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
            // Nothing is held
        }
    }
}
