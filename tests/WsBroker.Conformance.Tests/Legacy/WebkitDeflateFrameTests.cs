using System.Text;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Legacy;

/// <summary>The compression that Safari offered before permessage-deflate: each frame for itself.</summary>
public sealed class WebkitDeflateFrameTests(LegacyFixture broker) : IClassFixture<LegacyFixture>
{
    private const string Offer = "x-webkit-deflate-frame";

    [Theory]
    [InlineData("/echo", Writing.Coalesced)]
    [InlineData("/echo", Writing.ByteByByte)]
    public async Task Frames_are_inflated_each_for_itself_and_answers_deflated(string target, Writing writing)
    {
        using var client = await StrictClient.OpenCompressedAsync(broker.Address, target, Offer);
        Assert.Equal("x-webkit-deflate-frame; no_context_takeover", client.Extensions);
        var (start, end) = (Deflated.Json(600), Deflated.Json(700));

        await client.WriteAsync(
            [
                Deflated.Text(start) with { Fin = false },
                new ClientFrame(Opcode.Continuation, "plain"u8.ToArray()) { Fin = false },
                Deflated.Frame(Opcode.Continuation, Deflated.Payload(Encoding.UTF8.GetBytes(end))),
            ],
            writing);

        await client.ExpectAsync(ClientFrame.Text($"{start}plain{end}"));
    }

    [Fact]
    public async Task A_client_that_offers_both_gets_the_standard_one()
    {
        using var client = await StrictClient.OpenCompressedAsync(broker.Address, "/echo", $"{Offer}, permessage-deflate");

        Assert.StartsWith("permessage-deflate", client.Extensions, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_option_the_offer_is_ignored()
    {
        await using var server = await ServerProcess.StartAsync();

        using var client = await StrictClient.OpenCompressedAsync(server.Http, "/topics/t", Offer);

        Assert.Null(client.Extensions);
    }
}
