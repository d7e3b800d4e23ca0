using System.Globalization;
using System.IO.Compression;
using System.Text;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Rfc9112;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.Conformance.Tests.Witnesses;
using static WsBroker.Conformance.Tests.Rfc9112.RequestBytes;

namespace WsBroker.Conformance.Tests.Proxies;

/// <summary>Requests of HTTP that come through a real proxy which hands on bodies as they come: the answer is the broker's.</summary>
public sealed class HttpBehindProxyTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private const int MiB = 1024 * 1024;
    private const int Headroom = 64 * MiB;
    private const int SlowClients = 20;

    private static readonly ProxySettings _streaming = new() { NginxLocation = ["proxy_request_buffering off;"] };

    public static TheoryData<ProxyKind> Proxies => [.. Enum.GetValues<ProxyKind>()];

    [Theory]
    [MemberData(nameof(Proxies))]
    public async Task HP_20_A_length_that_is_too_large_is_answered_413_at_once_and_costs_no_memory(ProxyKind kind)
    {
        await using var proxy = await ReverseProxy.StartAsync(kind, broker.Address, _streaming);
        var vitals = new ProcessVitals(broker.Process);
        var before = vitals.PeakResidentBytes;
        for (var i = 0; i < 20; i++)
        {
            using var wire = await HttpWire.ConnectAsync(proxy.Address);
            await wire.WriteAsync(Publish("Content-Length: 999999999\r\n", body: ""));
            Assert.Equal(413, (await wire.ReadAsync()).Status);
        }

        Assert.InRange(vitals.PeakResidentBytes - before, 0, Headroom);
    }

    [Theory]
    [MemberData(nameof(Proxies))]
    public async Task HP_21_A_body_in_chunks_is_answered_413_when_it_has_grown_too_large(ProxyKind kind)
    {
        await using var proxy = await ReverseProxy.StartAsync(kind, broker.Address, _streaming);
        await using var witness = await WitnessGroup.StartAsync(broker.Process);
        var vitals = new ProcessVitals(broker.Process);
        var before = vitals.PeakResidentBytes;
        var chunk = $"10000\r\n{new string('x', 0x10000)}\r\n";
        using var wire = await HttpWire.ConnectAsync(proxy.Address);
        await wire.WriteAsync(InChunks(""));
        for (var sent = 0; sent < 16 * MiB && !wire.HasUnread && await wire.TryWriteAsync(chunk); sent += chunk.Length)
        {
            // Until it is told to stop
        }

        Assert.Equal(413, (await wire.ReadAsync()).Status);
        Assert.InRange(vitals.PeakResidentBytes - before, 0, Headroom);
        await witness.AssertWellAsync();
    }

    [Theory]
    [MemberData(nameof(Proxies))]
    public async Task HP_22_Bodies_that_trickle_in_are_answered_408_and_nobody_else_waits(ProxyKind kind)
    {
        await using var proxy = await ReverseProxy.StartAsync(kind, broker.Address, _streaming);
        await using var witness = await WitnessGroup.StartAsync(broker.Process);

        await Task.WhenAll(Enumerable.Range(0, SlowClients).Select(_ => SlowRequest.TrickleAsync(proxy.Address)));

        await witness.AssertWellAsync();
    }

    [Theory]
    [MemberData(nameof(Proxies))]
    public async Task HP_23_A_compressed_body_is_answered_415_and_never_inflated(ProxyKind kind)
    {
        await using var proxy = await ReverseProxy.StartAsync(kind, broker.Address, _streaming);
        var bomb = Encoding.Latin1.GetString(Compressed(new byte[64 * MiB]));

        using var wire = await HttpWire.ConnectAsync(proxy.Address);
        await wire.WriteAsync(Publish($"Content-Encoding: gzip\r\nContent-Length: {bomb.Length}\r\n", bomb));

        Assert.Equal(415, (await wire.ReadAsync()).Status);

        // nginx now and then ends a connection on which it is answered before all of the body has come, and does not say so
        using var next = kind is ProxyKind.Nginx ? await HttpWire.ConnectAsync(proxy.Address) : wire;
        await next.WriteAsync(Probe);
        Assert.Equal(200, (await next.ReadAsync()).Status);
    }

    [Theory]
    [MemberData(nameof(Proxies))]
    public async Task HP_24_Many_requests_in_one_write_are_answered_in_their_order(ProxyKind kind)
    {
        const int pairs = 400;
        await using var proxy = await ReverseProxy.StartAsync(kind, broker.Address, _streaming);
        using var wire = await HttpWire.ConnectAsync(proxy.Address);

        await wire.WriteAsync(string.Concat(Enumerable.Repeat(Probe + Smuggled, pairs)));

        for (var i = 0; i < pairs; i++)
        {
            Assert.Equal(200, (await wire.ReadAsync()).Status);
            Assert.Equal(404, (await wire.ReadAsync()).Status);
        }
    }

    [Theory]
    [MemberData(nameof(Proxies))]
    public async Task HP_25_Who_asks_before_sending_a_body_is_told_to_go_on(ProxyKind kind)
    {
        await using var proxy = await ReverseProxy.StartAsync(kind, broker.Address, _streaming);
        using var wire = await HttpWire.ConnectAsync(proxy.Address);
        await wire.WriteAsync(Publish("Expect: 100-continue\r\nContent-Length: 24\r\n", body: ""));

        Assert.Equal(100, (await wire.ReadAsync()).Status);
        await wire.WriteAsync(Body);

        var answer = await wire.ReadAsync();
        while (answer.Status is 100)
        {
            // nginx has told it so before it asked the broker, which may say so once more
            answer = await wire.ReadAsync();
        }

        Assert.Equal(200, answer.Status);
    }

    [Theory]
    [MemberData(nameof(Proxies))]
    public async Task HP_27_Answers_without_a_body_have_none(ProxyKind kind)
    {
        await using var proxy = await ReverseProxy.StartAsync(kind, broker.Address, _streaming);
        using var wire = await HttpWire.ConnectAsync(proxy.Address);
        await wire.WriteAsync(Get("GET / HTTP/1.1"));
        var etag = (await wire.ReadAsync())["ETag"];

        await wire.WriteAsync(Get("HEAD / HTTP/1.1"));
        var toHead = await wire.ReadAsync(toHead: true);
        await wire.WriteAsync(Get("OPTIONS / HTTP/1.1") + Get("GET / HTTP/1.1", $"Host: a\r\nIf-None-Match: {etag}\r\n") + LastProbe);

        var answers = await wire.ReadAllAsync();
        Assert.Equal(200, toHead.Status);
        Assert.Equal([204, 304, 200], answers.Select(answer => answer.Status));
        Assert.Null(answers[0]["Content-Length"]);
        Assert.Equal(Alive, answers[2].Body);
        Assert.All(answers, static answer => Assert.True(
            DateTimeOffset.TryParseExact(answer["Date"], "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)));
    }

    [Theory]
    [MemberData(nameof(Proxies))]
    public async Task HP_28_What_is_not_JSON_by_its_type_is_answered_415(ProxyKind kind)
    {
        await using var proxy = await ReverseProxy.StartAsync(kind, broker.Address, _streaming);

        foreach (var type in (string[])["multipart/form-data; boundary=x", "text/plain", "application/json; charset=utf-16"])
        {
            var answers = await AskAsync(
                proxy, $"POST /api/publish HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nContent-Length: 24\r\n\r\n{Body}");
            Assert.Equal([415, 200], answers.Select(answer => answer.Status));
        }
    }

    private static async Task<IReadOnlyList<HttpAnswer>> AskAsync(ReverseProxy proxy, string request)
    {
        using var wire = await HttpWire.ConnectAsync(proxy.Address);
        await wire.WriteAsync(request + LastProbe);
        return await wire.ReadAllAsync();
    }

    private static byte[] Compressed(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }
}
