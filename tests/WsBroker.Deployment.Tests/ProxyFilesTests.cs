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
}
