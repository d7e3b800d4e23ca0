using System.Diagnostics;
using System.Net.Sockets;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.Conformance.Tests.Witnesses;
using static WsBroker.Conformance.Tests.Rfc9112.RequestBytes;

namespace WsBroker.Conformance.Tests.Rfc9112;

/// <summary>Many requests that nobody waits to be answered (RFC 9112 §9.3.2).</summary>
public sealed class PipeliningTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private const int Pipelined = 1000;
    private const int MiB = 1024 * 1024;

    [Fact]
    public async Task HP_24_A_thousand_requests_in_one_write_are_answered_in_their_order()
    {
        using var wire = await HttpWire.ConnectAsync(broker.Address);

        await wire.WriteAsync(string.Concat(Enumerable.Repeat(Probe + Smuggled, Pipelined / 2)));

        for (var i = 0; i < Pipelined / 2; i++)
        {
            Assert.Equal(200, (await wire.ReadAsync()).Status);
            Assert.Equal(404, (await wire.ReadAsync()).Status);
        }
    }

    [Fact]
    public async Task HP_24_A_client_that_reads_no_answers_is_read_no_further_and_cut()
    {
        await using var witness = await WitnessGroup.StartAsync(broker.Process);
        var vitals = new ProcessVitals(broker.Process);
        var before = vitals.PeakResidentBytes;
        using var wire = await HttpWire.ConnectAsync(broker.Address, StrictClient.SmallReceiveBuffer);
        var requests = string.Concat(Enumerable.Repeat(Probe, MiB / Probe.Length));

        await WriteUntilCutAsync(wire, requests);

        Assert.InRange(vitals.PeakResidentBytes - before, 0, 64 * MiB);
        await witness.AssertWellAsync();
    }

    // Whatever the kernel takes for the broker, it is little beside what the broker would have to keep
    private static async Task WriteUntilCutAsync(HttpWire wire, string requests)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await wire.WriteAsync(requests);
            }
            catch (WireFaultException cut) when (cut.InnerException is SocketException)
            {
                return;
            }
            catch (WireFaultException) when (Stopwatch.GetElapsedTime(started) < StrictClient.Patience * 3)
            {
                // It takes no more, and has not cut us yet
            }
        }
    }
}
