using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Clients.Http2;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.Conformance.Tests.Witnesses;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Rfc9113;

/// <summary>Clients of HTTP/2 that send more than they should, or take nothing: memory stays bounded, and others notice nothing.</summary>
public sealed class FloodTests(SecureBrokerFixture broker) : IClassFixture<SecureBrokerFixture>
{
    private const int Mebibyte = 1024 * 1024;
    private const int MostMemory = 96 * Mebibyte;
    private const ushort InitialWindow = 4;

    private static readonly Dictionary<string, Flood> _floods = Floods.All.ToDictionary(static flood => flood.Name, StringComparer.Ordinal);

    // Of a client that reads nothing: long after the buffers of both sides are full
    private static readonly TimeSpan _stall = TimeSpan.FromSeconds(1);

    public static TheoryData<string> Names => [.. _floods.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task H2_03_A_flood_is_ended_or_costs_little(string name)
    {
        var flood = _floods[name];
        await using var witness = await WitnessGroup.StartAsync(broker.Process);
        var vitals = new ProcessVitals(broker.Process);
        var before = vitals.PeakResidentBytes;

        await using (var client = await Http2Client.OpenAsync(broker.Process, broker.Certificate))
        {
            var end = await SendAsync(client, flood);

            Assert.True(!flood.MustEnd || end is not { Type: Http2Frame.PingType }, "The connection lives.");
        }

        await Subscribers.BecomeAsync(broker.Process, Floods.Topic, 0);
        Assert.InRange(vitals.PeakResidentBytes - before, 0, MostMemory);
        var critical = Critical(broker.Process);
        Assert.True(critical is null, critical);
        await witness.AssertWellAsync();
    }

    [Fact]
    public async Task H2_03_Who_reads_no_answers_is_read_no_more()
    {
        const int most = 64 * Mebibyte;
        await using var witness = await WitnessGroup.StartAsync(broker.Process);
        var vitals = new ProcessVitals(broker.Process);
        var before = vitals.PeakResidentBytes;
        byte[] pings = [.. Enumerable.Repeat(Http2Frame.Ping(new byte[8]).ToBytes(), 900).SelectMany(static ping => ping)];

        await using var client = await Http2Client.OpenAsync(broker.Process, broker.Certificate);
        var taken = await client.WriteUntilStalledAsync(pings, most / pings.Length, _stall);

        Assert.True(taken < most / pings.Length, "All was taken.");
        Assert.InRange(vitals.PeakResidentBytes - before, 0, MostMemory);
        await witness.AssertWellAsync();
    }

    [Fact]
    public async Task H2_03_WebSockets_whose_windows_stay_closed_are_let_go_as_slow_clients()
    {
        const int streams = 20;
        const int queued = 256 * 1024;
        await using var server = await Settings.StartSecureAsync(
            broker.Certificate, Settings.QueuedBytes(queued), Settings.CloseTimeout(1));
        await using var witness = await WitnessGroup.StartAsync(server);
        var vitals = new ProcessVitals(server);
        var before = vitals.PeakResidentBytes;
        var topic = TopicNames.Next();
        await using var holding = await Http2Client.OpenAsync(server, broker.Certificate, (InitialWindow, 0));
        var connect = HeaderBlock.Of(HeaderBlock.Connect($"/topics/{topic}?mode=sub"));
        await holding.WriteAsync([.. Enumerable.Range(0, streams).Select(at => Http2Frame.Headers((2 * (uint)at) + 1, connect))]);
        await Subscribers.BecomeAsync(server, topic, streams);

        using var publisher = await StrictClient.OpenAsync(server.Http, $"/topics/{topic}?echo=true");
        var message = ClientFrame.Binary(new byte[32 * 1024]);
        for (var sent = 0; sent < 8 * queued; sent += message.Payload.Length)
        {
            await publisher.WriteAsync(message);
            await publisher.ExpectAsync(message);
        }

        // The publisher hears its own messages
        await Subscribers.BecomeAsync(server, topic, 1);
        for (var ended = 0; ended < streams; ended++)
        {
            var frame = await holding.ReadUntilAsync(static frame => frame.Type is Http2Frame.ResetType or Http2Frame.GoAwayType or Http2Frame.DataType);
            Assert.Equal(Http2Frame.ResetType, frame?.Type);
        }

        await holding.ExpectAliveAsync();
        Assert.InRange(vitals.PeakResidentBytes - before, 0, MostMemory);
        await witness.AssertWellAsync();
    }

    private static string? Critical(ServerProcess process) =>
        Array.Find(process.Output.Split('\n'), static line => line.Contains(" crit: Microsoft.AspNetCore.Server.Kestrel.Http2", StringComparison.Ordinal));

    /// <summary>Sends a flood while its answers are read, until the connection ends or a ping that comes behind it is answered.</summary>
    /// <returns>The pong, or the GOAWAY; null if the connection has ended without one.</returns>
    private static async Task<Http2Frame?> SendAsync(Http2Client client, Flood flood)
    {
        byte[] mark = [1, 2, 3, 4, 5, 6, 7, 8];
        var reading = client.ReadUntilAsync(frame =>
            frame.Type is Http2Frame.GoAwayType || (frame.Type is Http2Frame.PingType && frame.Payload.AsSpan().SequenceEqual(mark)));
        foreach (var part in flood.Parts(roundsOfPart: 100))
        {
            if (reading.IsCompleted || !await client.WriteAsync(part))
            {
                break;
            }
        }

        await client.WriteAsync(Http2Frame.Ping(mark));
        var end = await reading;
        Assert.True(end is not { Type: Http2Frame.GoAwayType } || flood.Errors.Contains(end.Error), $"The connection ends with {end}.");
        return end;
    }
}
