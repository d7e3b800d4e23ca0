using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WsBroker.Server.Tests.Hosting;
using WsBroker.TestKit;

namespace WsBroker.Server.Tests.Http;

/// <summary>What a node tells its operator of itself.</summary>
public sealed class StatusApiTests
{
    [Fact]
    public async Task AU_06_It_tells_the_version_since_when_it_is_up_what_is_insecure_and_what_is_counted()
    {
        await using var broker = await GuardedBroker.StartAsync("origins:0=*");
        using var one = await broker.OpenAsync("/topics/t?mode=sub", GuardedBroker.Token("u1").Sign());
        using var other = await broker.OpenAsync("/topics/t?mode=sub", GuardedBroker.Token("u2").Sign());
        await PublishAsync(broker, "one");
        await PublishAsync(broker, "two");
        Assert.Equal("one", await GuardedBroker.HearAsync(one));
        Assert.Equal("two", await GuardedBroker.HearAsync(one));

        var status = JsonElement.Parse(await broker.Http.GetStringAsync(new Uri("/api/status", UriKind.Relative)));

        Assert.Equal(ProductVersion.Text, status.GetProperty("version").GetString());
        Assert.InRange(status.GetProperty("now").GetDateTimeOffset() - status.GetProperty("since").GetDateTimeOffset(), TimeSpan.Zero, GuardedBroker.Patience);
        Assert.Contains("any web page", Assert.Single(status.GetProperty("insecure").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Equal(broker.Host.Addresses[0].ToString(), Assert.Single(status.GetProperty("addresses").EnumerateArray()).GetString());
        var metrics = status.GetProperty("metrics");
        Assert.Equal(
            (2, 2, 4, 1, 0),
            (Of(metrics, "wsbroker_connections_active"), Of(metrics, "wsbroker_publications_total"), Of(metrics, "wsbroker_deliveries_total"), Of(metrics, "wsbroker_topics"), Of(metrics, "wsbroker_sessions_kept")));
        Assert.True(metrics.GetProperty("dotnet_process_memory_working_set_bytes").GetDouble() > 0);
    }

    [Fact]
    public async Task A_key_with_a_prefix_sees_none_of_it()
    {
        var hash = Convert.ToHexString(SHA256.HashData("tenant"u8));
        await using var broker = await GuardedBroker.StartAsync("apiKeys:0:name=a", $"apiKeys:0:sha256={hash}", "apiKeys:0:prefix=a/");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/status") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", "tenant") } };

        using var answer = await broker.Http.SendAsync(request);

        Assert.Equal(403, (int)answer.StatusCode);
    }

    [Fact]
    public async Task AD_11_No_secret_of_the_configuration_and_no_token_is_in_what_it_tells()
    {
        await using var broker = await GuardedBroker.StartAsync("auth:keys:0:id=main", "origins:0=*");
        var token = GuardedBroker.Token("secret-user").Sign();
        using var open = await broker.OpenAsync($"/topics/secret-topic?token={token}");
        Assert.Equal(401, await broker.StatusAsync($"/topics/t?token={token}x"));

        var told = new StringBuilder();
        foreach (var path in (string[])["/api/status", "/metrics", "/api/nodes", "/openapi/v1.json", "/health/ready", "/api/connections"])
        {
            told.Append(await broker.Http.GetStringAsync(new Uri(path, UriKind.Relative)));
        }

        Assert.DoesNotContain(TokenBuilder.Secret, told.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(token.Split('.')[1], told.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("token of secret-user", told.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret-topic", await broker.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AD_11_No_secret_of_another_service_is_in_what_it_tells_or_logs_of_that_service()
    {
        const string Key = "key-of-the-api";
        string[] secrets = ["password-of-redis", "password-of-the-certificate", "secret-of-webhooks-with-32-bytes", "secret-in-an-address", Key, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))];
        using var certificate = new TestCertificate();
        var file = certificate.Write("encrypted.pem", $"{certificate.CertificatePem}\n{certificate.EncryptedKeyPem(secrets[1])}\n");
        await using var broker = await GuardedBroker.StartOnAsync(
            ["127.0.0.1:0", "https://127.0.0.1:0"],
            $"engine=redis:127.0.0.1:1,password={secrets[0]}",
            $"certificates:0:file={file}",
            $"certificates:0:password={secrets[1]}",
            $"webhooks:secret={secrets[2]}",
            $"webhooks:publish=http://name:{secrets[3]}@127.0.0.1:1/hook?code={secrets[3]}",
            "apiKeys:0:name=tests",
            $"apiKeys:0:sha256={secrets[5]}");
        using var socket = await broker.OpenAsync("/topics/t?mode=pub", GuardedBroker.Token("u1").Sign());
        await socket.SendAsync("x"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        Assert.Equal("closed 1013", await GuardedBroker.HearAsync(socket));

        var told = new StringBuilder();
        foreach (var path in (string[])["/api/status", "/metrics", "/api/nodes", "/api/topics", "/openapi/v1.json", "/health/ready", "/api/connections"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Key) } };
            using var answer = await broker.Http.SendAsync(request);
            told.Append(await answer.Content.ReadAsStringAsync());
        }

        told.Append(broker.Log);
        Assert.Contains("The webhook at http://127.0.0.1:1/hook?(secret) has failed", told.ToString(), StringComparison.Ordinal);
        Assert.Contains("Redis, shard 0: it does not answer", told.ToString(), StringComparison.Ordinal);
        Assert.Contains("wsbroker_redis_available", told.ToString(), StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, told.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    private static int Of(JsonElement metrics, string name) => (int)metrics.GetProperty(name).GetDouble();

    private static async Task PublishAsync(GuardedBroker broker, string text)
    {
        using var body = new StringContent($$"""{"topic":"t","text":"{{text}}"}""", Encoding.UTF8, "application/json");
        using var answer = await broker.Http.PostAsync(new Uri("/api/publish", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode);
    }
}
