using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WsBroker.Server.Tests.Hosting;

namespace WsBroker.Server.Tests.Keys;

/// <summary>What the bearer of a tenant's API key may see and do, where another tenant has a user of the same name.</summary>
public sealed class ApiKeyTests
{
    private static readonly string[] _settings =
    [
        "auth:keys:0:id=main",
        .. TenantSettings(1, "a", "a/"),
        .. TenantSettings(2, "b", "b/"),
        .. ApiKeySettings(0, "all", ""),
        .. ApiKeySettings(1, "a", "a/"),
        .. ApiKeySettings(2, "b", "b/"),
    ];

    [Fact]
    public async Task AZ_07_A_tenants_key_reaches_its_own_users_connections_and_topics_on_every_route()
    {
        await using var broker = await GuardedBroker.StartAsync(_settings);
        using var a = await broker.OpenAsync("/", Token("a"));
        using var b = await broker.OpenAsync("/", Token("b"));

        Assert.Equal(1, (await AskAsync(broker, "a", "POST", "users/u/publish", """{"text":"for a"}""")).Body.GetProperty("reached").GetInt32());
        Assert.Equal(1, (await AskAsync(broker, "all", "POST", "users/u/publish?tenant=b/", """{"text":"for b"}""")).Body.GetProperty("reached").GetInt32());
        Assert.Equal(0, (await AskAsync(broker, "all", "POST", "users/u/publish", """{"text":"for nobody"}""")).Body.GetProperty("reached").GetInt32());
        Assert.Equal(403, (await AskAsync(broker, "a", "POST", "users/u/publish?tenant=b/", """{"text":"x"}""")).Status);
        Assert.Contains("for a", await GuardedBroker.HearAsync(a), StringComparison.Ordinal);
        Assert.Contains("for b", await GuardedBroker.HearAsync(b), StringComparison.Ordinal);

        Assert.Equal(1, await CountAsync(broker, "a", "connections"));
        Assert.Equal(1, await CountAsync(broker, "a", "connections?user=u"));
        Assert.Equal(2, await CountAsync(broker, "all", "connections"));
        var listed = (await AskAsync(broker, "all", "GET", "connections")).Body.GetProperty("connections").EnumerateArray();
        Assert.Equal(["a/", "b/"], listed.Select(static one => one.GetProperty("tenant").GetString()!).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(0, await CountAsync(broker, "all", "connections?user=u"));
        Assert.Equal(1, await CountAsync(broker, "all", "connections?user=u&tenant=a/"));
        Assert.Equal(403, (await AskAsync(broker, "a", "GET", "connections?tenant=b/")).Status);
        foreach (var path in (string[])["history?topic=$user/b/u", "history?topic=b/t", "presence?topic=b/t"])
        {
            Assert.Equal((path, 403), (path, (await AskAsync(broker, "a", "GET", path)).Status));
        }
    }

    [Fact]
    public async Task AZ_07_What_a_tenants_key_ends_is_its_own()
    {
        await using var broker = await GuardedBroker.StartAsync(_settings);
        var (tokenOfA, tokenOfB) = (Token("a"), Token("b"));
        using var a = await broker.OpenAsync("/", tokenOfA);
        using var b = await broker.OpenAsync("/", tokenOfB);
        var client = (await AskAsync(broker, "b", "GET", "connections")).Body.GetProperty("connections")[0].GetProperty("client").GetString();

        Assert.Equal(0, (await AskAsync(broker, "a", "POST", "disconnect", $$"""{"client":"{{client}}"}""")).Body.GetProperty("count").GetInt32());
        Assert.Equal(403, (await AskAsync(broker, "a", "POST", "disconnect", """{"user":"u","tenant":"b/"}""")).Status);
        foreach (var topic in (string[])["$user/b/u", "b/t", "#"])
        {
            Assert.Equal((topic, 403), (topic, (await AskAsync(broker, "a", "POST", "unsubscribe", $$"""{"client":"{{client}}","topic":"{{topic}}"}""")).Status));
        }

        Assert.Equal(0, (await AskAsync(broker, "a", "POST", "revoke", """{"token":"token of b"}""")).Body.GetProperty("sessions").GetInt32());
        Assert.Equal(1, (await AskAsync(broker, "a", "POST", "revoke", """{"user":"u"}""")).Body.GetProperty("sessions").GetInt32());
        Assert.Equal(1, (await AskAsync(broker, "all", "POST", "disconnect", """{"user":"u","tenant":"b/"}""")).Body.GetProperty("count").GetInt32());

        Assert.Equal("closed 4403", await GuardedBroker.HearAsync(a));
        Assert.Equal("closed 4002", await GuardedBroker.HearAsync(b));
        Assert.Equal(401, await broker.StatusAsync("/topics/a/t", tokenOfA));
        Assert.Equal(101, await broker.StatusAsync("/topics/b/t", tokenOfB));
    }

    [Fact]
    public async Task A_token_is_of_the_tenant_of_the_key_that_signed_it_whatever_it_says()
    {
        await using var broker = await GuardedBroker.StartAsync(_settings);

        Assert.Equal(401, await broker.StatusAsync("/topics/b/t", GuardedBroker.Token("u").Header("kid", "b").Sign(Secret("a"))));
        using var outside = await broker.OpenAsync("/topics/b/t?mode=sub", Token("a"));
        Assert.Equal("closed 1008", await GuardedBroker.HearAsync(outside));
        Assert.Equal(403, (int)(await broker.Http.SendAsync(Request("GET", "/sse?topic=b/t", Token("a")))).StatusCode);
    }

    private static string Secret(string tenant) => $"the secret of tenant {tenant}, which is long enough for HMACs";

    private static string Token(string tenant) => GuardedBroker.Token("u").Claim("jti", $"token of {tenant}").Header("kid", tenant).Sign(Secret(tenant));

    private static string[] TenantSettings(int at, string id, string prefix) =>
        [$"auth:keys:{at}:id={id}", $"auth:keys:{at}:algorithm=HS256", $"auth:keys:{at}:secret={Secret(id)}", $"auth:keys:{at}:prefix={prefix}"];

    private static string[] ApiKeySettings(int at, string key, string prefix) =>
        [$"apiKeys:{at}:name={key}", $"apiKeys:{at}:sha256={Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}", $"apiKeys:{at}:prefix={prefix}"];

    private static HttpRequestMessage Request(string method, string path, string bearer) =>
        new(new HttpMethod(method), path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", bearer) } };

    private static async Task<int> CountAsync(GuardedBroker broker, string key, string path) =>
        (await AskAsync(broker, key, "GET", path)).Body.GetProperty("count").GetInt32();

    private static async Task<(int Status, JsonElement Body)> AskAsync(GuardedBroker broker, string key, string method, string path, string? body = null)
    {
        using var request = Request(method, $"/api/{path}", key);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await broker.Http.SendAsync(request);
        return ((int)answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }
}
