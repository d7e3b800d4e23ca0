using WsBroker.Conformance.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Autobahn;

/// <summary>FR-29, PD-11: the cases of the public Autobahn suite, sections 12 and 13, with its numbers and fewer messages.</summary>
public sealed class CompressionTests(CompressionFixture brokers) : IClassFixture<CompressionFixture>
{
    private static readonly Dictionary<string, DeflateCase> _cases =
        DeflateCase.OfTexts.Concat(DeflateCase.OfOffers).ToDictionary(static one => one.Id, StringComparer.Ordinal);

    public static TheoryData<string> Texts => [.. DeflateCase.OfTexts.Select(static one => one.Id)];

    public static TheoryData<string> Offers => [.. DeflateCase.OfOffers.Select(static one => one.Id)];

    [Fact]
    public void FR_29_The_list_is_as_long_as_that_of_the_suite() => Assert.Equal(216, _cases.Count);

    [Theory]
    [MemberData(nameof(Texts))]
    public Task FR_29_PD_11_A_case_of_the_suite_is_OK_without_takeover(string id) => RunAsync(brokers.Usual, _cases[id]);

    [Theory]
    [MemberData(nameof(Offers))]
    public Task FR_29_PD_11_A_case_of_the_suite_is_OK_with_takeover(string id) => RunAsync(brokers.WithTakeover, _cases[id]);

    private static async Task RunAsync(ServerProcess server, DeflateCase one)
    {
        using var client = await CompressingClient.OpenAsync(server.Http, "/echo", one.Offer);
        var opcode = one.Text.IsBinary ? Opcode.Binary : Opcode.Text;

        for (var number = 0; number < one.Count; number++)
        {
            var message = one.Text.Message(number, one.Length);
            await client.SendAsync(opcode, message, one.FragmentLength);

            var echo = await client.ReadAsync();
            Assert.Equal(opcode, echo.Opcode);
            Assert.True(message.AsSpan().SequenceEqual(echo.Payload), $"message {number} came back as another");
        }

        await client.CloseAsync();

        // Text of some length is worth it; a server that never compressed would have passed all the rest
        var isWorthIt = !one.Text.IsBinary && one.Length >= 1024;
        Assert.True(!isWorthIt || client.CompressedMessages == one.Count, $"{client.CompressedMessages} of {one.Count} were compressed");
        Assert.Subset(client.Agreed.Split("; ").ToHashSet(StringComparer.Ordinal), one.ServersPart);
    }
}
