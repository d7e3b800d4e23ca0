using System.Text.Json;

namespace WsBroker.Deployment.Tests;

public sealed class HelmTests(HelmFixture helm) : IClassFixture<HelmFixture>
{
    private static readonly string[] _everything =
    [
        "--set", "autoscaling.enabled=true", "--set", "ingress.enabled=true", "--set", "ingress.tlsSecret=tls", "--set", "ingress.className=nginx",
        "--set", "proxies={10.0.0.0/8}", "--set", "scrapers={10.1.0.0/16}", "--set", "options.auth.required=true",
        "--set", "options.auth.keys[0].algorithm=HS256", "--set", "secret.values.WSBROKER__AUTH__KEYS__0__SECRET=0123456789abcdef0123456789abcdef",
        "--set", "networkPolicy.from[0].podSelector.matchLabels.app=ingress", "--set", "networkPolicy.egress[0].ports[0].port=443",
        "--set", "nodeSelector.pool=wide", "--set", "tolerations[0].key=only", "--set", "tolerations[0].operator=Exists",
    ];

    [Fact]
    public Task Helm_finds_nothing_wrong_with_the_chart() => helm.RunAsync("lint --strict");

    [Fact]
    public async Task What_it_renders_is_as_the_schemas_of_Kubernetes_say_with_and_without_all_that_can_be_chosen()
    {
        var few = await RenderAsync();
        var all = await RenderAsync(_everything);

        Assert.Equal(["ConfigMap", "Deployment", "NetworkPolicy", "PodDisruptionBudget", "Secret", "Service"], few.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(["HorizontalPodAutoscaler", "Ingress"], all.Keys.Except(few.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.False(all["Deployment"].GetProperty("spec").TryGetProperty("replicas", out _));
        Assert.Equal(3, few["Deployment"].GetProperty("spec").GetProperty("replicas").GetInt32());
    }

    [Fact]
    public async Task The_options_that_it_sets_are_options_that_there_are()
    {
        var all = await RenderAsync(_everything);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, all["ConfigMap"].GetProperty("data").GetProperty("wsbroker.json").GetString());
        var secrets = all["Secret"].GetProperty("stringData").EnumerateObject()
            .ToDictionary(static one => one.Name, static one => one.Value.GetString(), StringComparer.Ordinal);

        var effective = await Broker.CheckAsync(secrets, "--config", file);

        File.Delete(file);
        Assert.Contains("engine = redis:", effective, StringComparison.Ordinal);
        Assert.Contains("listen = 0.0.0.0:8080", effective, StringComparison.Ordinal);
        Assert.Contains("drain:pause = 00:00:05", effective, StringComparison.Ordinal);
        Assert.Contains("proxies = 10.0.0.0/8", effective, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_has_the_time_that_its_drain_may_take_and_five_seconds_more()
    {
        var pod = (await RenderAsync("--set", "options.drain.pause=00:01:05", "--set", "options.drain.timeout=00:00:25"))["Deployment"]
            .GetProperty("spec").GetProperty("template").GetProperty("spec");

        Assert.Equal(5 + 65 + 25 + 5, pod.GetProperty("terminationGracePeriodSeconds").GetInt32());
        Assert.Equal(5, pod.GetProperty("containers")[0].GetProperty("lifecycle").GetProperty("preStop").GetProperty("sleep").GetProperty("seconds").GetInt32());
    }

    [Fact]
    public async Task A_pod_has_no_rights_and_writes_nothing()
    {
        var pod = (await RenderAsync())["Deployment"].GetProperty("spec").GetProperty("template").GetProperty("spec");

        var container = pod.GetProperty("containers")[0].GetProperty("securityContext");
        Assert.True(pod.GetProperty("securityContext").GetProperty("runAsNonRoot").GetBoolean());
        Assert.True(container.GetProperty("readOnlyRootFilesystem").GetBoolean());
        Assert.False(container.GetProperty("allowPrivilegeEscalation").GetBoolean());
    }

    [Fact]
    public async Task A_secret_of_ones_own_takes_the_place_of_the_one_that_is_made()
    {
        var rendered = await RenderAsync("--set", "secret.existing=mine");

        Assert.DoesNotContain("Secret", rendered.Keys, StringComparer.Ordinal);
        Assert.Contains("\"name\":\"mine\"", rendered["Deployment"].GetRawText(), StringComparison.Ordinal);
    }

    private async Task<Dictionary<string, JsonElement>> RenderAsync(params string[] arguments) =>
        (await Yaml.ReadAsync("kubernetes", await helm.RunAsync("template test", arguments)))
            .ToDictionary(static one => one.GetProperty("kind").GetString()!, StringComparer.Ordinal);
}
