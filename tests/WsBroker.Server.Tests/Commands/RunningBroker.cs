using Microsoft.Extensions.Logging.Abstractions;
using WsBroker.Client;
using WsBroker.Server.Hosting;
using WsBroker.Server.Options;

namespace WsBroker.Server.Tests.Commands;

/// <summary>A broker in this process, and a client of it, for the verbs to talk to.</summary>
internal sealed class RunningBroker : IAsyncDisposable
{
    /// <summary>How long a test waits for what must come; reached only if it never does.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BrokerHost _host;

    private RunningBroker(BrokerHost host, string url, WsBrokerClient client)
    {
        _host = host;
        Url = url;
        Client = client;
    }

    /// <summary>Its address, for <c>--url</c>.</summary>
    public string Url { get; }

    /// <summary>A client of it.</summary>
    public WsBrokerClient Client { get; }

    /// <param name="options">What is set beside the address; null for nothing.</param>
    public static async Task<RunningBroker> StartAsync(ServerOptions? options = null)
    {
        Assert.True(ListenAddress.TryParse("127.0.0.1:0", out var loopback));
        options = (options ?? new ServerOptions()) with { Listen = [loopback] };
        var host = await BrokerHost.StartAsync(options, NullLoggerFactory.Instance);
        var url = $"ws://{host.Addresses[0].EndPoint}/";
        return new RunningBroker(host, url, await WsBrokerClient.ConnectAsync(new Uri(url)));
    }

    /// <summary>What is in the history of a topic, from its first message on, as many as wanted.</summary>
    public async Task<List<WsBrokerMessage>> ReadAsync(string topic, int count)
    {
        var found = new List<WsBrokerMessage>();
        using var late = new CancellationTokenSource(Patience);
        await foreach (var message in Client.SubscribeAsync(topic, new SubscribeOptions { Last = count }, late.Token))
        {
            found.Add(message);
            if (found.Count == count)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>Asks the broker until somebody is subscribed.</summary>
    public async Task WaitForSubscriberAsync()
    {
        using var http = new HttpClient();
        var topics = new UriBuilder(Url) { Scheme = "http", Path = "/api/topics" }.Uri;
        using var late = new CancellationTokenSource(Patience);
        while (!(await http.GetStringAsync(topics, late.Token)).Contains("\"subscribers\":1", StringComparison.Ordinal))
        {
            // Each question takes the broker's time, not ours
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _host.DisposeAsync();
    }
}
