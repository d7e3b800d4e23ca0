using System.IO.Compression;
using System.Text;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.Conformance.Tests.Witnesses;
using static WsBroker.Conformance.Tests.Rfc9112.RequestBytes;

namespace WsBroker.Conformance.Tests.Rfc9112;

/// <summary>Bodies that are too large, or would be.</summary>
public sealed class BodyLimitTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private const int MiB = 1024 * 1024;

    // What other tests of this process may add meanwhile; far less than what is announced or sent here
    private const int Headroom = 64 * MiB;

    [Fact]
    public async Task AD_02_HP_20_A_length_that_is_too_large_is_answered_413_at_once_and_costs_no_memory()
    {
        var vitals = new ProcessVitals(broker.Process);
        var before = vitals.PeakResidentBytes;
        for (var i = 0; i < 100; i++)
        {
            using var wire = await HttpWire.ConnectAsync(broker.Address);
            await wire.WriteAsync(Publish("Content-Length: 999999999\r\n", body: ""));
            await AssertTooLargeAsync(wire);
        }

        Assert.InRange(vitals.PeakResidentBytes - before, 0, Headroom);
    }

    [Fact]
    public async Task HP_20_A_client_that_goes_on_sending_can_still_read_why_it_was_refused()
    {
        using var wire = await HttpWire.ConnectAsync(broker.Address);

        await wire.TryWriteAsync(Publish($"Content-Length: {8 * MiB}\r\n", new string('x', 8 * MiB)));

        await AssertTooLargeAsync(wire);
    }

    [Fact]
    public async Task AD_02_HP_21_A_body_in_chunks_is_answered_413_when_it_has_grown_too_large()
    {
        await using var witness = await WitnessGroup.StartAsync(broker.Process);
        var vitals = new ProcessVitals(broker.Process);
        var before = vitals.PeakResidentBytes;
        var chunk = $"10000\r\n{new string('x', 0x10000)}\r\n";
        for (var i = 0; i < 10; i++)
        {
            using var wire = await HttpWire.ConnectAsync(broker.Address);
            await wire.WriteAsync(InChunks(""));
            for (var sent = 0; sent < 16 * MiB && !wire.HasUnread && await wire.TryWriteAsync(chunk); sent += chunk.Length)
            {
                // Until it is told to stop
            }

            await AssertTooLargeAsync(wire);
        }

        Assert.InRange(vitals.PeakResidentBytes - before, 0, Headroom);
        await witness.AssertWellAsync();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("gzip, gzip")]
    [InlineData("GZIP")]
    [InlineData("br")]
    [InlineData("identity, gzip")]
    public async Task HP_23_A_compressed_body_is_answered_415_and_never_inflated(string coding)
    {
        using var wire = await HttpWire.ConnectAsync(broker.Address);
        var bomb = Encoding.Latin1.GetString(Bomb());

        await wire.WriteAsync(Publish($"Content-Encoding: {coding}\r\nContent-Length: {bomb.Length}\r\n", bomb) + LastProbe);

        var answers = await wire.ReadAllAsync();
        Assert.Equal([415, 200], answers.Select(answer => answer.Status));
        Assert.Equal("identity", answers[0]["Accept-Encoding"]);
    }

    private static async Task AssertTooLargeAsync(HttpWire wire)
    {
        var answer = Assert.Single(await wire.ReadAllAsync());
        Assert.Equal(413, answer.Status);
        Assert.True(answer.Lists("Connection", "close"));
    }

    private static byte[] Bomb()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(new byte[64 * MiB]);
        }

        return compressed.ToArray();
    }
}
