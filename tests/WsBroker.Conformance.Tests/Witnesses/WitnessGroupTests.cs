using WsBroker.Conformance.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Witnesses;

/// <summary>Witnesses are worth something only if they notice.</summary>
public sealed class WitnessGroupTests
{
    [Fact]
    public async Task Witnesses_left_alone_are_well()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var witness = await WitnessGroup.StartAsync(server);

        await witness.AssertWellAsync();
    }

    [Fact]
    public async Task Witnesses_notice_that_the_server_disconnects_them()
    {
        await using var server = await ServerProcess.StartAsync("--set", "connection:closeTimeout=00:00:01");
        await using var witness = await WitnessGroup.StartAsync(server);

        await server.StopAsync();

        await Assert.ThrowsAnyAsync<Exception>(witness.AssertWellAsync);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_subscriber_notices_a_duplicate_and_a_gap(int second)
    {
        await using var server = await ServerProcess.StartAsync();
        using var subscriber = await WitnessSubscriber.RawAsync(server.Http, "witnessed");
        using var publisher = await StrictClient.OpenAsync(server.Http, "/topics/witnessed");

        await publisher.WriteAsync(ClientFrame.Text("""{"Number":1,"SentAt":0,"IsLast":false}"""));
        await publisher.WriteAsync(ClientFrame.Text($$"""{"Number":{{second}},"SentAt":0,"IsLast":true}"""));

        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => Task.WhenAll(subscriber.Done));
    }
}
