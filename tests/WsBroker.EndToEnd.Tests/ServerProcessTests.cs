using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

public sealed class ServerProcessTests
{
    [Fact]
    public async Task A_server_asked_to_stop_ends_with_exit_code_0()
    {
        await using var server = await ServerProcess.StartAsync();

        var exitCode = await server.StopAsync();

        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task A_server_that_cannot_start_tells_its_exit_code_and_its_output()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => ServerProcess.StartAsync("--no-such-option"));

        Assert.Contains("exit code 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("--no-such-option", error.Message, StringComparison.Ordinal);
    }
}
