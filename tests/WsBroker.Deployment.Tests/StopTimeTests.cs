using System.Globalization;
using System.Text.RegularExpressions;

namespace WsBroker.Deployment.Tests;

/// <summary>DN-01: a node that is asked to end has ended after 30 seconds, wherever it is deployed.</summary>
public sealed partial class StopTimeTests(HelmFixture helm) : IClassFixture<HelmFixture>
{
    private static readonly TimeSpan _allowed = TimeSpan.FromSeconds(30);

    // For the last requests, and for what others are told; the pages on the end say so, too
    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task DN_01_A_node_is_gone_after_30_seconds_with_the_options_that_it_has_by_itself() =>
        await AssertIsSoonGoneAsync(new Dictionary<string, string?>(StringComparer.Ordinal));

    [Fact]
    public async Task DN_01_A_node_is_gone_after_30_seconds_with_the_options_of_the_compose_file()
    {
        var services = Assert.Single(await Yaml.ReadAsync("compose", Files.Read("compose.yaml"))).GetProperty("services");

        await AssertIsSoonGoneAsync(services.GetProperty("node2").GetProperty("environment").EnumerateObject()
            .ToDictionary(static one => one.Name, static one => one.Value.GetString(), StringComparer.Ordinal));
    }

    [Fact]
    public async Task DN_01_A_node_is_gone_after_30_seconds_with_the_options_of_the_chart()
    {
        var rendered = await Yaml.ReadAsync("kubernetes", await helm.RunAsync("template test", "--set", "options.insecure=true"));
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            rendered.Single(static one => one.GetProperty("kind").GetString() is "ConfigMap").GetProperty("data").GetProperty("wsbroker.json").GetString());

        await AssertIsSoonGoneAsync(new Dictionary<string, string?>(StringComparer.Ordinal), "--config", file);

        File.Delete(file);
    }

    private static async Task AssertIsSoonGoneAsync(Dictionary<string, string?> environment, params string[] arguments)
    {
        var times = Time().Matches(await Broker.CheckAsync(environment, arguments))
            .Select(static one => TimeSpan.Parse(one.Groups["time"].Value, CultureInfo.InvariantCulture)).ToList();

        Assert.Equal(2, times.Count);
        Assert.InRange(times[0] + times[1] + _rest, TimeSpan.Zero, _allowed);
    }

    [GeneratedRegex("^ *drain:(pause|timeout) = (?<time>[0-9:.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Time();
}
