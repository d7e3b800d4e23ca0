using System.Globalization;
using System.Text;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.Conformance.Tests.Witnesses;

namespace WsBroker.Conformance.Tests.Rfc6455;

/// <summary>How large a request's head may be (RFC 6585 §5, RFC 9112 §3), and that too large ones cost others nothing.</summary>
public sealed class Section4HeadLimitTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private const int RequestLineLimit = 8 * 1024;

    [Theory]
    [InlineData(101)]
    [InlineData(2000)]
    [InlineData(10_000)]
    public async Task HS_24_More_than_100_header_lines_are_answered_431(int count)
    {
        var headers = Enumerable.Range(0, count - Base.Headers.Length).Select(i => string.Create(CultureInfo.InvariantCulture, $"x{i}: 1"));

        await AnsweredAsync(Plus(headers), 431);
    }

    [Fact]
    public async Task HS_24_A_hundred_header_lines_are_taken()
    {
        var headers = Enumerable.Range(0, 100 - Base.Headers.Length).Select(i => string.Create(CultureInfo.InvariantCulture, $"x{i}: 1"));
        using var client = await StrictClient.ConnectAsync(broker.Address);

        await client.WriteAsync(Plus(headers).ToBytes());

        await client.ReadAcceptedAsync();
    }

    [Theory]
    [InlineData(101)]
    [InlineData(10_000)]
    public Task HS_25_Header_lines_of_one_name_are_counted_one_by_one(int count) =>
        AnsweredAsync(Plus(Enumerable.Repeat("x: 1", count - Base.Headers.Length)), 431);

    [Fact]
    public Task HS_26_A_header_value_of_100_KiB_is_answered_431() =>
        AnsweredAsync(Plus([$"x: {new string('a', 100 * 1024)}"]), 431);

    [Fact]
    public Task HS_26_A_header_name_of_100_KiB_is_answered_431() =>
        AnsweredAsync(Plus([$"{new string('a', 100 * 1024)}: x"]), 431);

    [Fact]
    public Task HS_26_A_head_one_byte_over_its_limit_is_answered_431() =>
        AnsweredAsync(OfLength(Settings.MaxHeadBytes + 1), 431);

    [Fact]
    public async Task HS_26_A_head_of_just_its_limit_is_taken()
    {
        using var client = await StrictClient.ConnectAsync(broker.Address);

        await client.WriteAsync(OfLength(Settings.MaxHeadBytes).ToBytes());

        await client.ReadAcceptedAsync();
    }

    [Theory]
    [InlineData(RequestLineLimit + 1)]
    [InlineData(100 * 1024)]
    public Task HS_27_A_request_line_that_is_too_long_is_answered_414(int length) => AnsweredAsync(WithRequestLine(length), 414);

    [Theory]
    [InlineData(8000)]
    [InlineData(RequestLineLimit)]
    public async Task HS_27_A_request_line_of_8000_bytes_works(int length)
    {
        using var client = await StrictClient.ConnectAsync(broker.Address);

        await client.WriteAsync(WithRequestLine(length).ToBytes());

        await client.ReadAcceptedAsync();
    }

    [Fact]
    public async Task HS_28_A_header_of_10_MiB_in_writes_of_1_KiB_is_cut_at_the_limit_for_little_work()
    {
        await using var witness = await WitnessGroup.StartAsync(broker.Process);
        var endless = EndlessHeader(10 * 1024 * 1024);
        var vitals = new ProcessVitals(broker.Process);
        var peak = vitals.PeakResidentBytes;
        using var client = await StrictClient.ConnectAsync(broker.Address);

        await client.WriteAsync(endless.AsMemory(0, 40 * 1024), writeSize: 1024);
        var answer = await client.ReadHeadAsync();
        await client.WriteUntilRefusedAsync(endless.AsMemory(40 * 1024), writeSize: 1024);

        Assert.Equal(431, answer.Status);
        Assert.InRange(vitals.PeakResidentBytes - peak, 0, 64 * 1024 * 1024);
        await witness.AssertWellAsync();
    }

    [Fact]
    public async Task HS_28_A_header_that_comes_byte_by_byte_costs_no_more_than_its_reads()
    {
        // Under the limit of a line, ten times; that no byte is looked at twice is a test of the reader alone
        const int length = 8000;
        var vitals = new ProcessVitals(broker.Process);
        var before = vitals.ProcessorTime;

        for (var i = 0; i < 10; i++)
        {
            using var client = await StrictClient.ConnectAsync(broker.Address);
            await client.WriteAsync(EndlessHeader(length), writeSize: 1);
            await client.WriteAsync("\r\n\r\n"u8.ToArray());
            await client.ReadAcceptedAsync();
        }

        var perByte = (vitals.ProcessorTime - before) / (10 * length);
        Assert.InRange(perByte, TimeSpan.Zero, TimeSpan.FromMicroseconds(50));
    }

    private static RequestText Base => RequestText.Upgrade("/topics/limits");

    private static RequestText Plus(IEnumerable<string> headers) => Base with { Headers = [.. Base.Headers, .. headers] };

    // In lines of 4 KiB, so that it is the whole that is too long
    private static RequestText OfLength(int length)
    {
        const int lineLength = 4096;
        var request = Base;
        while (length - request.ToBytes().Length is > 0 and var missing)
        {
            var valueLength = (missing > 2 * lineLength ? lineLength : missing > lineLength ? missing / 2 : missing) - "x: \r\n".Length;
            request = request.Plus($"x: {new string('a', valueLength)}");
        }

        return request;
    }

    private static RequestText WithRequestLine(int length)
    {
        const string start = "GET /topics/limits?pad=";
        const string end = " HTTP/1.1";
        return Base with { RequestLine = $"{start}{new string('a', length - start.Length - end.Length)}{end}" };
    }

    private static byte[] EndlessHeader(int length)
    {
        var head = Base.ToBytes().AsSpan(..^2);
        return [.. head, .. Encoding.ASCII.GetBytes("x: "), .. Enumerable.Repeat((byte)'a', length - head.Length - 3)];
    }

    private async Task AnsweredAsync(RequestText request, int status)
    {
        using var client = await StrictClient.ConnectAsync(broker.Address);

        await client.WriteAsync(request.ToBytes());

        var answer = await client.ReadRefusalAsync();
        Assert.Equal(status, answer.Status);
    }
}
