using System.Diagnostics;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.Conformance.Tests.Witnesses;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Rfc6455;

/// <summary>Connections whose other side does not do its part of the ending (RFC 6455 §7.1.1), and many that end at once.</summary>
public sealed class Section7EndingTests
{
    private const int UnsupportedData = 1003;

    // 50,000 on the way to a release; these are enough to see what one of them leaves behind
    private const int ComingAndGoing = 2000;

    private const int NeverAnswering = 200;

    private static readonly TimeSpan _closeTimeout = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task CL_07_Clients_that_never_answer_a_close_are_cut_off_at_the_close_timeout()
    {
        await using var server = await Settings.StartAsync(Settings.CloseTimeout(_closeTimeout.TotalSeconds));
        await using var witness = await WitnessGroup.StartAsync(server);
        var vitals = new ProcessVitals(server);
        var socketsBefore = vitals.OpenSockets;
        var clients = new List<StrictClient>();
        for (var i = 0; i < NeverAnswering; i++)
        {
            clients.Add(await StrictClient.OpenAsync(server.Http, "/"));
            await clients[i].WriteAsync(ClientFrame.Binary("binary, which is not spoken here"u8.ToArray()));
        }

        foreach (var client in clients)
        {
            Assert.Equal(UnsupportedData, (await client.ReadFrameAsync()).CloseCode);
            await client.AwaitGoneAsync();
        }

        await vitals.ReturnToSocketsAsync(socketsBefore);
        await witness.AssertWellAsync();
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task CL_08_A_client_that_keeps_talking_after_the_close_is_cut_off_at_the_close_timeout()
    {
        await using var server = await Settings.StartAsync(Settings.CloseTimeout(_closeTimeout.TotalSeconds));
        using var client = await StrictClient.OpenAsync(server.Http, "/");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        await client.WriteAsync(ClientFrame.Close(1000));
        await client.ExpectCloseAsync(1000);
        var started = Stopwatch.GetTimestamp();

        var chatter = new byte[100];
        while (await client.WriteUntilRefusedAsync(chatter, chatter.Length) == chatter.Length)
        {
            Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, StrictClient.Patience);
            await timer.WaitForNextTickAsync();
        }
    }

    [Fact]
    public async Task CL_09_A_server_that_stops_while_a_large_message_is_on_its_way_closes_with_1012_between_two_frames()
    {
        await using var server = await Settings.StartAsync(Settings.QueuedBytes(32 * 1024 * 1024));
        var topic = TopicNames.Next();
        using var reader = await StrictClient.OpenAsync(server.Http, $"/topics/{topic}?mode=sub", StrictClient.SmallReceiveBuffer);
        using var publisher = await StrictClient.OpenAsync(server.Http, $"/topics/{topic}?echo=true");
        for (var i = 0; i < 12; i++)
        {
            await publisher.WriteAsync(ClientFrame.Binary(new byte[Settings.MaxMessageBytes]));
            _ = await publisher.ReadMessageAsync();
        }

        var stopping = server.StopAsync();
        var frames = await reader.ReadUntilCloseAsync(1012);
        await publisher.ReadUntilCloseAsync(1012);
        reader.Dispose();
        publisher.Dispose();

        Assert.All(frames, frame => Assert.Equal(Settings.MaxMessageBytes, frame.Payload.Length));
        Assert.Equal(0, await stopping);
    }

    [Fact]
    public async Task CL_13_Thousands_that_connect_and_close_at_once_leave_nothing_behind()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var witness = await WitnessGroup.StartAsync(server);
        var vitals = new ProcessVitals(server);
        var socketsBefore = vitals.OpenSockets;
        byte[] inOneSegment = [.. RequestText.Upgrade("/topics/coming-and-going").ToBytes(), .. ClientFrame.Close(1000).ToBytes()];

        for (var i = 0; i < ComingAndGoing; i++)
        {
            using var client = await StrictClient.ConnectAsync(server.Http);
            await client.WriteAsync(inOneSegment);
            await client.ReadAcceptedAsync();
            await client.ExpectCloseAsync(1000);
        }

        await vitals.ReturnToSocketsAsync(socketsBefore);
        await Eventually.IsAsync(() => !Subscribed(server), () => "the topic still has subscribers");
        await witness.AssertWellAsync();
    }

    private static bool Subscribed(ServerProcess server)
    {
        using var http = new HttpClient { BaseAddress = server.Http, Timeout = StrictClient.Patience };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("api/topics?match=coming-and-going", UriKind.Relative));
        using var answer = http.Send(request);
        using var body = answer.EnsureSuccessStatusCode().Content.ReadAsStream();
        using var reader = new StreamReader(body);
        var text = reader.ReadToEnd();
        return text.Contains("coming-and-going", StringComparison.Ordinal) && !text.Contains("\"subscribers\":0", StringComparison.Ordinal);
    }
}
