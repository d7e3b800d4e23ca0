using System.Text.Json;

namespace WsBroker.Deployment.Tests;

public sealed class ComposeTests
{
    private static readonly string[] _nodes = ["node1", "node2", "node3"];

    [Fact]
    public async Task The_file_is_as_its_schema_says_and_has_three_nodes_with_options_that_there_are()
    {
        var services = await ServicesAsync();

        foreach (var node in _nodes)
        {
            var environment = services.GetProperty(node).GetProperty("environment").EnumerateObject()
                .ToDictionary(static one => one.Name, static one => one.Value.GetString(), StringComparer.Ordinal);
            environment["WSBROKER__LISTEN__0"] = "0.0.0.0:8080";
            var effective = await Broker.CheckAsync(environment);
            Assert.Contains("engine = redis:", effective, StringComparison.Ordinal);
            Assert.Contains("proxies = 10.213.7.0/24", effective, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Redis_keeps_an_append_only_file_and_refuses_rather_than_forgets()
    {
        var command = string.Join(' ', (await ServicesAsync()).GetProperty("redis").GetProperty("command").EnumerateArray().Select(static word => word.GetString()));

        Assert.Contains("--appendonly yes", command, StringComparison.Ordinal);
        Assert.Contains("--maxmemory-policy noeviction", command, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Haproxy_is_told_of_every_node_and_nothing_but_it_can_be_reached_and_only_from_this_machine()
    {
        var services = await ServicesAsync();

        var environment = services.GetProperty("haproxy").GetProperty("environment");
        foreach (var (node, number) in _nodes.Select(static (node, at) => (node, at + 1)))
        {
            Assert.Equal($"{node}:8080", environment.GetProperty(FormattableString.Invariant($"WSBROKER_NODE{number}")).GetString());
        }

        var open = services.EnumerateObject().Where(static service => service.Value.TryGetProperty("ports", out _)).ToList();
        Assert.Equal(["haproxy"], open.Select(static service => service.Name), StringComparer.Ordinal);
        Assert.Equal(["127.0.0.1:8080:8080"], open[0].Value.GetProperty("ports").EnumerateArray().Select(static port => port.GetString()!), StringComparer.Ordinal);
    }

    [Fact]
    public async Task One_node_builds_the_image_that_all_three_run()
    {
        var services = await ServicesAsync();

        Assert.Single(_nodes.Select(node => services.GetProperty(node).GetProperty("image").GetString()).Distinct(StringComparer.Ordinal));
        Assert.Equal(["node1"], _nodes.Where(node => services.GetProperty(node).TryGetProperty("build", out _)), StringComparer.Ordinal);
        Assert.All(_nodes[1..], node => Assert.Equal("never", services.GetProperty(node).GetProperty("pull_policy").GetString()));
    }

    private static async Task<JsonElement> ServicesAsync() =>
        Assert.Single(await Yaml.ReadAsync("compose", Files.Read("compose.yaml"))).GetProperty("services");
}
