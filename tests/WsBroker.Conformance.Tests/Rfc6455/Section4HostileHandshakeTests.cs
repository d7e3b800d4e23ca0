using System.Text;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;

namespace WsBroker.Conformance.Tests.Rfc6455;

/// <summary>Handshakes that are made to confuse or to exhaust: each is answered quickly, and the next client is served.</summary>
public sealed class Section4HostileHandshakeTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    // Of the server, for requests that fit into one packet or a few; a backtracking parser takes minutes
    private static readonly TimeSpan _mostWork = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("")]
    [InlineData("a,,b")]
    [InlineData("a, b,")]
    [InlineData(",a")]
    [InlineData("a, a")]
    [InlineData("a b")]
    [InlineData("\"a\"")]
    [InlineData("a, b\u00E9")]
    public async Task HS_20_A_malformed_list_of_subprotocols_is_answered_400_and_the_server_lives(string list)
    {
        Assert.Equal(400, await AskAsync(Request().Plus($"Sec-WebSocket-Protocol: {list}")));
        await ServesAsync();
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(8000)]
    [InlineData(32_000)]
    public Task HS_21_Many_spaces_in_a_subprotocol_cost_little(int spaces) =>
        CostsLittleAsync(Request().Plus($"Sec-WebSocket-Protocol: b{new string(' ', spaces)}x"), 400, 431);

    [Theory]
    [InlineData("a;b=\"", 6000)]
    [InlineData("a;b=\"\\", 1300)]
    [InlineData("a,", 3900)]
    [InlineData("a,", 10_000)]
    [InlineData("constructor, __proto__; toString, ", 1)]
    [InlineData("permessage-deflate; __proto__=1, hasOwnProperty; valueOf=2, x", 1)]
    public Task HS_22_Extensions_that_never_end_or_bear_strange_names_cost_little(string part, int times) =>
        CostsLittleAsync(Request().Plus($"Sec-WebSocket-Extensions: {string.Concat(Enumerable.Repeat(part, times))}x"), 101, 400, 431);

    [Fact]
    public async Task HS_36_An_expectation_is_answered_101_alone()
    {
        using var client = await StrictClient.ConnectAsync(broker.Address);
        await client.WriteAsync(Request().Plus("Expect: 100-continue").ToBytes());
        await client.ReadAcceptedAsync();

        await client.WriteAsync(ClientFrame.Ping("next"u8.ToArray()));

        await client.ExpectPongAsync("next"u8.ToArray());
    }

    [Theory]
    [InlineData("http://broker.example/topics/a", 400)]
    [InlineData("*", 400)]
    [InlineData("broker.example:80", 400)]
    [InlineData("/topics/a#f", 400)]
    [InlineData("//topics/a", 404)]
    [InlineData("/TOPICS/a", 404)]
    [InlineData("/topics%2fa", 404)]
    [InlineData("/./topics/a", 404)]
    [InlineData("/x/../topics/a", 404)]
    [InlineData("/topics/a%00", 400)]
    [InlineData("/topics/%zz", 400)]
    [InlineData("/topics/a\0", 400)]
    [InlineData("/topics/../admin", 101)]
    [InlineData("/topics/a?x", 101)]
    public async Task HS_37_A_path_is_taken_as_it_is_written(string target, int status) =>
        Assert.Equal(status, await AskAsync(Request() with { RequestLine = $"GET {target} HTTP/1.1" }));

    [Theory]
    [InlineData("16030100C8010000C40303FEEDFACECAFEBEEFFEEDFACECAFEBEEFFEEDFACECAFEBEEFFEEDFACECAFEBEEF")]
    [InlineData("505249202A20485454502F322E300D0A0D0A534D0D0A0D0A000000040000000000")]
    [InlineData("FFFEFDFCFBFA0D0A0D0A")]
    [InlineData("0000000000000000000000000000")]
    [InlineData("8185373AFA213D7F9F4D5158")]
    [InlineData("536563726574206F662061207374616E67657220")]
    public async Task HS_38_What_is_no_request_is_refused_and_not_repeated(string hex)
    {
        using var client = await StrictClient.ConnectAsync(broker.Address);
        await client.WriteAsync((byte[])[.. Convert.FromHexString(hex), .. "\r\n\r\n"u8]);

        var refusal = await client.ReadRefusalAsync();

        Assert.InRange(refusal.Status, 400, 505);
        Assert.DoesNotContain("Secret", refusal.Body, StringComparison.Ordinal);
        Assert.True(Ascii.IsValid(refusal.Body));
        await ServesAsync();
    }

    [Theory]
    [InlineData("/topics/a%0d%0aX-Injected:%20yes")]
    [InlineData("/nowhere%0d%0aX-Injected:%20yes")]
    [InlineData("/topics/a?last=%0d%0aX-Injected:%20yes")]
    public async Task HS_39_Nothing_of_the_target_becomes_a_header(string target)
    {
        using var client = await StrictClient.ConnectAsync(broker.Address);
        await client.WriteAsync(RequestText.Upgrade(target).Plus("Sec-WebSocket-Protocol: a%0d%0aX-Injected").ToBytes());

        var answer = await client.ReadRefusalAsync();

        Assert.Null(answer["X-Injected"]);
        Assert.DoesNotContain("Injected", answer.Body, StringComparison.OrdinalIgnoreCase);
    }

    private async Task CostsLittleAsync(RequestText request, params int[] statuses)
    {
        var vitals = new ProcessVitals(broker.Process);
        var before = vitals.ProcessorTime;

        Assert.Contains(await AskAsync(request), statuses);

        Assert.InRange(vitals.ProcessorTime - before, TimeSpan.Zero, _mostWork);
        await ServesAsync();
    }

    private async Task<int> AskAsync(RequestText request)
    {
        using var client = await StrictClient.ConnectAsync(broker.Address);
        await client.WriteUntilRefusedAsync(request.ToBytes(), writeSize: 4096);
        return (await client.ReadHeadAsync()).Status;
    }

    private async Task ServesAsync()
    {
        using var client = await StrictClient.OpenAsync(broker.Address, "/");
    }

    private static RequestText Request() => RequestText.Upgrade("/topics/hostile");
}
