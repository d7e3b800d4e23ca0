using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using WsBroker.Server.Hosting;
using WsBroker.Server.Options;

namespace WsBroker.Server.Tests.Stalls;

/// <summary>A broker in a process all of whose threads are taken.</summary>
[Collection(Alone.Name)]
public sealed class StallWatchTests : IDisposable
{
    private const int Waits = 4005;
    private const int IsOver = 4006;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(50);

    private readonly Heard _heard = new();

    public void Dispose() => _heard.Dispose();

    [Fact]
    public async Task ND_10_A_thousand_pieces_of_work_that_block_all_threads_are_noticed_told_and_counted_and_got_over()
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(_heard));
        await using var broker = await BrokerHost.StartAsync(OptionsReader.Read(file: null, [], ["127.0.0.1:0"]), loggers);
        using var http = new HttpClient { BaseAddress = new Uri($"http://{broker.Addresses[0].EndPoint}/"), Timeout = _patience };
        Assert.Contains("\nwsbroker_stalls_total 0\n", await MetricsAsync(http), StringComparison.Ordinal);
        using var client = new TcpClient();
        await client.ConnectAsync(broker.Addresses[0].EndPoint);

        // From here on without the pool, which this test would else wait for itself
        using (new BlockedPool(1000))
        {
            client.GetStream().Write("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8);
            Assert.Equal(Waits, _heard.Next());
        }

        Assert.Equal(IsOver, _heard.Next());
        using var answer = new StreamReader(client.GetStream(), Encoding.ASCII);
        Assert.Equal("HTTP/1.1 200 OK", await answer.ReadLineAsync());
        Assert.Contains("\nwsbroker_stalls_total 1\n", await MetricsAsync(http), StringComparison.Ordinal);
    }

    private static Task<string> MetricsAsync(HttpClient http) => http.GetStringAsync(new Uri("metrics", UriKind.Relative));

    /// <summary>Waits for lines of the one category, without a thread of the pool.</summary>
    private sealed class Heard : ILoggerProvider, ILogger
    {
        private readonly BlockingCollection<int> _numbers = [];

        public int Next() => _numbers.TryTake(out var number, _patience) ? number : throw new TimeoutException("Nothing was told.");

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id is Waits or IsOver)
            {
                _numbers.Add(eventId.Id);
            }
        }

        public void Dispose() => _numbers.Dispose();
    }
}
