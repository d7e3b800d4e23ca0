using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;

namespace WsBroker.Conformance.Tests.Rfc6455;

/// <summary>What does not become a WebSocket, and what it is answered (RFC 6455 §4.2.2, §4.4; RFC 9110 §15).</summary>
/// <remarks>Every row is sent whole and byte by byte; every answer is checked for what HS-40 demands.</remarks>
public sealed class Section4RefusalTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private const int Whole = int.MaxValue / 2;

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("PATCH")]
    public async Task HS_02_Any_other_method_is_answered_405_with_the_one_allowed(string method)
    {
        var answers = await RefuseAsync(Request() with { RequestLine = $"{method} /topics/refused HTTP/1.1" }, 405);

        Assert.All(answers, answer => Assert.Equal("GET", answer["Allow"]));
    }

    [Fact]
    public async Task HS_02_HEAD_is_answered_405_without_a_body()
    {
        using var client = await StrictClient.ConnectAsync(broker.Address);
        await client.WriteAsync((Request() with { RequestLine = "HEAD /topics/refused HTTP/1.1" }).ToBytes());

        var answer = await client.ReadHeadAsync();

        Assert.Equal((405, "GET"), (answer.Status, answer["Allow"]));
        Assert.InRange(answer.ContentLength, 1, 1000);
        await client.ReadEndAsync();
    }

    [Theory]
    [InlineData("HTTP/1.0")]
    [InlineData("HTTP/0.9")]
    [InlineData("HTTP/1.2")]
    [InlineData("HTTP/2.0")]
    public Task HS_03_Any_other_version_of_HTTP_is_never_upgraded(string version) =>
        RefuseAsync(Request() with { RequestLine = $"GET /topics/refused {version}" }, 505, 400);

    [Fact]
    public async Task HS_04_Plain_HTTP_on_a_topic_is_answered_426_with_what_to_ask_for()
    {
        var plain = Request().Without("Upgrade").Without("Connection").Without("Sec-WebSocket-Key").Without("Sec-WebSocket-Version");

        var answers = await RefuseAsync(plain, 426);

        Assert.All(answers, answer => Assert.Equal("websocket", answer["Upgrade"]));
        Assert.All(answers, answer => Assert.True(answer.Lists("Connection", "Upgrade")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("12")]
    [InlineData("99")]
    [InlineData("013")]
    [InlineData("13, 8")]
    [InlineData("abc")]
    [InlineData("-13")]
    [InlineData("+13")]
    [InlineData("")]
    [InlineData("13\r\nSec-WebSocket-Version: 8")]
    [InlineData("13\r\nSec-WebSocket-Version: 13")]
    public async Task HS_05_A_version_other_than_13_is_answered_426(string? version)
    {
        var request = Request().Without("Sec-WebSocket-Version");

        var answers = await RefuseAsync(version is null ? request : request.With("Sec-WebSocket-Version", version), 426);

        Assert.All(answers, answer => Assert.Equal("13", answer["Sec-WebSocket-Version"]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("dGhlIHNhbXBsZSBub25j")]
    [InlineData("dGhlIHNhbXBsZSBub24=")]
    [InlineData("dGhlIHNhbXBsZSBub25jZSE=")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!==")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ=Q")]
    [InlineData("dGhlIHNhbXBsZSBub25jZ===")]
    [InlineData("dGhlIHNhbXBs ZSBub25jZQ==")]
    [InlineData("dGhlIHNhbXBsZSBub25 ZQ==")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")]
    public Task HS_06_A_key_that_is_not_the_Base64_of_16_bytes_is_answered_400(string? key)
    {
        var request = Request().Without("Sec-WebSocket-Key");
        return RefuseAsync(key is null ? request : request.With("Sec-WebSocket-Key", key), 400);
    }

    [Theory]
    [InlineData("websocketx")]
    [InlineData("foo")]
    [InlineData("websocket/13")]
    [InlineData("web socket")]
    [InlineData("")]
    [InlineData(null)]
    public Task HS_09_An_upgrade_to_anything_else_is_answered_400(string? upgrade)
    {
        var request = Request().Without("Upgrade");
        return RefuseAsync(upgrade is null ? request : request.With("Upgrade", upgrade), 400);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("close")]
    [InlineData("keep-alive")]
    [InlineData("NotUpgrade")]
    [InlineData("Upgraded")]
    [InlineData("Up grade")]
    public Task HS_11_An_upgrade_without_its_connection_option_is_answered_400(string? connection)
    {
        var request = Request().Without("Connection");
        return RefuseAsync(connection is null ? request : request.With("Connection", connection), 400);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("broker.example\r\nHost: broker.example")]
    [InlineData("broker.example\r\nHost: other.example")]
    [InlineData("a.example,b.example")]
    [InlineData("user@broker.example")]
    [InlineData("broker.example/path")]
    [InlineData("broker.example:80:80")]
    [InlineData("broker.example:eighty")]
    [InlineData("[::1")]
    public Task HS_12_Anything_but_one_well_formed_host_is_answered_400(string? host)
    {
        var request = Request().Without("Host");
        return RefuseAsync(host is null ? request : request.With("Host", host), 400);
    }

    [Fact]
    public async Task HS_40_A_client_that_goes_on_talking_can_still_read_why_it_was_refused()
    {
        using var client = await StrictClient.ConnectAsync(broker.Address);

        await client.WriteAsync(Request().Without("Sec-WebSocket-Key").ToBytes());
        await client.WriteAsync(new byte[256 * 1024]);

        var answer = await client.ReadRefusalAsync();
        Assert.Equal(400, answer.Status);
        Assert.NotEmpty(answer.Body);
    }

    private static RequestText Request() => RequestText.Upgrade("/topics/refused");

    private async Task<IReadOnlyList<HttpAnswer>> RefuseAsync(RequestText request, params int[] statuses)
    {
        var answers = new List<HttpAnswer>();
        foreach (var writeSize in (int[])[Whole, 1])
        {
            using var client = await StrictClient.ConnectAsync(broker.Address);
            await client.WriteAsync(request.ToBytes(), writeSize);
            var answer = await client.ReadRefusalAsync();
            Assert.Contains(answer.Status, statuses);
            answers.Add(answer);
        }

        return answers;
    }
}
