using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Autobahn;

/// <summary>The endpoint that suites are run against: there when it was asked for, and only then.</summary>
public sealed class EchoEndpointTests
{
    private const int Length = 300 * 1024;

    private const int Count = 100;

    [Fact]
    public async Task Without_the_option_there_is_nothing_at_echo()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await StrictClient.ConnectAsync(server.Http);

        await client.WriteAsync(RequestText.Upgrade("/echo").ToBytes());

        var refusal = await client.ReadRefusalAsync();
        Assert.Equal(404, refusal.Status);
    }

    [Theory]
    [InlineData("--echo", null)]
    [InlineData("--set", "echo=true")]
    public async Task With_it_each_message_comes_back_to_its_sender_alone(string flag, string? value)
    {
        await using var server = await ServerProcess.StartAsync(value is null ? [flag] : [flag, value]);
        using var other = await StrictClient.OpenAsync(server.Http, "/echo");
        using var client = await StrictClient.OpenAsync(server.Http, "/echo?agent=any");
        ClientFrame[] messages = [ClientFrame.Text("text"), ClientFrame.Binary("bytes"u8.ToArray()), ClientFrame.Text(""), ClientFrame.Binary(default)];

        await client.WriteAsync(messages, Writing.Coalesced);

        foreach (var message in messages)
        {
            await client.ExpectAsync(message);
        }

        await other.WriteAsync(ClientFrame.Ping("nothing came"u8.ToArray()));
        await other.ExpectPongAsync("nothing came"u8.ToArray());
    }

    [Fact]
    public async Task Plain_HTTP_at_echo_is_asked_to_upgrade()
    {
        await using var server = await ServerProcess.StartAsync("--echo");
        using var client = await StrictClient.ConnectAsync(server.Http);

        await client.WriteAsync("GET /echo HTTP/1.1\r\nHost: broker.example\r\n\r\n"u8.ToArray());

        Assert.Equal(426, (await client.ReadRefusalAsync()).Status);
    }

    [Fact]
    public async Task A_client_that_sends_thirty_times_what_may_wait_before_it_reads_loses_nothing()
    {
        await using var server = await ServerProcess.StartAsync("--echo");
        var vitals = new ProcessVitals(server);
        var before = vitals.PeakResidentBytes;
        using var client = await StrictClient.OpenAsync(server.Http, "/echo", StrictClient.SmallReceiveBuffer);
        var messages = Enumerable.Range(0, Count).Select(static number => ClientFrame.Binary(Filled(number))).ToArray();

        // It reads only once the server has stopped reading, or has taken everything
        var written = 0;
        var writing = Task.Run(async () =>
        {
            foreach (var message in messages)
            {
                await client.WriteAsync(message);
                Interlocked.Increment(ref written);
            }
        });
        await Eventually.IsAsync(() => client.HasUnread, () => $"nothing came back of {written} messages");
        foreach (var message in messages)
        {
            await client.ExpectAsync(message);
        }

        await writing;
        Assert.InRange(vitals.PeakResidentBytes - before, 0, 64L * 1024 * 1024);
    }

    private static byte[] Filled(int number)
    {
        var bytes = new byte[Length];
        Array.Fill(bytes, (byte)number);
        return bytes;
    }
}
