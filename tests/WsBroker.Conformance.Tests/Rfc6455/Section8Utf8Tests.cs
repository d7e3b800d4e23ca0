using System.Text.Json;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;

namespace WsBroker.Conformance.Tests.Rfc6455;

/// <summary>Text is UTF-8 or it is refused (RFC 6455 §5.6, §8.1; RFC 3629).</summary>
public sealed class Section8Utf8Tests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private const int InvalidPayload = 1007;

    private static readonly byte[] _text = "κόσμε – 𝄞 – ✓"u8.ToArray();

    /// <summary>Every valid sequence.</summary>
    public static TheoryData<string> Valid => new(Utf8Sequences.Valid.Distinct(StringComparer.Ordinal));

    /// <summary>Every invalid sequence.</summary>
    public static TheoryData<string> Invalid => new(Utf8Sequences.Invalid.Distinct(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Valid))]
    public async Task UT_01_UT_05_Valid_text_comes_back_unchanged(string hex)
    {
        using var client = await OpenAsync();
        var message = ClientFrame.Text(Convert.FromHexString(hex));
        foreach (var writing in Enum.GetValues<Writing>())
        {
            await client.WriteAsync([message], writing);
            await client.ExpectAsync(message);
        }
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task UT_01_UT_04_Invalid_text_is_closed_with_1007_and_never_published(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        var topic = TopicNames.Next();
        using var watch = await TopicWatch.StartAsync(broker.Address, topic);
        foreach (var writing in Enum.GetValues<Writing>())
        {
            await CloseAsync(topic, writing, ClientFrame.Text(bytes));
            await CloseAsync(
                topic,
                writing,
                ClientFrame.Text(bytes.AsMemory(0, bytes.Length / 2)) with { Fin = false },
                ClientFrame.Continuation(bytes.AsMemory(bytes.Length / 2), fin: true));
        }

        await watch.ExpectOnlyAsync();
    }

    [Fact]
    public async Task UT_02_Text_cut_into_two_fragments_anywhere_comes_back_as_one()
    {
        using var client = await OpenAsync();
        for (var cut = 0; cut <= _text.Length; cut++)
        {
            var first = ClientFrame.Text(_text.AsMemory(0, cut)) with { Fin = false };
            var second = ClientFrame.Continuation(_text.AsMemory(cut), fin: true);
            foreach (var writing in Enum.GetValues<Writing>())
            {
                await client.WriteAsync([first, second], writing);
                await client.ExpectAsync(ClientFrame.Text(_text));
            }
        }
    }

    [Fact]
    public async Task UT_02_Text_in_fragments_of_one_byte_comes_back_as_one()
    {
        using var client = await OpenAsync();
        ClientFrame[] fragments =
        [
            .. _text.Index().Select(item => new ClientFrame(item.Index == 0 ? Opcode.Text : Opcode.Continuation, new[] { item.Item })
            {
                Fin = item.Index == _text.Length - 1,
            }),
        ];

        foreach (var writing in Enum.GetValues<Writing>())
        {
            await client.WriteAsync(fragments, writing);
            await client.ExpectAsync(ClientFrame.Text(_text));
        }
    }

    [Theory]
    [InlineData("CEBAF4908080")]
    [InlineData("CEBAEDA080")]
    [InlineData("FF")]
    [InlineData("CEBA80")]
    public async Task UT_03_An_invalid_byte_is_closed_with_1007_before_its_message_ends(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        foreach (var writing in Enum.GetValues<Writing>())
        {
            await CloseAsync(TopicNames.Next(), writing, ClientFrame.Text(bytes) with { Fin = false });
            await CloseAsync(TopicNames.Next(), writing, ClientFrame.Text(bytes) with { Announced = 1000 });
        }
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\udfff")]
    [InlineData("a\\udc00\\ud800b")]
    public async Task UT_06_A_lone_surrogate_in_a_JSON_escape_is_refused_or_kept_as_it_was_written(string escape)
    {
        var topic = TopicNames.Next();
        using var subscriber = await StrictClient.OpenAsync(broker.Address, "/");
        using var raw = await StrictClient.OpenAsync(broker.Address, $"/topics/{topic}?mode=sub");
        await subscriber.WriteAsync(ClientFrame.Text($$$"""{"id":1,"subscribe":{"topic":"{{{topic}}}"}}"""));
        _ = await subscriber.ReadTextAsync();
        using var publisher = await StrictClient.OpenAsync(broker.Address, "/");

        await publisher.WriteAsync(ClientFrame.Text($$$"""{"id":1,"publish":{"topic":"{{{topic}}}","data":"{{{escape}}}"}}"""));
        await publisher.WriteAsync(ClientFrame.Text($$$"""{"id":2,"publish":{"topic":"{{{topic}}}","data":"next"}}"""));

        if ((await publisher.ReadTextAsync()).Contains("\"published\"", StringComparison.Ordinal))
        {
            Assert.Equal($"\"{escape}\"", await raw.ReadTextAsync());
            Assert.Contains($"\"data\":\"{escape}\"", await subscriber.ReadTextAsync(), StringComparison.Ordinal);
        }

        Assert.Equal("\"next\"", await raw.ReadTextAsync());
        Assert.Contains("\"data\":\"next\"", await subscriber.ReadTextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("a\\udc00\\ud800b")]
    public async Task UT_06_A_lone_surrogate_in_a_text_payload_is_refused_and_breaks_nobody(string escape)
    {
        var topic = TopicNames.Next();
        using var raw = await StrictClient.OpenAsync(broker.Address, $"/topics/{topic}?mode=sub");
        using var publisher = await StrictClient.OpenAsync(broker.Address, "/");

        await publisher.WriteAsync(ClientFrame.Text($$$"""{"id":1,"publish":{"topic":"{{{topic}}}","text":"{{{escape}}}"}}"""));
        using var answer = JsonDocument.Parse(await publisher.ReadTextAsync());
        await publisher.WriteAsync(ClientFrame.Text($$$"""{"id":2,"publish":{"topic":"{{{topic}}}","text":"next"}}"""));

        Assert.True(answer.RootElement.TryGetProperty("error", out _), $"{answer.RootElement}");
        Assert.Equal("next", await raw.ReadTextAsync());
    }

    private async Task CloseAsync(string topic, Writing writing, params ClientFrame[] bad)
    {
        using var client = await StrictClient.OpenAsync(broker.Address, $"/topics/{topic}?mode=pub");

        await client.WriteAsync(bad, writing);

        await client.ExpectCloseAsync(InvalidPayload);
    }

    private Task<StrictClient> OpenAsync() => StrictClient.OpenAsync(broker.Address, $"/topics/{TopicNames.Next()}?echo=true");
}
