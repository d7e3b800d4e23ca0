using System.Net;
using System.Text.Json;
using WsBroker.TestKit;

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

    // Who may come in has to be chosen
    private static readonly string[] _open = ["--set", "options.insecure=true"];

    [Fact]
    public Task Helm_finds_nothing_wrong_with_the_chart() => helm.RunAsync("lint --strict", _open);

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
    public async Task With_nothing_chosen_but_who_may_come_in_its_options_are_ones_that_a_node_starts_with()
    {
        var few = await RenderAsync();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, few["ConfigMap"].GetProperty("data").GetProperty("wsbroker.json").GetString());

        var effective = await Broker.CheckAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["WSBROKER__INSECURE"] = "true" }, "--config", file);

        File.Delete(file);
        Assert.Contains("engine = redis:redis:6379", effective, StringComparison.Ordinal);
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

    [Fact]
    public async Task A_password_of_Redis_comes_from_the_secret_alone()
    {
        var rendered = await RenderAsync("--set-string", "secret.values.WSBROKER__ENGINE=redis:elsewhere:6380\\,password=hidden");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, rendered["ConfigMap"].GetProperty("data").GetProperty("wsbroker.json").GetString());
        var engine = rendered["Secret"].GetProperty("stringData").GetProperty("WSBROKER__ENGINE").GetString();

        var effective = await Broker.CheckAsync(
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["WSBROKER__ENGINE"] = engine, ["WSBROKER__INSECURE"] = "true" }, "--config", file);

        File.Delete(file);
        Assert.Contains("engine = redis:elsewhere:6380", effective, StringComparison.Ordinal);
        Assert.EndsWith("password=hidden", engine, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", effective, StringComparison.Ordinal);
        Assert.All(rendered.Where(static one => one.Key is not "Secret"), static one => Assert.DoesNotContain("hidden", one.Value.GetRawText(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pods_are_replaced_when_the_options_change_or_the_secrets()
    {
        var pods = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in (string[])["replicas=3", "options.echo=true", "secret.values.A=a", "secret.values.A=b"])
        {
            pods.Add((await RenderAsync("--set", change))["Deployment"].GetProperty("spec").GetProperty("template").GetRawText());
        }

        Assert.Equal(4, pods.Count);
    }

    [Fact]
    public async Task What_Kubernetes_asks_of_a_node_is_there_and_only_traffic_waits_for_Redis()
    {
        var all = await RenderAsync(_everything);
        var container = all["Deployment"].GetProperty("spec").GetProperty("template").GetProperty("spec").GetProperty("containers")[0];
        string PathOf(string probe) => container.GetProperty(probe).GetProperty("httpGet").GetProperty("path").GetString()!;
        var metric = all["HorizontalPodAutoscaler"].GetProperty("spec").GetProperty("metrics")[0].GetProperty("pods").GetProperty("metric").GetProperty("name").GetString();

        await using var node = await ServerProcess.StartAsync("--engine", FormattableString.Invariant($"redis:127.0.0.1:{FreePorts.Next()}"));
        using var http = new HttpClient { BaseAddress = node.Http };

        foreach (var (probe, status) in (IEnumerable<(string, HttpStatusCode)>)
            [("startupProbe", HttpStatusCode.OK), ("livenessProbe", HttpStatusCode.OK), ("readinessProbe", HttpStatusCode.ServiceUnavailable)])
        {
            using var answer = await http.GetAsync(new Uri(PathOf(probe), UriKind.Relative));
            Assert.Equal((probe, status), (probe, answer.StatusCode));
        }

        Assert.Matches($"(?m)^{metric} [0-9]+$", await http.GetStringAsync(new Uri("metrics", UriKind.Relative)));
        Assert.Equal(0, await node.StopAsync());
    }

    [Fact]
    public async Task Nothing_is_scaled_by_what_nobody_may_read()
    {
        var refused = await helm.TryAsync("template test", [.. _open, "--set", "autoscaling.enabled=true"]);

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("scrapers", refused.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replicas=3", "options.auth.required=true")]
    [InlineData("options.auth.keys[0].algorithm=HS256", "options.insecure=true")]
    public async Task A_chart_in_which_nobody_has_chosen_who_may_come_in_is_not_installed(string value, string advice)
    {
        var refused = await helm.TryAsync("template test", "--set", value);

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains(advice, refused.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("options.auth.required=true")]
    [InlineData("options.webhooks.connect=https://backend.example/")]
    [InlineData("secret.existing=mine")]
    [InlineData("secret.values.WSBROKER__INSECURE=true")]
    public async Task Who_may_come_in_may_be_chosen_in_any_place(string value) =>
        Assert.Contains("kind: Deployment", await helm.RunAsync("template test", "--set-string", value), StringComparison.Ordinal);

    [Theory]
    [InlineData("options.engine=redis:elsewhere:6379", "set redis")]
    [InlineData("options.proxies={10.0.0.0/8}", "set proxies")]
    [InlineData("options.scrapers={10.0.0.0/8}", "set scrapers")]
    [InlineData("options.listen={0.0.0.0:9090}", "the chart's")]
    [InlineData("options.drain.timeout=1.00:00:20", "hh:mm:ss")]
    [InlineData("options.drain.timeout=00:00:20.5", "hh:mm:ss")]
    [InlineData("options.drain.pause=5", "hh:mm:ss")]
    public async Task What_would_have_no_effect_or_another_than_is_meant_is_refused(string value, string advice)
    {
        var refused = await helm.TryAsync("template test", [.. _open, "--set", value]);

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains(advice, refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_pause_before_the_end_there_is_no_hook_for_it()
    {
        var pod = (await RenderAsync("--set", "preStopSeconds=0"))["Deployment"].GetProperty("spec").GetProperty("template").GetProperty("spec");

        Assert.False(pod.GetProperty("containers")[0].TryGetProperty("lifecycle", out _));
        Assert.Equal(0 + 5 + 20 + 5, pod.GetProperty("terminationGracePeriodSeconds").GetInt32());
    }

    private async Task<Dictionary<string, JsonElement>> RenderAsync(params string[] arguments) =>
        (await Yaml.ReadAsync("kubernetes", await helm.RunAsync("template test", [.. _open, .. arguments])))
            .ToDictionary(static one => one.GetProperty("kind").GetString()!, StringComparer.Ordinal);
}
