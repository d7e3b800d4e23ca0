using System.Globalization;
using WsBroker.Conformance.Tests.Rfc9112;
using WsBroker.Conformance.Tests.Servers;
using static WsBroker.Conformance.Tests.Rfc9112.RequestBytes;

namespace WsBroker.Conformance.Tests.Rfc9110;

/// <summary>What answers must and must not have (RFC 9110 §6.6.1, §8.6, §9, §10.1.1, §15).</summary>
public sealed class AnswerTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    [Fact]
    public async Task HP_25_Who_asks_before_sending_a_body_is_told_to_go_on()
    {
        using var wire = await HttpWire.ConnectAsync(broker.Address);
        await wire.WriteAsync(Publish("Expect: 100-continue\r\nContent-Length: 24\r\n", body: ""));

        Assert.Equal(100, (await wire.ReadAsync()).Status);
        await wire.WriteAsync(Body);

        Assert.Equal(200, (await wire.ReadAsync()).Status);
    }

    [Fact]
    public async Task HP_25_Who_does_not_wait_to_be_told_is_answered_too()
    {
        using var wire = await HttpWire.ConnectAsync(broker.Address);

        await wire.WriteAsync(Publish("Expect: 100-continue\r\nContent-Length: 24\r\n") + LastProbe);

        Assert.Equal([200, 200], (await wire.ReadAllAsync()).Select(answer => answer.Status));
    }

    [Fact]
    public async Task HP_25_An_expectation_without_a_body_changes_nothing()
    {
        using var wire = await HttpWire.ConnectAsync(broker.Address);

        await wire.WriteAsync(GetWith("Expect: 100-continue") + LastProbe);

        Assert.Equal([Alive, Alive], (await wire.ReadAllAsync()).Select(answer => answer.Body), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("200-ok")]
    [InlineData("100-continue, 200-ok")]
    [InlineData("")]
    public async Task HP_25_Any_other_expectation_is_answered_417(string expected)
    {
        using var wire = await HttpWire.ConnectAsync(broker.Address);

        await wire.WriteAsync(Publish($"Expect: {expected}\r\nContent-Length: 24\r\n") + LastProbe);

        Assert.Equal([417, 200], (await wire.ReadAllAsync()).Select(answer => answer.Status));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/chat.js")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/api/topics")]
    [InlineData("/no/such/path")]
    public async Task HP_27_HEAD_is_answered_as_GET_but_without_a_body(string path)
    {
        using var wire = await HttpWire.ConnectAsync(broker.Address);
        await wire.WriteAsync(Get($"GET {path} HTTP/1.1", "Host: localhost\r\n"));
        var read = await wire.ReadAsync();

        await wire.WriteAsync(Get($"HEAD {path} HTTP/1.1", "Host: localhost\r\n") + LastProbe);

        var answers = await wire.ReadAllAsync(firstToHead: true);
        Assert.Equal(read.Status, answers[0].Status);
        Assert.Equal(read["Content-Type"], answers[0]["Content-Type"]);
        Assert.Contains(answers[0]["Content-Length"], [null, read["Content-Length"]], StringComparer.Ordinal);
        Assert.Equal(Alive, answers[1].Body);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("/")]
    [InlineData("/chat.js")]
    public async Task HP_27_An_answer_without_content_has_no_length(string target)
    {
        using var wire = await HttpWire.ConnectAsync(broker.Address);

        await wire.WriteAsync(Get($"OPTIONS {target} HTTP/1.1") + LastProbe);

        var answers = await wire.ReadAllAsync();
        Assert.Equal((204, null), (answers[0].Status, answers[0]["Content-Length"]));
        Assert.True(answers[0].Lists("Allow", "GET"));
        Assert.Equal(Alive, answers[1].Body);
    }

    [Fact]
    public async Task HP_27_A_page_that_has_not_changed_is_answered_304_without_a_body()
    {
        using var wire = await HttpWire.ConnectAsync(broker.Address);
        await wire.WriteAsync(Get("GET / HTTP/1.1"));
        var etag = (await wire.ReadAsync())["ETag"];

        await wire.WriteAsync(Get("GET / HTTP/1.1", $"Host: a\r\nIf-None-Match: {etag}\r\n") + LastProbe);

        var answers = await wire.ReadAllAsync();
        Assert.Equal((304, etag), (answers[0].Status, answers[0]["ETag"]));
        Assert.Equal(Alive, answers[1].Body);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1", 200)]
    [InlineData("OPTIONS / HTTP/1.1", 204)]
    [InlineData("GET /no/such/path HTTP/1.1", 404)]
    [InlineData("DELETE / HTTP/1.1", 405)]
    [InlineData("DELETE /health/live HTTP/1.1", 405)]
    [InlineData("GET /api/publish HTTP/1.1", 405)]
    [InlineData("FOO / HTTP/1.1", 501)]
    [InlineData("GET /topics/a HTTP/1.1", 426)]
    public async Task HP_27_Every_answer_has_a_date_and_a_405_has_what_is_allowed(string requestLine, int status)
    {
        using var wire = await HttpWire.ConnectAsync(broker.Address);
        await wire.WriteAsync(Get(requestLine));

        var answer = await wire.ReadAsync();

        Assert.Equal(status, answer.Status);
        Assert.True(DateTimeOffset.TryParseExact(
            answer["Date"], "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
        Assert.Equal(status is 405, answer["Allow"] is not null && status is not 204);
    }

    [Theory]
    [InlineData("application/json", 200)]
    [InlineData("Application/JSON; charset=UTF-8", 200)]
    [InlineData("application/json; charset=\"utf-8\"", 200)]
    [InlineData("multipart/form-data; boundary=x", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData("text/plain", 415)]
    [InlineData("application/json; charset=iso-8859-1", 415)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/json; charset=nonsense", 415)]
    [InlineData("application/jsonx", 415)]
    [InlineData("nonsense", 415)]
    [InlineData("", 415)]
    [InlineData("application/json\r\nContent-Type: text/plain", 415)]
    public async Task HP_28_What_is_not_JSON_in_UTF_8_by_its_type_is_answered_415(string type, int status)
    {
        using var wire = await HttpWire.ConnectAsync(broker.Address);

        await wire.WriteAsync(
            $"POST /api/publish HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nContent-Length: 24\r\n\r\n{Body}{LastProbe}");

        Assert.Equal([status, 200], (await wire.ReadAllAsync()).Select(answer => answer.Status));
    }

    [Fact]
    public async Task HP_28_A_body_without_a_type_is_answered_415()
    {
        using var wire = await HttpWire.ConnectAsync(broker.Address);

        await wire.WriteAsync($"POST /api/publish HTTP/1.1\r\nHost: localhost\r\nContent-Length: 24\r\n\r\n{Body}{LastProbe}");

        Assert.Equal([415, 200], (await wire.ReadAllAsync()).Select(answer => answer.Status));
    }
}
