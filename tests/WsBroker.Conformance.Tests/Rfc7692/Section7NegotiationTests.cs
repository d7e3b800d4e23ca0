using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;

namespace WsBroker.Conformance.Tests.Rfc7692;

/// <summary>What is agreed on in the handshake (RFC 7692 §5, §7.1).</summary>
public sealed class Section7NegotiationTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private const string Both = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    [Theory]
    [InlineData("permessage-deflate", Both)]
    [InlineData("permessage-deflate; client_max_window_bits", Both)]
    [InlineData("permessage-deflate; client_max_window_bits=8", Both)]
    [InlineData("permessage-deflate; client_max_window_bits=15", Both)]
    [InlineData("permessage-deflate; server_no_context_takeover; client_no_context_takeover", Both)]
    [InlineData("permessage-deflate; server_max_window_bits=8", $"{Both}; server_max_window_bits=8")]
    [InlineData("permessage-deflate; server_max_window_bits=9", $"{Both}; server_max_window_bits=9")]
    [InlineData("permessage-deflate; server_max_window_bits=\"12\"", $"{Both}; server_max_window_bits=12")]
    [InlineData("permessage-deflate; server_max_window_bits=15", $"{Both}; server_max_window_bits=15")]
    [InlineData("x-webkit-deflate-frame, permessage-deflate; foo, permessage-deflate; server_max_window_bits=10, permessage-deflate", $"{Both}; server_max_window_bits=10")]
    public async Task PD_01_The_first_offer_that_can_be_taken_is_and_both_sides_understand_each_other(string offers, string answer)
    {
        using var client = await StrictClient.OpenCompressedAsync(broker.Address, Echo(), offers);
        Assert.Equal(answer, client.Extensions);

        foreach (var size in (int[])[1, 255, 256, 300, 5_000, 100_000])
        {
            var text = Deflated.Json(size);
            await client.WriteAsync(Deflated.Text(text));
            await client.ExpectAsync(ClientFrame.Text(text));
        }
    }

    [Theory]
    [InlineData("permessage-deflate; server_max_window_bits=7")]
    [InlineData("permessage-deflate; server_max_window_bits=16")]
    [InlineData("permessage-deflate; server_max_window_bits=0")]
    [InlineData("permessage-deflate; server_max_window_bits=08")]
    [InlineData("permessage-deflate; server_max_window_bits=abc")]
    [InlineData("permessage-deflate; server_max_window_bits")]
    [InlineData("permessage-deflate; client_max_window_bits=7")]
    [InlineData("permessage-deflate; server_no_context_takeover=1")]
    [InlineData("permessage-deflate; client_max_window_bits; client_max_window_bits=10")]
    [InlineData("permessage-deflate; unknown")]
    [InlineData("permessage-bzip2; a=\"b\", x-constructor; __proto__")]
    public async Task PD_02_A_bad_offer_is_declined_and_the_connection_goes_on_without(string offers)
    {
        using var client = await StrictClient.OpenCompressedAsync(broker.Address, Echo(), offers);
        var text = Deflated.Json(1_000);

        Assert.Null(client.Extensions);
        await client.WriteAsync(ClientFrame.Text(text));
        await client.ExpectAsync(ClientFrame.Text(text));
        await client.WriteAsync(Deflated.Text(text));
        await client.ExpectCloseAsync(1002);
    }

    [Theory]
    [InlineData("permessage-deflate; a=\"b")]
    [InlineData("permessage-deflate;")]
    [InlineData("permessage-deflate; a==b")]
    public async Task HS_22_An_offer_that_breaks_the_grammar_is_400(string offers)
    {
        using var client = await StrictClient.ConnectAsync(broker.Address);
        await client.WriteAsync(RequestText.Upgrade(Echo()).With("Sec-WebSocket-Extensions", offers).ToBytes());

        Assert.Equal(400, (await client.ReadRefusalAsync()).Status);
    }

    [Fact]
    public async Task HS_22_Ten_thousand_offers_and_kilobytes_of_quotes_cost_little_time()
    {
        var vitals = new ProcessVitals(broker.Process);
        var before = vitals.ProcessorTime;
        string[] offers =
        [
            string.Concat(Enumerable.Repeat("a,", 4_000)) + "a",
            string.Concat(Enumerable.Repeat("a;b=\"", 1_600)),
            "a;b=\"" + new string('\\', 8_000),
        ];
        foreach (var offer in offers)
        {
            for (var round = 0; round < 20; round++)
            {
                using var client = await StrictClient.ConnectAsync(broker.Address);
                var line = $"Sec-WebSocket-Extensions: {offer}";
                await client.WriteAsync(RequestText.Upgrade(Echo()).Plus(line).Plus(line).Plus(line).ToBytes());
                Assert.Contains((await client.ReadHeadAsync()).Status, (int[])[101, 400]);
            }
        }

        Assert.InRange(vitals.ProcessorTime - before, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    private static string Echo() => $"/topics/{TopicNames.Next()}?echo=true";
}
