using WsBroker.Gateway.Compression;
using WsBroker.WebSockets.Compression;

namespace WsBroker.Gateway.Tests.Compression;

public sealed class DeflateExtensionTests : IDisposable
{
    private const string Offer = "permessage-deflate; client_max_window_bits";

    private readonly GatewayMetrics _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void Clients_without_context_share_all_that_was_agreed_on()
    {
        using var extension = new DeflateExtension(new CompressionOptions(), _metrics);

        var agreed = extension.Agree(Offer);

        Assert.Same(agreed, extension.Agree("permessage-deflate; server_no_context_takeover"));
        Assert.NotSame(agreed, extension.Agree("permessage-deflate; server_max_window_bits=9"));
        Assert.Equal("permessage-deflate; server_no_context_takeover; client_no_context_takeover", agreed!.Answer);
        Assert.Equal(0, extension.ContextBytes);
    }

    [Fact]
    public void Nothing_is_agreed_on_when_off_or_without_a_good_offer()
    {
        using var off = new DeflateExtension(new CompressionOptions { Enabled = false }, _metrics);
        using var extension = new DeflateExtension(new CompressionOptions(), _metrics);

        Assert.Null(off.Agree(Offer));
        Assert.Null(extension.Agree(offers: null));
        Assert.Null(extension.Agree("permessage-deflate; server_max_window_bits=7"));
    }

    [Fact]
    public void PD_13_Beyond_the_budget_clients_go_without_context_until_others_have_gone()
    {
        var both = Deflater.ContextBytes + Inflation.ContextBytes;
        using var extension = Taking(3L * both);

        var first = Enumerable.Range(0, 3).Select(_ => extension.Agree(Offer)!).ToList();
        var fourth = extension.Agree(Offer)!;

        Assert.All(first, static agreement => Assert.Equal("permessage-deflate", agreement.Answer));
        Assert.Equal("permessage-deflate; server_no_context_takeover; client_no_context_takeover", fourth.Answer);
        Assert.Equal(3L * both, extension.ContextBytes);

        first[1].Inbound.Dispose();
        first[1].Inbound.Dispose();
        Assert.Equal("permessage-deflate; server_no_context_takeover", extension.Agree(Offer)!.Answer);

        first[0].Outbound.Dispose();
        first[0].Outbound.Dispose();
        Assert.Equal("permessage-deflate; client_no_context_takeover", extension.Agree(Offer)!.Answer);
        Assert.Equal(3L * both, extension.ContextBytes);
    }

    [Fact]
    public void PD_13_What_clients_gave_back_is_there_again_whatever_order_they_came_in()
    {
        using var extension = Taking(10_000_000);

        Parallel.For(0, 1_000, _ =>
        {
            var agreement = extension.Agree(Offer)!;
            agreement.Outbound.Dispose();
            agreement.Inbound.Dispose();
        });

        Assert.Equal(0, extension.ContextBytes);
    }

    private DeflateExtension Taking(long memoryBytes) => new(
        new CompressionOptions { ServerTakeover = true, ClientTakeover = true, MemoryBytes = memoryBytes }, _metrics);
}
