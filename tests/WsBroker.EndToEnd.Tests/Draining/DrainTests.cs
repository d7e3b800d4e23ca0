using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.EndToEnd.Tests.Durability;
using WsBroker.EndToEnd.Tests.FanOut;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests.Draining;

/// <summary>A server that ends while it is used.</summary>
[Collection(Alone.Name)]
public sealed class DrainTests
{
    private static readonly TimeSpan _allowed = TimeSpan.FromSeconds(30);

    private static readonly string[] _everything =
    [
        "--set", "topics:0:match=#", "--set", "topics:0:history:count=1000000", "--set", "topics:0:history:bytes=1000000000",
    ];

    [Fact]
    public async Task DN_01_Under_load_clients_leave_in_batches_and_what_was_acknowledged_is_there_after_the_restart()
    {
        using var folder = new LogFolder();
        var acknowledged = await DrainUnderLoadAsync(folder.Engine);

        await using var again = await ServerProcess.StartAsync([.. _everything, "--engine", folder.Engine]);
        using var http = new HttpClient { BaseAddress = again.Http };
        var stored = new Dictionary<long, string>();
        for (var (after, isMore) = (0L, true); isMore;)
        {
            var page = (await http.GetFromJsonAsync<JsonElement>($"/api/history?topic=busy&last=1000&after={after}")).GetProperty("messages");
            foreach (var message in page.EnumerateArray())
            {
                after = message.GetProperty("offset").GetInt64();
                stored.Add(after, message.GetProperty("text").GetString()!);
            }

            isMore = page.GetArrayLength() > 0;
        }

        Assert.All(acknowledged, one => Assert.Equal(one.Value, stored[one.Key]));
        Assert.Equal(Enumerable.Range(1, stored.Count).Select(static offset => (long)offset), stored.Keys.Order());
    }

    [Fact]
    public async Task HS_43_DN_01_While_it_pauses_it_is_not_ready_and_refuses_new_WebSockets_and_HTTP_goes_on()
    {
        await using var server = await ServerProcess.StartAsync("--set", "drain:pause=00:00:05");
        using var http = new HttpClient { BaseAddress = server.Http };
        using var there = await WebSocketPeer.ConnectAsync(server.Ws);

        using var asked = await http.PostAsync(new Uri("api/drain", UriKind.Relative), content: null);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        await ReadyAsync(http, HttpStatusCode.ServiceUnavailable);
        using var refused = await UpgradeAsync(http);
        using var published = await http.PostAsJsonAsync("api/publish", new { topic = "t", text = "still" });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, published.StatusCode);
        Assert.True((await there.AskAsync(new { id = 1, ping = new { } })).TryGetProperty("pong", out _));
        server.Signal(PosixSignal.SIGTERM);
        server.Signal(PosixSignal.SIGINT);
        Assert.True((await there.ReceiveJsonAsync()).TryGetProperty("draining", out _));
        Assert.Equal(0, await server.EndedAsync());
    }

    [Theory]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGINT)]
    public async Task DN_03_A_second_signal_makes_it_faster_and_as_clean(PosixSignal second)
    {
        await using var server = await ServerProcess.StartAsync("--set", "drain:pause=00:05:00", "--set", "drain:clientsPerSecond=1");
        using var clients = await IdleClients.ConnectAsync(server.Http, 100);
        using var http = new HttpClient { BaseAddress = server.Http };

        server.Signal(PosixSignal.SIGTERM);
        await ReadyAsync(http, HttpStatusCode.ServiceUnavailable);
        var begun = Stopwatch.GetTimestamp();
        server.Signal(second);

        Assert.All(await clients.ClosedAsync(), static closed => Assert.Equal(1012, closed.Code));
        Assert.Equal(0, await server.EndedAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task DN_03_A_signal_while_it_starts_ends_it_with_exit_code_0()
    {
        using var timeout = new CancellationTokenSource(WebSocketPeer.Patience);
        using var issuer = new TcpListener(IPAddress.Loopback, 0);
        issuer.Start();
        await using var server = ServerProcess.Launch("--set", "auth:issuer=i", "--set", "auth:audience=a", "--set", $"auth:jwks=http://{issuer.LocalEndpoint}/");

        // It waits for the issuer's keys, which never come, and listens to nobody yet
        using var asked = await issuer.AcceptSocketAsync(timeout.Token);
        var begun = Stopwatch.GetTimestamp();
        server.Signal(PosixSignal.SIGTERM);

        Assert.Equal(0, await server.EndedAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task DN_04_A_subscriber_that_does_not_read_does_not_keep_the_server()
    {
        using var timeout = new CancellationTokenSource(WebSocketPeer.Patience);
        await using var server = await ServerProcess.StartAsync("--set", "limits:queuedBytes=67108864", "--set", "connection:closeTimeout=00:00:02");
        using var slow = await RawConnection.OpenAsync(server.Http, "/topics/flood?mode=sub", timeout.Token);
        using var publisher = await WebSocketPeer.RawAsync(server.Ws, "flood", "?echo=true");
        for (var number = 0; number < 200; number++)
        {
            await publisher.SendAsync(new byte[100_000], WebSocketMessageType.Binary, endOfMessage: true);
            await publisher.ReceiveAsync();
        }

        var begun = Stopwatch.GetTimestamp();

        Assert.Equal(0, await server.StopAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task DN_06_A_client_that_ignores_the_notice_is_cut_after_the_close_timeout()
    {
        using var timeout = new CancellationTokenSource(WebSocketPeer.Patience);
        await using var server = await ServerProcess.StartAsync("--set", "connection:closeTimeout=00:00:01");
        using var deaf = await RawConnection.OpenAsync(server.Http, "/topics/t?mode=sub", timeout.Token);

        var begun = Stopwatch.GetTimestamp();

        Assert.Equal(0, await server.StopAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task DN_09_Whoever_connects_while_it_ends_is_answered_or_reset_and_never_left_without_a_word()
    {
        await using var server = await ServerProcess.StartAsync();
        using var stop = new CancellationTokenSource();
        var comers = Enumerable.Range(0, 8).Select(_ => ComeAsync(server.Http, stop.Token)).ToList();

        Assert.Equal(0, await server.StopAsync());
        await stop.CancelAsync();

        Assert.All(await Task.WhenAll(comers), static answers => Assert.All(answers, static answer => Assert.Contains(answer, (int[])[101, 503, 0])));
    }

    private static async Task<IReadOnlyDictionary<long, string>> DrainUnderLoadAsync(string engine)
    {
        await using var server = await ServerProcess.StartAsync([.. _everything, "--engine", engine]);
        using var clients = await IdleClients.ConnectAsync(server.Http, 2000);
        var publishers = new BusyPublishers(server, "busy");
        var publishing = Task.WhenAll(Enumerable.Range(0, 10).SelectMany<int, Task>(name =>
            [publishers.OverWebSocketAsync(name), publishers.OverHttpAsync(name + 10)]));
        using var http = new HttpClient { BaseAddress = server.Http };
        while (publishers.Acknowledged.Count < 1000)
        {
            await ReadyAsync(http, HttpStatusCode.OK);
        }

        await BusyAsync(publishers);
        var begun = Stopwatch.GetTimestamp();
        var closed = clients.ClosedAsync();
        Assert.Equal(0, await server.StopAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, _allowed);

        await publishing;
        Assert.Equal(10, publishers.Told);
        AssertBatches(await closed);
        return publishers.Acknowledged;
    }

    /// <summary>Waits until so much is acknowledged in a second as it is to be stopped under.</summary>
    private static async Task BusyAsync(BusyPublishers publishers)
    {
        const int perSecond = 500;
        using var late = new CancellationTokenSource(WebSocketPeer.Patience);
        using var seconds = new PeriodicTimer(TimeSpan.FromSeconds(1));
        int before;
        do
        {
            before = publishers.Acknowledged.Count;
            await seconds.WaitForNextTickAsync(late.Token);
        }
        while (publishers.Acknowledged.Count - before < perSecond);
    }

    private static void AssertBatches((int Code, long At)[] closed)
    {
        Assert.All(closed, static one => Assert.Equal(1012, one.Code));
        var first = closed.Min(static one => one.At);
        var seconds = closed.GroupBy(one => (int)Stopwatch.GetElapsedTime(first, one.At).TotalSeconds).Select(static second => second.Count()).ToList();
        Assert.InRange(seconds.Max(), 1, 1600);
    }

    private static async Task ReadyAsync(HttpClient http, HttpStatusCode expected)
    {
        using var timeout = new CancellationTokenSource(WebSocketPeer.Patience);
        HttpStatusCode status;
        do
        {
            using var answer = await http.GetAsync(new Uri("health/ready", UriKind.Relative), timeout.Token);
            status = answer.StatusCode;
        }
        while (status != expected);
    }

    private static async Task<HttpResponseMessage> UpgradeAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "topics/t");
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        return await http.SendAsync(request);
    }

    /// <summary>Connects again and again.</summary>
    /// <returns>The status of each answer; 0 for a connection that was refused or ended without one.</returns>
    private static async Task<List<int>> ComeAsync(Uri server, CancellationToken stop)
    {
        var answers = new List<int>();
        while (!stop.IsCancellationRequested)
        {
            using var late = new CancellationTokenSource(WebSocketPeer.Patience);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            var answer = new byte[64];
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, server.Port, late.Token);
                await socket.SendAsync(SimulatedClient.Request("/topics/t"), late.Token);
                var length = await socket.ReceiveAsync(answer, late.Token);
                answers.Add(length > 12 ? int.Parse(answer.AsSpan(9, 3), provider: null) : 0);
            }
            catch (SocketException)
            {
                answers.Add(0);
            }
        }

        return answers;
    }
}
