using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.EndToEnd.Tests.FanOut;
using WsBroker.TestKit;
using Xunit.Abstractions;

namespace WsBroker.EndToEnd.Tests;

/// <summary>A server that may use little memory, as in a small container.</summary>
[Collection(Alone.Name)]
public sealed class MemoryLimitTests(ITestOutputHelper output)
{
    private const int Mebibyte = 1024 * 1024;
    private const int Limit = 96 * Mebibyte;
    private const int Topics = 160;
    private const int TextBytes = 64 * 1024;
    private const int TextsOfEach = 12;
    private const int FrameHeadBytes = 10;

    // As a network's segments, so that the system takes for a slow client what it would take there
    private const int SegmentBytes = 1400;

    [Fact]
    public async Task ND_08_With_little_memory_half_of_the_clients_slow_and_more_published_than_there_is_room_for_it_serves_on()
    {
        var command = ServerCommand.Serve();
        command.Environment["DOTNET_GCHeapHardLimit"] = Limit.ToString("x", provider: null);
        await using var server = await ServerProcess.StartAsync(command);
        using var witness = await WebSocketPeer.RawAsync(server.Ws, "witness", "?echo=true");
        var slow = await Task.WhenAll(Enumerable.Range(0, Topics / 2).Select(number => WebSocketPeer.RawAsync(server.Ws, $"t/{number}", "?mode=sub")));
        using var http = new HttpClient { BaseAddress = server.Http, Timeout = WebSocketPeer.Patience };
        var text = new string('x', (Mebibyte / 2) + (Mebibyte / 4));

        for (var number = 0; number < 2 * Topics; number++)
        {
            using var answer = await http.PostAsJsonAsync(new Uri("api/publish", UriKind.Relative), new { topic = $"t/{number % Topics}", text });
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await witness.SendAsync($"{number}");
            Assert.Equal($"{number}", await witness.ReceiveTextAsync());
        }

        var page = await http.GetStringAsync(new Uri("metrics", UriKind.Relative));
        var histories = page.Split('\n').Single(static line => line.StartsWith("wsbroker_histories_bytes ", StringComparison.Ordinal));
        Assert.InRange(long.Parse(histories.Split(' ')[1], provider: null), Limit / 8, Limit / 2);
        Array.ForEach(slow, static one => one.Dispose());
        Assert.Equal(0, await server.StopAsync());
        Assert.DoesNotContain("OutOfMemory", server.Output, StringComparison.Ordinal);
    }

    /// <summary>Ten thousand clients and 512 MiB by WSBROKER_TEST_SCALE=10.</summary>
    [Fact]
    public async Task ND_08_In_a_container_with_half_of_the_clients_slow_these_are_shed_all_others_get_everything_and_nothing_is_killed()
    {
        var memory = (Scale.IsLong ? 512 : 256) * (long)Mebibyte;
        using var group = MemoryGroup.TryMake(memory);
        await using var server = await ServerProcess.StartAsync(Limited(group, memory));
        using var http = new HttpClient { BaseAddress = server.Http, Timeout = WebSocketPeer.Patience };
        var topics = Scale.Of(500);
        var (slow, quick) = (new List<Socket>(topics), new List<Socket>(topics));
        foreach (var number in Enumerable.Range(0, topics))
        {
            slow.Add(await RawConnection.OpenAsync(server.Http, $"/topics/c/{number}?mode=sub", CancellationToken.None, BeSlow));
            quick.Add(await RawConnection.OpenAsync(server.Http, $"/topics/c/{number}?mode=sub", CancellationToken.None));
        }

        await Parallel.ForEachAsync(Enumerable.Range(0, topics * TextsOfEach), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, late) =>
        {
            var text = new string((char)('a' + (number % 26)), TextBytes);
            using var answer = await http.PostAsJsonAsync(new Uri("api/publish", UriKind.Relative), new { topic = $"c/{number % topics}", text }, late);
            Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}. The server's output:\n{server.Output}");
            await ReadAsync(quick[number % topics], text);
        });

        // Those that were begun to be told are waited for
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var late = new CancellationTokenSource(WebSocketPeer.Patience);
        var (page, shed) = ("", 0L);
        for (; shed == 0; await pace.WaitForNextTickAsync(late.Token))
        {
            page = await http.GetStringAsync(new Uri("metrics", UriKind.Relative), late.Token);
            shed = Metric(page, "wsbroker_connections_ended_total{end_reason=\"Shed\"}");
        }

        var (waiting, peak) = (Metric(page, "wsbroker_queued_bytes"), group?.Peak ?? MostUsed(server));
        output.WriteLine($"{2 * topics} clients, {shed} shed, {waiting / Mebibyte} MiB wait, {peak / Mebibyte} of {memory / Mebibyte} MiB used {(group is null ? "without" : "in")} a group");
        Assert.InRange(shed, 1, topics);
        Assert.InRange(waiting, 0, memory / 4);
        Assert.InRange(peak, waiting, memory);
        Assert.Equal(0, group?.Kills ?? 0);
        slow.Concat(quick).ToList().ForEach(static one => one.Dispose());
        Assert.Equal(0, await server.StopAsync());
    }

    // Where nobody may make a container, the heap has what it would have in one
    private static ProcessStartInfo Limited(MemoryGroup? group, long memory)
    {
        // Clients here answer no pings
        var command = ServerCommand.Serve("--set", "connection:pingInterval=00:30:00");
        if (group is not null)
        {
            return group.Enclose(command);
        }

        command.Environment["DOTNET_GCHeapHardLimit"] = (memory / 4 * 3).ToString("x", provider: null);
        return command;
    }

    private static long MostUsed(ServerProcess server)
    {
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{server.Id}/status")).First(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }

    private static void BeSlow(Socket socket)
    {
        const int tcp = 6;
        const int maxSegment = 2;
        socket.ReceiveBufferSize = 4096;
        socket.SetRawSocketOption(tcp, maxSegment, BitConverter.GetBytes(SegmentBytes));
    }

    private static async Task ReadAsync(Socket socket, string text)
    {
        using var late = new CancellationTokenSource(WebSocketPeer.Patience);
        var frame = new byte[FrameHeadBytes + TextBytes];
        for (var read = 0; read < frame.Length;)
        {
            var count = await socket.ReceiveAsync(frame.AsMemory(read), late.Token);
            Assert.NotEqual(0, count);
            read += count;
        }

        Assert.Equal(text, Encoding.ASCII.GetString(frame, FrameHeadBytes, TextBytes));
    }

    private static long Metric(string page, string name) => long.Parse(
        page.Split('\n').Single(line => line.StartsWith($"{name} ", StringComparison.Ordinal)).Split(' ')[^1], CultureInfo.InvariantCulture);
}
