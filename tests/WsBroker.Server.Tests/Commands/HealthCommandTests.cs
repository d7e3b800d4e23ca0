using WsBroker.Server.Commands;

namespace WsBroker.Server.Tests.Commands;

public sealed class HealthCommandTests
{
    [Fact]
    public async Task A_server_that_is_ready_is_healthy()
    {
        await using var broker = await RunningBroker.StartAsync();

        var run = await Invocation.RunAsync(HealthCommand.Create(), "--url", new UriBuilder(broker.Url) { Scheme = "http" }.Uri.ToString());

        Assert.Equal((0, "ready\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task Where_nobody_listens_nobody_is_healthy()
    {
        var run = await Invocation.RunAsync(HealthCommand.Create(), "--url", "http://127.0.0.1:1");

        Assert.Equal(1, run.ExitCode);
        Assert.NotEmpty(run.Error);
    }

    [Theory]
    [InlineData("foo")]
    [InlineData("ws://127.0.0.1:8080")]
    public async Task What_is_no_address_is_wrong_usage(string url)
    {
        var run = await Invocation.RunAsync(HealthCommand.Create(), "--url", url);

        Assert.Equal((2, $"--url is '{url}'; allowed is an address like http://127.0.0.1:8080 or https://broker.example/"), (run.ExitCode, run.Error));
    }
}
