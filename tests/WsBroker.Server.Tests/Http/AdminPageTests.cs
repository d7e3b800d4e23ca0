using System.Net;
using WsBroker.Server.Tests.Hosting;

namespace WsBroker.Server.Tests.Http;

/// <summary>The dashboard: who gets it, and what a browser lets it and others do.</summary>
public sealed class AdminPageTests
{
    private static readonly string[] _files = ["/admin/", "/admin/index.html", "/admin/admin.js", "/admin/admin.css"];

    [Fact]
    public async Task AD_08_It_cannot_be_framed_and_runs_nothing_that_is_not_the_brokers_own()
    {
        await using var broker = await GuardedBroker.StartAsync();

        foreach (var path in (string[])["/admin", .. _files])
        {
            using var answer = await AskAsync(broker, path);
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
            Assert.EndsWith("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
    }

    [Fact]
    public async Task AD_07_No_file_of_it_has_a_handler_or_a_style_or_a_script_amid_its_HTML_and_none_writes_HTML()
    {
        await using var broker = await GuardedBroker.StartAsync();

        var page = await broker.Http.GetStringAsync(new Uri("/admin/", UriKind.Relative));
        Assert.DoesNotMatch(@"\son\w+=|\sstyle=|<style|<script(?![^>]*\ssrc=)|javascript:", page);
        foreach (var module in (string[])["admin.js", "api.js", "text.js", "rates.js", "status-board.js", "topic-table.js", "connection-table.js"])
        {
            var code = await broker.Http.GetStringAsync(new Uri($"/admin/{module}", UriKind.Relative));
            Assert.DoesNotMatch(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", code);
        }
    }

    [Theory]
    [InlineData("GET", "/admin", HttpStatusCode.PermanentRedirect)]
    [InlineData("GET", "/admin/", HttpStatusCode.OK)]
    [InlineData("POST", "/admin/index.html", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/admin/", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/disconnect", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/revoke", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/unsubscribe", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/drain", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/publish", HttpStatusCode.MethodNotAllowed)]
    public async Task AD_08_Nothing_is_done_by_a_GET_nor_by_the_page_itself(string method, string path, HttpStatusCode expected)
    {
        await using var broker = await GuardedBroker.StartAsync();

        using var answer = await AskAsync(broker, path, method);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example", "application/json", HttpStatusCode.Forbidden)]
    [InlineData("null", "application/json", HttpStatusCode.Forbidden)]
    [InlineData(null, "text/plain", HttpStatusCode.UnsupportedMediaType)]
    public async Task AD_08_A_page_from_elsewhere_can_order_nothing_of_a_broker_on_its_visitors_machine(string? origin, string type, HttpStatusCode expected)
    {
        await using var broker = await GuardedBroker.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/disconnect");
        request.Content = new StringContent("""{"user":"u"}""", System.Text.Encoding.UTF8, type);
        request.Headers.TryAddWithoutValidation("Origin", origin is null ? [] : [origin]);

        using var answer = await broker.Http.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Without_API_keys_it_is_for_this_machine_only()
    {
        await using var broker = await GuardedBroker.StartAsync("proxies:0=127.0.0.1");

        foreach (var path in (string[])["/admin", .. _files, "/api/status"])
        {
            using var far = await AskAsync(broker, path, forwardedFor: "203.0.113.9");
            using var near = await AskAsync(broker, path, forwardedFor: "127.0.0.1");
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, far.StatusCode));
            Assert.True(near.StatusCode is HttpStatusCode.OK or HttpStatusCode.PermanentRedirect, path);
        }
    }

    [Fact]
    public async Task AD_12_Who_has_no_key_is_told_neither_the_version_nor_the_nodes()
    {
        await using var broker = await GuardedBroker.StartAsync("apiKeys:0:name=a", $"apiKeys:0:sha256={new string('0', 64)}");
        var version = ProductVersion.Text;

        foreach (var path in (string[])["/health/live", "/health/ready", "/", "/admin/", "/admin/admin.js", "/nowhere", "/openapi/v1.json", "/api/status", "/api/nodes"])
        {
            using var answer = await AskAsync(broker, path);
            var told = $"{answer.Headers}{answer.Content.Headers}{await answer.Content.ReadAsStringAsync()}";
            Assert.DoesNotContain(version, told, StringComparison.Ordinal);
            Assert.DoesNotContain(Environment.MachineName, told, StringComparison.OrdinalIgnoreCase);
            Assert.False(answer.Headers.Contains("Server"), path);
        }
    }

    private static async Task<HttpResponseMessage> AskAsync(GuardedBroker broker, string path, string method = "GET", string? forwardedFor = null)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = broker.Http.BaseAddress };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwardedFor is null ? [] : [forwardedFor]);
        return await http.SendAsync(request);
    }
}
