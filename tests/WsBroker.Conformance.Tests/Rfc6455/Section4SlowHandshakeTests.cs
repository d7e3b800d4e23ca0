using System.Diagnostics;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.Conformance.Tests.Witnesses;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Rfc6455;

/// <summary>Clients that never finish their request, or leave in the middle of it: others notice nothing, nothing stays.</summary>
public sealed class Section4SlowHandshakeTests
{
    private const int Slow = 200;

    // 5000 on the way to a release; these are enough to see a leak and stay within a usual limit of open files
    private const int Silent = 1000;

    private const int Leaving = 200;

    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task HS_29_Heads_that_trickle_in_are_cut_at_the_handshake_timeout_and_keep_nobody_out()
    {
        await using var server = await Settings.StartAsync(Settings.HandshakeTimeout(_timeout.TotalSeconds));
        await using var witness = await WitnessGroup.StartAsync(server);
        var vitals = new ProcessVitals(server);
        var socketsBefore = vitals.OpenSockets;

        var trickling = Enumerable.Range(0, Slow).Select(_ => TrickleAsync(server.Http)).ToList();
        var started = Stopwatch.GetTimestamp();
        using (await StrictClient.OpenAsync(server.Http, "/"))
        {
            Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, _timeout);
        }

        await Task.WhenAll(trickling);
        await vitals.ReturnToSocketsAsync(socketsBefore);
        await witness.AssertWellAsync();
    }

    [Fact]
    public async Task HS_30_A_thousand_connections_that_say_nothing_are_closed_at_the_handshake_timeout()
    {
        await using var server = await Settings.StartAsync(Settings.HandshakeTimeout(_timeout.TotalSeconds));
        await using var witness = await WitnessGroup.StartAsync(server);
        var vitals = new ProcessVitals(server);
        var (socketsBefore, memoryBefore) = (vitals.OpenSockets, vitals.PeakResidentBytes);
        var silent = new List<StrictClient>();
        for (var i = 0; i < Silent; i++)
        {
            silent.Add(await StrictClient.ConnectAsync(server.Http));
        }

        foreach (var client in silent)
        {
            Assert.Equal(408, (await client.ReadRefusalAsync()).Status);
            client.Dispose();
        }

        Assert.InRange(vitals.PeakResidentBytes - memoryBefore, 0, 64 * 1024 * 1024);
        await vitals.ReturnToSocketsAsync(socketsBefore);
        await witness.AssertWellAsync();
    }

    [Fact]
    public Task HS_31_Clients_that_end_their_side_before_the_answer_leave_nothing_behind() =>
        LeaveAsync(async client =>
        {
            await client.WriteAsync(RequestText.Upgrade("/topics/leaving").ToBytes());
            client.EndSending();
            await client.AwaitGoneAsync();
        });

    [Fact]
    public Task HS_32_A_reset_in_the_middle_of_the_head_leaves_nothing_behind() =>
        LeaveAsync(async client =>
        {
            await client.WriteAsync("GET /topics/leaving HTTP/1.1\r\nHost: x\r\nUpgr"u8.ToArray());
            client.Reset();
        });

    [Fact]
    public Task HS_32_A_reset_right_after_the_answer_leaves_nothing_behind() =>
        LeaveAsync(async client =>
        {
            await client.WriteAsync(RequestText.Upgrade("/topics/leaving").ToBytes());
            await client.ReadAcceptedAsync();
            client.Reset();
        });

    [Fact]
    public Task HS_32_A_reset_right_after_the_request_leaves_nothing_behind() =>
        LeaveAsync(async client =>
        {
            await client.WriteAsync(RequestText.Upgrade("/topics/leaving").ToBytes());
            client.Reset();
        });

    // One byte in a fifth of a second, until the server says that it took too long
    private static async Task TrickleAsync(Uri server)
    {
        var head = RequestText.Upgrade("/topics/trickle").ToBytes();
        using var client = await StrictClient.ConnectAsync(server);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; !client.HasUnread; i++)
        {
            Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, _timeout + StrictClient.Patience);
            await client.WriteUntilRefusedAsync(head.AsMemory(i, 1), writeSize: 1);
            await timer.WaitForNextTickAsync();
        }

        Assert.Equal(408, (await client.ReadHeadAsync()).Status);
        Assert.True(Stopwatch.GetElapsedTime(started) > _timeout / 2, "cut long before the timeout");
    }

    private static async Task LeaveAsync(Func<StrictClient, Task> leave)
    {
        await using var server = await ServerProcess.StartAsync();
        await using var witness = await WitnessGroup.StartAsync(server);
        var vitals = new ProcessVitals(server);
        var socketsBefore = vitals.OpenSockets;

        for (var i = 0; i < Leaving; i++)
        {
            using var client = await StrictClient.ConnectAsync(server.Http);
            await leave(client);
        }

        await vitals.ReturnToSocketsAsync(socketsBefore);
        await witness.AssertWellAsync();
    }
}
