using System.Text;
using System.Text.Json;
using WsBroker.Server.Tests.Hosting;

namespace WsBroker.Server.Tests.Http;

/// <summary>What the API refuses is counted by status, and logged without what its clients chose.</summary>
public sealed class ApiRefusalsTests
{
    [Fact]
    public async Task Each_refusal_is_counted_and_logged_whoever_refuses()
    {
        await using var broker = await GuardedBroker.StartAsync();

        Assert.Equal(400, await PostAsync(broker, "/api/publish", "{"));
        Assert.Equal(415, await PostAsync(broker, "/api/publish", "{}", "text/plain"));
        Assert.Equal(404, await PostAsync(broker, "/api/nothing/secret-name", "{}"));
        Assert.Equal(400, await PostAsync(broker, "/api/users/secret-name/publish", "{}"));
        Assert.Equal(413, await PostAsync(broker, "/api/publish", new string(' ', 3_000_000)));
        Assert.Equal(200, await PostAsync(broker, "/api/publish", """{"topic":"t","text":"x"}"""));

        var metrics = JsonElement.Parse(await broker.Http.GetStringAsync(new Uri("/api/status", UriKind.Relative))).GetProperty("metrics");
        Assert.Equal(
            (2, 1, 1, 1),
            (Count(metrics, 400), Count(metrics, 404), Count(metrics, 413), Count(metrics, 415)));
        Assert.Contains("Debug POST /api/users/{user}/publish is refused with 400", broker.Log, StringComparison.Ordinal);
        Assert.Contains("Debug POST (no such path) is refused with 404", broker.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(broker.Log.Split('\n'), static line => line.Contains("is refused with", StringComparison.Ordinal) && line.Contains("secret-name", StringComparison.Ordinal));
    }

    private static int Count(JsonElement metrics, int status) => (int)metrics.GetProperty($"wsbroker_api_refused_total{{status=\"{status}\"}}").GetDouble();

    private static async Task<int> PostAsync(GuardedBroker broker, string path, string body, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var answer = await broker.Http.PostAsync(new Uri(path, UriKind.Relative), content);
        return (int)answer.StatusCode;
    }
}
