using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests.Clients;

/// <summary>The raw endpoint as the npm package <c>ws</c> sees it.</summary>
public sealed class NpmWsTests
{
    [Fact]
    public Task Text_and_binary_of_every_length_class_pass_between_two_clients() => CheckAsync("sizes");

    [Fact]
    public Task PD_15_Clients_that_compress_with_any_window_and_those_that_do_not_understand_each_other() => CheckAsync("compressed");

    [Fact]
    public Task A_fragmented_message_arrives_whole() => CheckAsync("fragments");

    [Fact]
    public Task A_ping_between_fragments_is_answered_with_its_payload() => CheckAsync("pings");

    [Fact]
    public Task A_close_with_1000_is_answered_with_1000() => CheckAsync("close");

    [Fact]
    public Task A_publisher_hears_itself_only_with_echo() => CheckAsync("echo");

    [Fact]
    public async Task Over_TLS_all_is_the_same()
    {
        using var certificate = new TestCertificate();
        await using var server = await ServerProcess.StartAsync("--listen", "https://127.0.0.1:0", "--certificate", certificate.PemFile);

        await NodeDriver.SucceedsAsync(certificate, "ws.mjs", server.Wss.ToString());
    }

    private static async Task CheckAsync(string check)
    {
        await using var server = await ServerProcess.StartAsync();

        await NodeDriver.SucceedsAsync("ws.mjs", server.Ws.ToString(), check);
    }
}
