using System.Net.WebSockets;
using WsBroker.TestKit;

namespace WsBroker.Deployment.Tests;

public sealed class ProxyFilesTests
{
    [Fact]
    public Task Haproxy_takes_its_file() => Tool.SucceedsAsync("haproxy", ["-c", "-f", Files.Deploy("haproxy.cfg")]);

    [Fact]
    public Task Haproxy_takes_its_file_with_addresses_out_of_the_environment() => Tool.SucceedsAsync(
        "haproxy",
        ["-c", "-f", Files.Deploy("haproxy.cfg")],
        environment: new Dictionary<string, string?>(StringComparer.Ordinal) { ["WSBROKER_BIND"] = "*:8080", ["WSBROKER_NODE1"] = "node1:8080" });

    [Fact]
    public async Task Nginx_takes_its_file()
    {
        var folder = Directory.CreateTempSubdirectory("wsbroker");
        await Tool.SucceedsAsync("nginx", ["-t", "-p", folder.FullName, "-c", Files.Deploy("nginx.conf"), "-e", "stderr", "-g", "pid nginx.pid;"]);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task AU_18_A_token_in_the_query_is_in_no_log_of_nginx_whether_there_is_a_node_or_not()
    {
        const string Token = "eyJhbGciOiJIUzI1NiJ9.e30.c2VjcmV0";
        await using var server = await ServerProcess.StartAsync();
        await using var nginx = await Nginx.StartAsync(server.Http.Port);
        using var http = new HttpClient { BaseAddress = nginx.Address };
        using (var socket = new ClientWebSocket())
        {
            await socket.ConnectAsync(new UriBuilder(nginx.Address) { Scheme = "ws", Path = "/topics/heard", Query = $"token={Token}" }.Uri, CancellationToken.None);
        }

        using var served = await http.GetAsync(new Uri($"/health/live?token={Token}", UriKind.Relative));
        Assert.Equal(0, await server.StopAsync());
        using var failed = await http.GetAsync(new Uri($"/health/ready?token={Token}", UriKind.Relative));
        var logs = await nginx.StopAsync();

        Assert.Equal((200, 502), ((int)served.StatusCode, (int)failed.StatusCode));
        Assert.All((string[])["GET /topics/heard HTTP", "GET /health/live HTTP", "GET /health/ready HTTP"], line => Assert.Contains(line, logs["access.log"], StringComparison.Ordinal));
        Assert.All(logs, static log => Assert.DoesNotContain("c2VjcmV0", log.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void AU_18_Haproxy_logs_nothing() =>
        Assert.DoesNotMatch("(?m)^\\s*(log|option\\s+(tcp|http)log|log-format)\\b", Files.Read("haproxy.cfg"));
}
