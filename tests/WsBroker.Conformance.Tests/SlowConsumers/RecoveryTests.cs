using System.Text.Json;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;

namespace WsBroker.Conformance.Tests.SlowConsumers;

/// <summary>Who reads slowly what it missed.</summary>
public sealed class RecoveryTests
{
    private const int Missed = 100;
    private const int Later = 50;

    [Fact]
    public async Task SC_06_A_whole_history_is_recovered_though_more_comes_before_it_is_read()
    {
        // The history and what comes later are each about as much as may wait, and more than the kernel takes of a client that does not read
        const int queued = 8 * 1024 * 1024;
        const int size = 80_000;
        await using var server = await Settings.StartAsync(
            Settings.QueuedBytes(queued), ("limits:recoveredBytes", $"{2 * queued}"), ("topics:0:match", "#"), ("topics:0:history:bytes", $"{2 * queued}"));
        var topic = TopicNames.Next();
        using var publisher = await StrictClient.OpenAsync(server.Http, "/");
        var epoch = await PublishAsync(publisher, topic, 1, Missed, size);
        using var slow = await StrictClient.OpenAsync(server.Http, "/", StrictClient.SmallReceiveBuffer);
        await slow.WriteAsync(ClientFrame.Text($$$$"""{"id":1,"subscribe":{"topic":"{{{{topic}}}}","recover":{"epoch":"{{{{epoch}}}}","offset":0}}}"""));
        Assert.Contains("\"recovered\":true", await slow.ReadTextAsync(), StringComparison.Ordinal);

        await PublishAsync(publisher, topic, Missed + 1, Later, size);

        for (var offset = 1; offset <= Missed + Later; offset++)
        {
            using var message = JsonDocument.Parse(await slow.ReadTextAsync());
            Assert.Equal(offset, message.RootElement.GetProperty("message").GetProperty("offset").GetInt32());
        }
    }

    private static async Task<string> PublishAsync(StrictClient publisher, string topic, int first, int count, int size)
    {
        var epoch = "";
        for (var id = first; id < first + count; id++)
        {
            await publisher.WriteAsync(ClientFrame.Text($$$$"""{"id":{{{{id}}}},"publish":{"topic":"{{{{topic}}}}","text":"{{{{new string('x', size)}}}}"}}"""));
            using var answer = JsonDocument.Parse(await publisher.ReadTextAsync());
            epoch = answer.RootElement.GetProperty("published").GetProperty("epoch").GetString();
        }

        return epoch!;
    }
}
