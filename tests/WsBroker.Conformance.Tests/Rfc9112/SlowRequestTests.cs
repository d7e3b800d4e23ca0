using System.Diagnostics;
using System.Text.RegularExpressions;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.Conformance.Tests.Witnesses;
using static WsBroker.Conformance.Tests.Rfc9112.RequestBytes;

namespace WsBroker.Conformance.Tests.Rfc9112;

/// <summary>Requests that come in pieces, slowly, or not at all.</summary>
public sealed partial class SlowRequestTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private const int SlowClients = 100;

    [Fact]
    public async Task HP_01_Every_beginning_of_a_request_waits_for_its_rest()
    {
        for (var length = 1; length < Probe.Length; length++)
        {
            using var wire = await HttpWire.ConnectAsync(broker.Address);
            await wire.WriteAsync(Probe[..length]);
            Assert.False(wire.HasUnread);

            await wire.WriteAsync(Probe[length..]);

            Assert.Equal(Alive, (await wire.ReadAsync()).Body);
        }
    }

    [Fact]
    public async Task HP_01_A_beginning_that_is_left_hanging_is_answered_408_and_the_connection_ends()
    {
        await using var server = await Settings.StartAsync(Settings.HandshakeTimeout(1));
        var wires = new List<HttpWire>();
        for (var length = 0; length < Probe.Length; length++)
        {
            wires.Add(await HttpWire.ConnectAsync(server.Http));
            await wires[^1].WriteAsync(Probe[..length]);
        }

        foreach (var wire in wires)
        {
            Assert.Equal(408, Assert.Single(await wire.ReadAllAsync()).Status);
            wire.Dispose();
        }
    }

    [Theory]
    [InlineData(Probe, 200)]
    [InlineData("POST /api/publish HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5;x=\"y\"\r\n[1,2,\r\n2\r\n3]\r\n0\r\nX: y\r\n\r\n", 400)]
    [InlineData("\r\nPOST /api/publish HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello", 415)]
    public async Task HP_02_The_answer_is_the_same_wherever_the_request_is_cut(string request, int status)
    {
        var whole = await AskAsync(request);
        Assert.Equal(status, whole.Status);

        for (var cut = 1; cut < request.Length; cut++)
        {
            Assert.Equal(whole, await AskAsync(request[..cut], request[cut..]));
        }

        Assert.Equal(whole, await AskAsync([.. request.Select(character => character.ToString())]));
    }

    [Fact]
    public async Task AD_02_HP_22_Bodies_that_trickle_in_are_answered_408_and_nobody_else_waits()
    {
        await using var witness = await WitnessGroup.StartAsync(broker.Process);

        await Task.WhenAll(Enumerable.Range(0, SlowClients).Select(_ => SlowRequest.TrickleAsync(broker.Address)));

        await witness.AssertWellAsync();
    }

    [Fact]
    public async Task HP_26_An_idle_connection_is_closed_when_its_time_is_up()
    {
        var patience = TimeSpan.FromSeconds(1);
        await using var server = await Settings.StartAsync(("http:keepAliveTimeout", patience.ToString("c")));
        using var wire = await HttpWire.ConnectAsync(server.Http);
        await wire.WriteAsync(Probe + Probe);
        await wire.ReadAsync();
        await wire.ReadAsync();
        var idle = Stopwatch.GetTimestamp();

        Assert.Null(await wire.TryReadAsync());

        Assert.True(Stopwatch.GetElapsedTime(idle) > patience * 0.9, "closed before its time");
    }

    // Without the date and the trace, which differ
    private async Task<(int Status, string Body)> AskAsync(params string[] parts)
    {
        using var wire = await HttpWire.ConnectAsync(broker.Address);
        await wire.WriteAsync(Probe);
        await wire.ReadAsync();
        foreach (var part in parts)
        {
            await wire.WriteAsync(part);
        }

        var answer = await wire.ReadAsync();
        return (answer.Status, Trace().Replace(answer.Body, ""));
    }

    [GeneratedRegex("\"traceId\":\"[^\"]*\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Trace();
}
